/**
 * Cursors of lists: opaque text for callers; within, the numbers of the last row's key (and id).
 */
import { Effect } from "effect"
import { StoreError } from "./StoreError.ts"

/** The cursor after a row. */
export const cursorOf = (...numbers: ReadonlyArray<number>): string => numbers.join("/")

/** The numbers of a cursor of `length` numbers; below every row when there is none. */
export const readCursor = (after: string | undefined, length: number): Effect.Effect<ReadonlyArray<number>, StoreError> => {
  if (after === undefined) return Effect.succeed(new Array<number>(length).fill(-1))
  const numbers = after.split("/").map(Number)
  return numbers.length === length && numbers.every(Number.isSafeInteger)
    ? Effect.succeed(numbers)
    : Effect.fail(
        new StoreError({
          code: "StoreFailed",
          message: `"${after}" is not a cursor of this list: begin with its first page, without "after".`,
        }),
      )
}

/**
 * Rows that can be decrypted, if any can: who waits for others does not wait for what was tampered with.
 */
import { Array as Arr, Effect, Option } from "effect"
import type { StoreError } from "../StoreError.ts"
import { withCodec } from "./Envelope.ts"

export const readable = <Row>(rows: ReadonlyArray<Row>, open: (row: Row) => Promise<Row>): Effect.Effect<ReadonlyArray<Row>, StoreError> =>
  Effect.catch(
    withCodec((): Promise<ReadonlyArray<Row>> => Promise.all(rows.map(open))),
    (error) =>
      Effect.flatMap(
        Effect.forEach(rows, (row) => Effect.option(withCodec(() => open(row)))),
        (found): Effect.Effect<ReadonlyArray<Row>, StoreError> =>
          found.some(Option.isSome) ? Effect.succeed(Arr.getSomes(found)) : Effect.fail(error),
      ),
  )

/**
 * Reads a list from its first page to its last.
 */
import { deepEqual } from "node:assert/strict"
import type { Page, PageRequest, StoreError } from "@millrace/engine/store"
import { Effect } from "effect"

/** All rows, in pages of `limit`; dies where a page is longer than asked, or the list does not end. */
export const readAll = <Row>(
  list: (page: PageRequest) => Effect.Effect<Page<Row>, StoreError>,
  limit: number,
): Effect.Effect<ReadonlyArray<Row>, StoreError> =>
  Effect.gen(function* () {
    const rows: Array<Row> = []
    let after: string | undefined
    for (let pages = 0; pages < 1_000; pages++) {
      const page: Page<Row> = yield* list(after === undefined ? { limit } : { limit, after })
      deepEqual(page.rows.length <= limit, true, "a page is not longer than asked")
      rows.push(...page.rows)
      after = page.next
      if (after === undefined) return rows
      deepEqual(page.rows.length, limit, "only the last page is shorter")
    }
    return yield* Effect.die(new Error("the list does not end"))
  })

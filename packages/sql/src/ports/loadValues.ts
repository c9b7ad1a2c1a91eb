/**
 * The large values of an instance: all of them, or those that its snapshot and tail refer to.
 */
import { type LogRow, referencedValues, type SnapshotRow, type ValueRow } from "@millrace/engine/store"
import { Effect } from "effect"
import type { SqlError } from "effect/sql"
import type { Session } from "../Database.ts"
import type { Dialect } from "../Dialect.ts"
import { integer, readValue } from "../Row.ts"

const columns = "SELECT key, id, text FROM stored_values WHERE key = ?"

/** In the order of their ids, and the highest id that there is. */
export const loadValues = (
  session: Session,
  dialect: Dialect,
  key: number,
  which: "all" | "referenced" | undefined,
  snapshot: SnapshotRow | undefined,
  tail: ReadonlyArray<LogRow>,
): Effect.Effect<{ readonly values: ReadonlyArray<ValueRow>; readonly lastValue: number }, SqlError.SqlError> =>
  Effect.gen(function* () {
    if (which !== "referenced") {
      const values = (yield* session.all(`${columns} ORDER BY id`, [key])).map(readValue)
      return { values, lastValue: values.at(-1)?.id ?? 0 }
    }
    const last = yield* session.first("SELECT max(id) AS last FROM stored_values WHERE key = ?", [key])
    const lastValue = last?.last === null || last?.last === undefined ? 0 : integer(last.last)
    const ids = lastValue === 0 ? [] : referencedValues(snapshot, tail)
    if (ids.length === 0) return { values: [], lastValue }
    const rows = yield* session.all(`${columns} AND ${dialect.among("id")} ORDER BY id`, [key, dialect.list(ids)])
    return { values: rows.map(readValue), lastValue }
  })

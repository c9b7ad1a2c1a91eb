/**
 * Instances that are asked for in the same turn of the event loop, read together: timers that are due and the work of a
 * process that is gone wake many at once, and a load of each by itself costs more than all that follows.
 */
import type { LogPort, LogRow, StoredInstance, StoreError } from "@millrace/engine/store"
import { Effect } from "effect"
import type { SqlError } from "effect/sql"
import type { Database, RawRow, Session } from "../Database.ts"
import type { Dialect } from "../Dialect.ts"
import { instanceColumns, integer, readInstance, readJob, readLog, readSnapshot } from "../Row.ts"
import { loadValues } from "./loadValues.ts"
import { together } from "./together.ts"

type Load = LogPort["load"]

/** The same load; `alone` is how one is read by itself. */
export const loadTogether = (database: Database, alone: Load): Load => {
  const referenced = together<number, StoredInstance, StoreError>(
    (key) => alone(key, "referenced"),
    (keys) => database.read((session) => readAll(session, database.dialect, keys)),
  )
  return (key, which) => (which === "referenced" ? referenced(key) : alone(key, which))
}

/**
 * A question for each table, in one state of the database. Measured on Postgres: three times as fast as one statement
 * that gives tails and jobs as JSON.
 */
const readAll = (
  session: Session,
  dialect: Dialect,
  keys: ReadonlyArray<number>,
): Effect.Effect<ReadonlyMap<number, StoredInstance>, SqlError.SqlError> =>
  Effect.gen(function* () {
    const among = [dialect.list(keys)]
    const these = dialect.among("key")
    const instances = yield* session.all(`SELECT ${instanceColumns} FROM instances WHERE ${these}`, among)
    const snapshots = byKey(yield* session.all(`SELECT key, seq, state, format FROM snapshots WHERE ${these}`, among))
    const tails = byKey(
      yield* session.all(
        `SELECT l.key, l.seq, l.events, l.format, l.at FROM log l LEFT JOIN snapshots s ON s.key = l.key
         WHERE ${dialect.among("l.key")} AND l.seq > coalesce(s.seq, 0) ORDER BY l.key, l.seq`,
        among,
      ),
    )
    const jobs = byKey(yield* session.all(`SELECT key, id, handler, due, owner FROM jobs WHERE ${these} ORDER BY key, id`, among))
    const lastValues = new Map(
      (yield* session.all(`SELECT key, max(id) AS last FROM stored_values WHERE ${these} GROUP BY key`, among)).map((raw) => [
        integer(raw.key),
        integer(raw.last),
      ]),
    )
    const found = new Map<number, StoredInstance>()
    for (const raw of instances) {
      const row = readInstance(raw)
      const [rawSnapshot] = snapshots.get(row.key) ?? []
      const snapshot = rawSnapshot === undefined ? undefined : readSnapshot(rawSnapshot)
      const tail: ReadonlyArray<LogRow> = (tails.get(row.key) ?? []).map(readLog)
      const lastValue = lastValues.get(row.key) ?? 0
      const values = lastValue === 0 ? [] : yield* loadValues(session.all, dialect, row.key, "referenced", snapshot, tail)
      found.set(row.key, { row, snapshot, tail, values, lastValue, jobs: (jobs.get(row.key) ?? []).map(readJob) })
    }
    return found
  })

const byKey = (rows: ReadonlyArray<RawRow>): ReadonlyMap<number, ReadonlyArray<RawRow>> => {
  const groups = new Map<number, Array<RawRow>>()
  for (const row of rows) {
    const key = integer(row.key)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return groups
}

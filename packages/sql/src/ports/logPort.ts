/** The log port: commits, and what a load needs. */
import type { LogPort } from "@millrace/engine/store"
import { Effect } from "effect"
import { makeCommitBatch } from "../commitBatch.ts"
import type { Database } from "../Database.ts"
import { instanceColumns, integer, integerOrNull, readInstance, readJob, readLog, readSnapshot } from "../Row.ts"
import { committedLate } from "./committedLate.ts"
import { loadAtOnce } from "./loadAtOnce.ts"
import { loadTogether } from "./loadTogether.ts"
import { loadValues } from "./loadValues.ts"

export const logPort = (database: Database, parallelism: number): LogPort => {
  const { atOnce, commit } = makeCommitBatch(database.dialect)
  const alone: LogPort["load"] =
    database.dialect.arrays === true
      ? loadAtOnce(database)
      : (key, which) =>
          database.read((session) =>
            Effect.gen(function* () {
              const row = yield* session.first(`SELECT ${instanceColumns} FROM instances WHERE key = ?`, [key])
              if (row === undefined) return undefined
              const found = yield* session.first("SELECT key, seq, state, format FROM snapshots WHERE key = ?", [key])
              const snapshot = found === undefined ? undefined : readSnapshot(found)
              const tail = yield* session.all("SELECT key, seq, events, format, at FROM log WHERE key = ? AND seq > ? ORDER BY seq", [
                key,
                snapshot?.seq ?? 0,
              ])
              const tailRows = tail.map(readLog)
              const last = yield* session.first("SELECT max(id) AS last FROM stored_values WHERE key = ?", [key])
              const lastValue = integerOrNull(last?.last ?? null) ?? 0
              const values = lastValue === 0 ? [] : yield* loadValues(session.all, database.dialect, key, which, snapshot, tailRows)
              const jobs = yield* session.all("SELECT key, id, handler, due, owner FROM jobs WHERE key = ? ORDER BY id", [key])
              return { row: readInstance(row), snapshot, tail: tailRows, values, lastValue, jobs: jobs.map(readJob) }
            }),
          )
  return {
    parallelism,
    commit: (batch) => (atOnce ? database.once((session) => commit(session, batch)) : database.write((session) => commit(session, batch))),

    load: loadTogether(database, alone),

    committed:
      database.dialect.unsure !== undefined
        ? committedLate(database)
        : (id, rows) =>
            database.read((session) =>
              Effect.gen(function* () {
                const keys: Array<number> = []
                for (const { key, seq } of rows) {
                  const found = yield* session.first("SELECT key FROM log WHERE key = ? AND seq = ? AND batch = ?", [key, seq, id])
                  if (found !== undefined) keys.push(integer(found.key))
                }
                return keys
              }),
            ),

    history: (key, seq, limit) =>
      Effect.map(
        database.all("SELECT key, seq, events, format, at FROM log WHERE key = ? AND seq > ? ORDER BY seq LIMIT ?", [key, seq, limit]),
        (rows) => rows.map(readLog),
      ),
  }
}

/**
 * Everything there is of one instance by one statement, and so in one round trip: its rows come as JSON.
 */
import type { LogPort } from "@millrace/engine/store"
import { Effect } from "effect"
import type { Database, RawRow } from "../Database.ts"
import { instanceColumns, readInstance, readJob, readLog, readSnapshot } from "../Row.ts"
import { loadValues } from "./loadValues.ts"

const one = (query: string) => `(SELECT row_to_json(r) FROM (${query}) AS r)::text`
const many = (query: string) => `(SELECT json_agg(r) FROM (${query}) AS r)::text`

const text = `SELECT
  ${one(`SELECT ${instanceColumns} FROM instances WHERE key = ?`)} AS instance,
  ${one("SELECT key, seq, state, format FROM snapshots WHERE key = ?")} AS snapshot,
  ${many(
    `SELECT key, seq, events, format, at FROM log
     WHERE key = ? AND seq > coalesce((SELECT seq FROM snapshots WHERE key = ?), 0) ORDER BY seq`,
  )} AS tail,
  ${many("SELECT key, id, handler, due, owner FROM jobs WHERE key = ? ORDER BY id")} AS jobs,
  (SELECT max(id) FROM stored_values WHERE key = ?) AS last`

export const loadAtOnce =
  (database: Database): LogPort["load"] =>
  (key, which) =>
    Effect.gen(function* () {
      const found = yield* database.first(text, [key, key, key, key, key, key])
      const row = parsed<RawRow>(found?.instance)
      if (found === undefined || row === undefined) return undefined
      const rows = (column: unknown) => parsed<ReadonlyArray<RawRow>>(column) ?? []
      const rawSnapshot = parsed<RawRow>(found.snapshot)
      const snapshot = rawSnapshot === undefined ? undefined : readSnapshot(rawSnapshot)
      const tail = rows(found.tail).map(readLog)
      // A round trip of its own, for instances that have large values; those never change.
      const none = found.last === null && which === "referenced"
      const { values, lastValue } = none
        ? { values: [], lastValue: 0 }
        : yield* database.read((session) => loadValues(session, database.dialect, key, which, snapshot, tail))
      return {
        row: readInstance(row),
        snapshot,
        tail,
        values,
        lastValue,
        jobs: rows(found.jobs).map(readJob),
      }
    })

const parsed = <A>(json: unknown): A | undefined => (typeof json === "string" ? (JSON.parse(json) as A) : undefined)

/**
 * Everything there is of one instance by one statement: one round trip, and one state of the database whoever goes on
 * with it meanwhile. Rows of which there are several come as JSON.
 */
import type { LogPort } from "@millrace/engine/store"
import { Effect } from "effect"
import type { Database, RawRow } from "../Database.ts"
import { instanceColumns, integerOrNull, readInstance, readJob, readLog, readSnapshot } from "../Row.ts"
import { loadValues } from "./loadValues.ts"

const many = (query: string) => `(SELECT json_agg(r) FROM (${query}) AS r)::text`

const text = `SELECT ${instanceColumns
  .split(", ")
  .map((column) => `i.${column}`)
  .join(", ")},
  s.seq AS snapshot_seq, s.state AS snapshot_state, s.format AS snapshot_format,
  ${many(
    "SELECT l.key, l.seq, l.events, l.format, l.at FROM log l WHERE l.key = i.key AND l.seq > coalesce(s.seq, 0) ORDER BY l.seq",
  )} AS tail,
  ${many("SELECT j.key, j.id, j.handler, j.due, j.owner FROM jobs j WHERE j.key = i.key ORDER BY j.id")} AS jobs,
  (SELECT max(v.id) FROM stored_values v WHERE v.key = i.key) AS last
  FROM instances i LEFT JOIN snapshots s ON s.key = i.key WHERE i.key = ?`

export const loadAtOnce =
  (database: Database): LogPort["load"] =>
  (key, which) =>
    Effect.gen(function* () {
      const raw = yield* database.first(text, [key])
      if (raw === undefined) return undefined
      const snapshot =
        raw.snapshot_seq === null
          ? undefined
          : readSnapshot({ key, seq: raw.snapshot_seq, state: raw.snapshot_state, format: raw.snapshot_format })
      const tail = parsed(raw.tail).map(readLog)
      const lastValue = integerOrNull(raw.last) ?? 0
      // A round trip of its own, for instances that have large values; those never change.
      const values = lastValue === 0 ? [] : yield* loadValues(database.all, database.dialect, key, which, snapshot, tail)
      return { row: readInstance(raw), snapshot, tail, values, lastValue, jobs: parsed(raw.jobs).map(readJob) }
    })

const parsed = (json: unknown): ReadonlyArray<RawRow> => (typeof json === "string" ? (JSON.parse(json) as ReadonlyArray<RawRow>) : [])

/** The instance port. */
import { cursorOf, type InstancePort, type InstanceQuery, readCursor } from "@millrace/engine/store"
import { Effect } from "effect"
import { takeNumbers } from "../counter.ts"
import type { Database, Param } from "../Database.ts"
import { distinctOwners } from "../distinctOwners.ts"
import { instanceColumns, integer, readInstance } from "../Row.ts"
import { allOf } from "./Filter.ts"

export const instancePort = (database: Database): InstancePort => {
  const one = (where: string, params: ReadonlyArray<Param>) =>
    Effect.map(database.first(`SELECT ${instanceColumns} FROM instances WHERE ${where}`, params), (row) =>
      row === undefined ? undefined : readInstance(row),
    )
  return {
    reserve: (count) => database.write((session) => takeNumbers(session, "instances", count)),
    byKey: (key) => one("key = ?", [key]),
    byId: (id) => one("id = ?", [id]),
    byBusinessKey: (process, businessKey) => one("business_key = ? AND process = ?", [businessKey, process]),

    list: (query) =>
      Effect.gen(function* () {
        const [after = -1] = yield* readCursor(query.after, 1)
        const { where, params } = filterOf(query, after)
        const rows = yield* database.all(`SELECT ${instanceColumns} FROM instances WHERE ${where} ORDER BY key LIMIT ?`, [
          ...params,
          query.limit + 1,
        ])
        const page = rows.slice(0, query.limit).map(readInstance)
        const last = page.at(-1)
        return { rows: page, next: rows.length > query.limit && last !== undefined ? cursorOf(last.key) : undefined }
      }),

    takeOver: (engine, now, limit) =>
      Effect.map(
        database.all(
          `WITH RECURSIVE ${distinctOwners("instances")}
           UPDATE instances SET owner = ? WHERE key IN (
             SELECT i.key FROM owners o JOIN instances i ON i.owner = o.owner
             WHERE o.owner <> ? AND NOT EXISTS (SELECT 1 FROM engines e WHERE e.number = o.owner AND e.until > ?)
             ORDER BY i.key LIMIT ?${database.dialect.lock}
           ) RETURNING key`,
          [engine, engine, now, limit],
        ),
        (rows) => rows.map((row) => integer(row.key)).sort((a, b) => a - b),
      ),

    quarantine: (key, fault) => Effect.asVoid(database.all("UPDATE instances SET quarantine = ? WHERE key = ?", [fault, key])),
  }
}

const filterOf = ({ process, status, businessKey }: InstanceQuery, after: number) =>
  allOf(
    ["key > ?", after],
    ["process = ?", process],
    // The second term lets the database use the index of what is not completed.
    [status === "completed" ? "status = ?" : "status = ? AND status <> 'completed'", status],
    ["business_key = ?", businessKey],
  )

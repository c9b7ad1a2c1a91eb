/** The instance port. */
import { cursorOf, type InstancePort, type InstanceQuery, type InstanceRow, readCursor, type StoreError } from "@millrace/engine/store"
import { Effect } from "effect"
import { takeNumbers } from "../counter.ts"
import type { Database, Param } from "../Database.ts"
import { instanceColumns, integer, readInstance } from "../Row.ts"
import { allOf } from "./Filter.ts"
import { nowOf } from "./now.ts"
import { expireLeases, goneOwners } from "./owners.ts"
import { purge } from "./purge.ts"
import { together } from "./together.ts"

export const instancePort = (database: Database): InstancePort => {
  const one = (where: string, params: ReadonlyArray<Param>) =>
    Effect.map(database.first(`SELECT ${instanceColumns} FROM instances WHERE ${where}`, params), (row) =>
      row === undefined ? undefined : readInstance(row),
    )
  const now = nowOf(database.dialect)
  const several = (where: string, list: string) =>
    Effect.map(database.all(`SELECT ${instanceColumns} FROM instances WHERE ${where}`, [list]), (rows) => rows.map(readInstance))
  const { among, list, amongTexts, listTexts, arrays } = database.dialect
  const byKey: InstancePort["byKey"] = (key) => one("key = ?", [key])
  const byId: InstancePort["byId"] = (id) => one("id = ?", [id])
  const byKeys: InstancePort["byKeys"] = (keys) => (keys.length === 0 ? Effect.succeed([]) : several(among("key"), list(keys)))
  const mapped = <Key>(rows: Effect.Effect<ReadonlyArray<InstanceRow>, StoreError>, keyOf: (row: InstanceRow) => Key) =>
    Effect.map(rows, (found) => new Map(found.map((row) => [keyOf(row), row])))
  return {
    reserve: (count) => database.write((session) => takeNumbers(session, "instances", count)),
    // Many ask after a restart, each for one. Where there is no round trip to save, one by one is as fast.
    byKey: arrays === true ? together(byKey, (keys) => mapped(byKeys(keys), ({ key }) => key)) : byKey,
    byKeys,
    byId: arrays === true ? together(byId, (ids) => mapped(several(amongTexts("id"), listTexts(ids)), ({ id }) => id)) : byId,
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

    takeOver: (engine, callers, limit, definitions) =>
      database.write((session) =>
        Effect.gen(function* () {
          yield* expireLeases(session, database.dialect, now, callers, engine)
          if (definitions?.length === 0) return []
          const among = definitions === undefined ? "" : ` WHERE ${database.dialect.among("i.definition")}`
          const rows = yield* session.all(
            `WITH RECURSIVE ${goneOwners("instances")}
             UPDATE instances SET owner = ? WHERE key IN (
               SELECT i.key FROM gone JOIN instances i ON i.owner = gone.owner${among} ORDER BY i.key LIMIT ?${database.dialect.lock}
             ) RETURNING key`,
            [engine, engine, ...(definitions === undefined ? [] : [database.dialect.list(definitions)]), limit],
          )
          return rows.map((row) => integer(row.key)).sort((a, b) => a - b)
        }),
      ),

    purge: (request) => purge(database, request),

    quarantine: (key, fault) => Effect.asVoid(database.all("UPDATE instances SET quarantine = ? WHERE key = ?", [fault, key])),
  }
}

const filterOf = ({ process, status, businessKey }: InstanceQuery, after: number) => {
  // What is not completed has an index of its own: the second term lets the database use it, and hiding the process
  // from the database makes it. Else it would walk through all instances of the process that ever were.
  const unfinished = status !== undefined && status !== "completed"
  return allOf(
    ["key > ?", after],
    [unfinished ? "process || '' = ?" : "process = ?", process],
    [unfinished ? "status = ? AND status <> 'completed'" : "status = ?", status],
    ["business_key = ?", businessKey],
  )
}

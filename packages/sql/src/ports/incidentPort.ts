/** The incident port. */
import { cursorOf, type IncidentPort, readCursor } from "@millrace/engine/store"
import { Effect } from "effect"
import type { Database } from "../Database.ts"
import { readIncident } from "../Row.ts"
import { allOf } from "./Filter.ts"

export const incidentPort = (database: Database): IncidentPort => ({
  list: (query) =>
    Effect.gen(function* () {
      const { where, params } = allOf(
        ["(key, id) > (?, ?)", yield* readCursor(query.after, 2)],
        ["process = ?", query.process],
        ["key = (SELECT key FROM instances i WHERE i.id = ?)", query.instance],
        ["code = ?", query.code],
      )
      const rows = yield* database.all(
        `SELECT key, id, instance, process, element, code, message, created_at FROM incidents WHERE ${where} ORDER BY key, id LIMIT ?`,
        [...params, query.limit + 1],
      )
      const page = rows.slice(0, query.limit).map(readIncident)
      const last = page.at(-1)
      return { rows: page, next: rows.length > query.limit && last !== undefined ? cursorOf(last.key, last.id) : undefined }
    }),
})

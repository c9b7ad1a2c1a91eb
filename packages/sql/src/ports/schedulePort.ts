/** The schedule port. */
import type { SchedulePort } from "@millrace/engine/store"
import { Effect } from "effect"
import type { Database, Param } from "../Database.ts"
import { readSchedule, scheduleColumns } from "../MailRow.ts"
import { integer } from "../Row.ts"
import { latestSchedule } from "./latest.ts"

export const schedulePort = (database: Database): SchedulePort => {
  const { among, list } = database.dialect
  const open = (definitions: ReadonlyArray<number> | undefined): { readonly term: string; readonly params: ReadonlyArray<Param> } => ({
    term: `${definitions === undefined ? "" : `${among("s.definition")} AND `}${latestSchedule("s")}`,
    params: definitions === undefined ? [] : [list(definitions)],
  })
  return {
    put: ({ definition, element, process, version, fired, last, due }) =>
      database.write((session) =>
        Effect.gen(function* () {
          yield* session.all(`INSERT INTO schedules (${scheduleColumns}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, [
            definition,
            element,
            process,
            version,
            fired,
            last,
            due,
          ])
          yield* session.all(
            `UPDATE schedules SET due = NULL WHERE due IS NOT NULL AND NOT (${latestSchedule("schedules")})
             AND definition IN (SELECT d.key FROM definitions d WHERE d.id = ?)`,
            [process],
          )
        }),
      ),
    due: (now, limit, definitions) => {
      if (definitions?.length === 0) return Effect.succeed([])
      const { term, params } = open(definitions)
      return Effect.map(
        database.all(
          `SELECT ${scheduleColumns} FROM schedules s WHERE s.due <= ? AND ${term} ORDER BY s.due, s.definition, s.element LIMIT ?`,
          [now, ...params, limit],
        ),
        (rows) => rows.map(readSchedule),
      )
    },
    advance: ({ definition, element, fired, last, due }, expected) =>
      Effect.map(
        database.write((session) =>
          session.first(
            "UPDATE schedules SET fired = ?, last_due = ?, due = ? WHERE definition = ? AND element = ? AND fired = ? RETURNING fired",
            [fired, last, due, definition, element, expected],
          ),
        ),
        (row) => row !== undefined,
      ),
    nextDue: (definitions) => {
      if (definitions?.length === 0) return Effect.undefined
      const { term, params } = open(definitions)
      return Effect.map(
        database.first(`SELECT s.due FROM schedules s WHERE s.due IS NOT NULL AND ${term} ORDER BY s.due LIMIT 1`, params),
        (row) => (row === undefined ? undefined : integer(row.due)),
      )
    },
  }
}

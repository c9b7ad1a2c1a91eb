/** The timer port. */
import type { TimerPort } from "@millrace/engine/store"
import { Effect } from "effect"
import type { Database } from "../Database.ts"
import { integer, readTimer } from "../Row.ts"
import { notInQuarantine } from "./quarantine.ts"

const due = `SELECT t.key, t.id, t.due FROM timers t WHERE t.due <= ? AND ${notInQuarantine("t")} ORDER BY t.due, t.key, t.id LIMIT ?`
const nextDue = `SELECT t.due FROM timers t WHERE ${notInQuarantine("t")} ORDER BY t.due LIMIT 1`

export const timerPort = (database: Database): TimerPort => ({
  due: (now, limit) => Effect.map(database.all(due, [now, limit]), (rows) => rows.map(readTimer)),
  nextDue: () => Effect.map(database.first(nextDue, []), (row) => (row === undefined ? undefined : integer(row.due))),
})

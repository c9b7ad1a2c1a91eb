/** The timer port. */
import type { TimerPort } from "@millrace/engine/store"
import { Effect } from "effect"
import type { Database } from "../Database.ts"
import { integer, readTimer } from "../Row.ts"
import { offeredOf } from "./offered.ts"
import { notInQuarantine } from "./quarantine.ts"

export const timerPort = (database: Database): TimerPort => ({
  due: (now, limit, definitions) => {
    if (definitions?.length === 0) return Effect.succeed([])
    const { term, params } = offeredOf(database.dialect, definitions)
    const text = `SELECT t.key, t.id, t.due FROM timers t WHERE t.due <= ? AND ${notInQuarantine("t")}${term("t")} ORDER BY t.due, t.key, t.id LIMIT ?`
    return Effect.map(database.all(text, [now, ...params, limit]), (rows) => rows.map(readTimer))
  },
  nextDue: (definitions) => {
    if (definitions?.length === 0) return Effect.undefined
    const { term, params } = offeredOf(database.dialect, definitions)
    const text = `SELECT t.due FROM timers t WHERE ${notInQuarantine("t")}${term("t")} ORDER BY t.due LIMIT 1`
    return Effect.map(database.first(text, params), (row) => (row === undefined ? undefined : integer(row.due)))
  },
})

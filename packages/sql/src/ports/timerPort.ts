/** The timer port. */
import type { TimerPort } from "@millrace/engine/store"
import { Effect } from "effect"
import type { Database } from "../Database.ts"
import { integerOrNull, readTimer } from "../Row.ts"

export const timerPort = (database: Database): TimerPort => ({
  due: (now, limit) =>
    Effect.map(database.all("SELECT key, id, due FROM timers WHERE due <= ? ORDER BY due, key, id LIMIT ?", [now, limit]), (rows) =>
      rows.map(readTimer),
    ),
  nextDue: () =>
    Effect.map(database.first("SELECT min(due) AS due FROM timers", []), (row) => integerOrNull(row?.due ?? null) ?? undefined),
})

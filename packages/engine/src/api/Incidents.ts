/**
 * Incidents: what stopped, why, and trying again.
 */
import { Effect } from "effect"
import type { Core } from "../Core.ts"
import { EngineError } from "../EngineError.ts"
import type { IncidentRow } from "../store/Rows.ts"
import type { IncidentQuery } from "../store/Store.ts"
import { allow, checkCursor, checkLimit, checkOptionalText, checkText, takeOptions } from "./Argument.ts"
import { command, engineClosed, rowOf } from "./ask.ts"
import { type LocalId, localId, parseLocalId } from "./LocalId.ts"

export interface Incident {
  /** Names the incident in every operation. */
  readonly id: LocalId
  readonly instance: string
  readonly process: string
  /** The path of the step; empty where the instance as a whole cannot be read. */
  readonly element: string
  readonly code: string
  readonly message: string
  readonly createdAt: Date
}

const incidentOf = (row: IncidentRow): Incident => ({
  id: localId(row.instance, row.id),
  instance: row.instance,
  process: row.process,
  element: row.element,
  code: row.code,
  message: row.message,
  createdAt: new Date(row.createdAt),
})

export interface IncidentFilter extends Omit<IncidentQuery, "limit"> {
  /** 100 by default. */
  readonly limit?: number
}

export const makeIncidents = (core: Core) => ({
  /** Open incidents, a page at a time. */
  list: Effect.fn("Engine.incidents.list")(function* (options: IncidentFilter = {}) {
    const filter = yield* takeOptions("incidents.list", options)
    yield* allow(
      checkLimit(filter.limit),
      checkCursor(filter.after, 2),
      checkOptionalText("The process of a list", filter.process),
      checkOptionalText("The instance of a list", filter.instance),
      checkOptionalText("The code of a list", filter.code),
    )
    if (core.closed) return yield* engineClosed()
    const page = yield* core.store.incidents.list({ ...filter, limit: filter.limit ?? 100 })
    return { items: page.rows.map(incidentOf), next: page.next }
  }),
  /** Tries again what stopped, after its cause is mended. */
  retry: Effect.fn("Engine.incidents.retry")(function* (id: string) {
    yield* allow(checkText("The id of an incident", id))
    const parsed = parseLocalId(id)
    if (parsed === undefined)
      return yield* new EngineError({
        code: "IncidentNotFound",
        message: `'${id}' is not the id of an incident: incidents.list() gives the ids.`,
      })
    const row = yield* rowOf(core, parsed.instance)
    if (parsed.id === 0 && row.quarantine === null) {
      return yield* new EngineError({
        code: "IncidentNotFound",
        message: `Instance '${row.id}' of ${row.process} is not in quarantine: incidents.list() gives what is open.`,
        process: row.process,
        instance: row.id,
      })
    }
    if (parsed.id === 0) yield* core.retryQuarantined(row.key)
    else yield* command(core, row, (now) => ({ type: "ResolveIncident", incident: parsed.id, now }))
  }),
})

export type Incidents = ReturnType<typeof makeIncidents>

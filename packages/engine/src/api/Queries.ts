/**
 * What can be asked about instances: one in full, why it stands still, its history, and lists.
 */
import { type AnyEvent, type ErrorValue, type InstanceView, type JsonObject, readValue, type WaitingAt } from "@millrace/kernel"
import { Effect } from "effect"
import type { Core } from "../Core.ts"
import { childId } from "../mail/Caller.ts"
import { codeOf } from "../models/offersOf.ts"
import type { InstanceRow } from "../store/Rows.ts"
import type { InstanceQuery } from "../store/Store.ts"
import type { StoreError } from "../store/StoreError.ts"
import { allow, checkCursor, checkLimit, checkOptionalStatus, checkOptionalText, checkSeq, takeOptions } from "./Argument.ts"
import { engineClosed, inspect, rowOf } from "./ask.ts"

export interface InstanceSummary {
  readonly id: string
  readonly process: string
  readonly version: number
  readonly businessKey: string | undefined
  readonly status: InstanceRow["status"]
  /** It cannot be read or decided on, and takes no commands. */
  readonly quarantined: boolean
  readonly startedAt: Date
  readonly endedAt: Date | undefined
}

export interface InstanceDetails extends InstanceSummary {
  /** The variables of the outermost scope. */
  readonly vars: JsonObject
  /** Where it stands, and what it waits for. */
  readonly waiting: ReadonlyArray<WaitingAt>
  /** What it gave, once it is completed. */
  readonly output: InstanceView["output"]
  /** The typed error that left it, if it failed. */
  readonly error: { readonly code: ErrorValue["code"]; readonly message: string; readonly value: unknown } | undefined
}

export interface InstanceFilter extends Omit<InstanceQuery, "limit"> {
  /** 100 by default. */
  readonly limit?: number
}

/** One commit of an instance. */
export interface HistoryEntry {
  readonly seq: number
  readonly at: Date
  readonly events: ReadonlyArray<AnyEvent>
}

const summaryOf = (row: InstanceRow): InstanceSummary => ({
  id: row.id,
  process: row.process,
  version: row.version,
  businessKey: row.businessKey ?? undefined,
  status: row.status,
  quarantined: row.quarantine !== null,
  startedAt: new Date(row.startedAt),
  endedAt: row.endedAt === null ? undefined : new Date(row.endedAt),
})

export const makeQueries = (core: Core) => {
  const get = Effect.fn("Engine.get")(function* (instance: string) {
    const row = yield* rowOf(core, instance)
    if (row.quarantine !== null) return quarantinedDetails(row)
    // A commit may have come between the row and the look: the summary is made of the later one.
    const { view, summary } = yield* inspect(core, row, (hot) => ({
      view: hot.model.decider.view(hot.model.compiled, hot.state),
      summary: { ...summaryOf(row), status: hot.status },
    }))
    const details: InstanceDetails = {
      ...summary,
      status: view.status,
      vars: view.vars,
      waiting: view.waiting,
      output: view.output,
      error: view.error && { ...view.error, value: readValue(view.error.value) },
    }
    return details
  })
  return {
    get,
    /** Where the instance stands and what it waits for, in sentences. */
    why: Effect.fn("Engine.why")(function* (instance: string) {
      const row = yield* rowOf(core, instance)
      const { waiting, status } = yield* get(instance)
      if (status !== "active" && status !== "terminating") return [`It has ended: ${status}.`]
      const reasons = waiting.map(({ element, reason, for: what, id }) => {
        const called = what === "child" ? ` Ask why('${childId(row.id, id)}') what that one waits for.` : ""
        return `${element}: ${reason}${called}`
      })
      if (yield* isWorkedOn(core, row.definition)) return reasons.length > 0 ? reasons : ["It is being worked on at this moment."]
      return [
        `No engine that runs now was given the code of this instance: open one with ${codeOf({ ...row, id: row.process })}.`,
        ...reasons,
      ]
    }),
    /** Instances in the order in which they were started, a page at a time. */
    list: Effect.fn("Engine.list")(function* (options: InstanceFilter = {}) {
      const filter = yield* takeOptions("list", options)
      yield* allow(
        checkLimit(filter.limit),
        checkCursor(filter.after, 1),
        checkOptionalText("The process of a list", filter.process),
        checkOptionalStatus(filter.status),
        checkOptionalText("The business key of a list", filter.businessKey),
      )
      if (core.closed) return yield* engineClosed()
      const page = yield* core.store.instances.list({ ...filter, limit: filter.limit ?? 100 })
      return { items: page.rows.map(summaryOf), next: page.next }
    }),
    /** The commits of an instance after number `after`, 1,000 at a time unless said otherwise. */
    history: Effect.fn("Engine.history")(function* (instance: string, given: { readonly after?: number; readonly limit?: number } = {}) {
      const options = yield* takeOptions("history", given)
      yield* allow(checkLimit(options.limit), checkSeq(options.after))
      const row = yield* rowOf(core, instance)
      const rows = yield* core.store.log.history(row.key, options.after ?? 0, options.limit ?? 1000)
      return rows.map(
        ({ seq, at, events }): HistoryEntry => ({ seq, at: new Date(at), events: JSON.parse(events) as ReadonlyArray<AnyEvent> }),
      )
    }),
  }
}

export type Queries = ReturnType<typeof makeQueries>

/** Whether an engine that is alive does the work of this definition's instances. */
const isWorkedOn = (core: Core, definition: number): Effect.Effect<boolean, StoreError> =>
  core.offers.includes(definition) ? Effect.succeed(true) : core.store.engines.isOffered(definition, core.runtime.now())

const quarantinedDetails = (row: InstanceRow): InstanceDetails => ({
  ...summaryOf(row),
  vars: {},
  waiting: [
    {
      element: "",
      elementType: "",
      for: "incident",
      id: 0,
      reason: row.quarantine === null ? "" : (JSON.parse(row.quarantine) as { readonly message: string }).message,
    },
  ],
  output: undefined,
  error: undefined,
})

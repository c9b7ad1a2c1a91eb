/**
 * What the store keeps of one instance, held against itself: its log is whole, folding it gives the state that is
 * stored and what its row says, every wait begins once and ends once, no element completes twice.
 */
import type { InstanceRow, Store, StoreError } from "@millrace/engine/store"
import type { Model } from "@millrace/kernel"
import type { ProcessEvent } from "@millrace/process"
import { Effect } from "effect"
import type { Note } from "./Flaw.ts"
import { readLog } from "./readLog.ts"

/** What is stored of an instance. */
export interface Stored {
  readonly row: InstanceRow
  readonly events: ReadonlyArray<ProcessEvent>
  readonly commits: number
  /** How often each element completed. */
  readonly completions: ReadonlyMap<string, number>
}

/** Notes what is wrong with an instance; undefined where there is none. */
export const proveStored = Effect.fnUntraced(function* (
  ports: Store["Service"],
  model: Model,
  instance: string,
  note: Note,
): Effect.fn.Return<Stored | undefined, StoreError> {
  const row = yield* ports.instances.byId(instance)
  const stored = row && (yield* ports.log.load(row.key))
  if (row === undefined || stored === undefined) return undefined
  const log = yield* ports.log.history(row.key, 0, Number.MAX_SAFE_INTEGER)
  log.forEach(({ seq }, index) => {
    if (seq !== index + 1) note(seq > index + 1 ? "lost" : "doubled", `commit ${index + 1} of its log has the number ${seq}`)
  })
  if (log.length !== row.seq) note("lost", `its log has ${log.length} commits, its row says ${row.seq}`)

  const events = readLog(log, stored.values)
  proveFold(model, events, stored.snapshot, readLog(stored.tail, stored.values), row, note)
  proveWaits(events, hasEnded(row) ? note : (kind, what) => kind === "doubled" && note(kind, what))
  return { row, events, commits: log.length, completions: countCompletions(events, note) }
})

/** Whether nothing can happen to the instance any more. */
export const hasEnded = ({ status }: InstanceRow): boolean => status !== "active" && status !== "terminating"

/** Folding the log gives the state that is stored, and that state says what the row says. */
const proveFold = (
  { decider, definition, bindings }: Model,
  events: ReadonlyArray<ProcessEvent>,
  snapshot: { readonly state: string } | undefined,
  tail: ReadonlyArray<ProcessEvent>,
  row: InstanceRow,
  note: Note,
): void => {
  const compiled = decider.compile(definition, { bindings, languages: [], elements: [] })
  const folded = decider.initial(compiled)
  for (const event of events) decider.evolve(compiled, folded, event)
  const loaded = snapshot === undefined ? decider.initial(compiled) : decider.restore(compiled, JSON.parse(snapshot.state))
  for (const event of tail) decider.evolve(compiled, loaded, event)
  if (JSON.stringify(decider.snapshot(folded)) !== JSON.stringify(decider.snapshot(loaded))) {
    note("doubled", "folding its log does not give the state that is stored")
  }
  const { status } = decider.view(compiled, folded)
  if (status !== row.status) note("doubled", `folding its log gives an instance that is ${status}, its row says ${row.status}`)
}

const opening = new Set([
  ...["JobCreated", "TimerScheduled", "UserTaskCreated", "IncidentRaised"],
  ...["SubscriptionOpened", "ChildStarted", "ChildCompensationStarted"],
])
const closing = new Set([
  ...["JobCompleted", "JobFailed", "JobCancelled", "TimerFired", "TimerCancelled"],
  ...["UserTaskCompleted", "UserTaskCancelled", "IncidentResolved", "MessageReceived", "SubscriptionClosed"],
  ...["ChildCompleted", "ChildFailed", "ChildCancelled", "ChildCompensated"],
])

/** Every wait begins once and ends once. */
const proveWaits = (events: ReadonlyArray<ProcessEvent>, note: Note): void => {
  const open = new Set<string>()
  const begun = new Set<string>()
  for (const event of events) {
    const wait = waitOf(event)
    if (wait === undefined) continue
    if (opening.has(event.type)) {
      if (begun.has(wait)) note("doubled", `${wait} began twice`)
      begun.add(wait)
      open.add(wait)
    } else if (closing.has(event.type) && !open.delete(wait)) note("doubled", `${wait} ended twice, or without having begun`)
  }
  for (const wait of open) note("stuck", `${wait} never ended`)
}

const waitOf = (event: ProcessEvent): string | undefined => {
  if ("job" in event) return `job ${event.job}`
  if ("timer" in event) return `timer ${event.timer}`
  if ("task" in event) return `user task ${event.task}`
  // One that stays hears more than once.
  if (event.type === "SubscriptionOpened" || event.type === "SubscriptionClosed" || event.type === "MessageReceived")
    return "stays" in event ? undefined : `subscription ${event.subscription}`
  if (event.type === "ChildCompensationStarted" || event.type === "ChildCompensated") return `compensation of child ${event.child}`
  if (event.type === "ChildStarted" || event.type === "ChildCompleted" || event.type === "ChildFailed" || event.type === "ChildCancelled")
    return `child ${event.child}`
  return "incident" in event ? `incident ${event.incident}` : undefined
}

const countCompletions = (events: ReadonlyArray<ProcessEvent>, note: Note): ReadonlyMap<string, number> => {
  const elements = new Map<number, string>()
  const counts = new Map<string, number>()
  const completed = new Set<number>()
  for (const event of events) {
    if (event.type === "ElementActivated" || event.type === "EventTriggered" || event.type === "CompensationTriggered") {
      elements.set(event.id, event.element)
    } else if (event.type === "ElementCompleted") {
      const element = elements.get(event.id) ?? `element instance ${event.id}`
      if (completed.has(event.id)) note("doubled", `${element} completed twice`)
      completed.add(event.id)
      counts.set(element, (counts.get(element) ?? 0) + 1)
    }
  }
  return counts
}

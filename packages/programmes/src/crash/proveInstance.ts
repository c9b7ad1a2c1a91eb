/**
 * One instance after the crash: it is there, it has ended as it should have, its log is whole, and everything in it
 * happened as often as the process demands.
 */
import type { InstanceRow, Store, StoreError } from "@millrace/engine/store"
import { canonicalJson, type Model } from "@millrace/kernel"
import type { ProcessEvent } from "@millrace/process"
import { Effect } from "effect"
import { expectedCompletions, expectedOutput, expectedWork, instanceId, noteFor } from "./crashProcess.ts"
import type { SideEffect } from "./Ledger.ts"
import type { Flaw } from "./Proof.ts"
import { readLog } from "./readLog.ts"

/** What was seen of the instance outside the store. */
export interface Witness {
  readonly effects: ReadonlyArray<SideEffect>
  readonly startAcknowledged: boolean
  readonly completionAcknowledged: boolean
}

type Note = (kind: Flaw["kind"], what: string) => void

export const proveInstance = Effect.fnUntraced(function* (
  ports: Store["Service"],
  model: Model,
  number: number,
  witness: Witness,
): Effect.fn.Return<{ readonly flaws: ReadonlyArray<Flaw>; readonly commits: number }, StoreError> {
  const instance = instanceId(number)
  const flaws: Array<Flaw> = []
  const note: Note = (kind, what) => flaws.push({ kind, instance, what })
  const row = yield* ports.instances.byId(instance)
  const stored = row && (yield* ports.log.load(row.key))
  if (row === undefined || stored === undefined) {
    note("lost", witness.startAcknowledged ? "its start was acknowledged, and it is gone" : "it was never started")
    return { flaws, commits: 0 }
  }
  proveEnd(row, number, note)
  const log = yield* ports.log.history(row.key, 0, Number.MAX_SAFE_INTEGER)
  log.forEach(({ seq }, index) => {
    if (seq !== index + 1) note(seq > index + 1 ? "lost" : "doubled", `commit ${index + 1} of its log has the number ${seq}`)
  })
  if (log.length !== row.seq) note("lost", `its log has ${log.length} commits, its row says ${row.seq}`)

  const events = readLog(log, stored.values)
  proveFold(model, events, stored.snapshot, readLog(stored.tail, stored.values), row, note)
  // Of an instance that stands still all that should follow is missing: it is said once that it is stuck.
  const beyondStuck: Note = (kind, what) => {
    if (kind === "doubled" || row.status === "completed") note(kind, what)
  }
  proveWaits(events, beyondStuck)
  proveCompletions(events, number, beyondStuck)
  proveForms(events, number, witness, note)
  proveEffects(witness.effects, number, beyondStuck)
  return { flaws, commits: log.length }
})

const proveEnd = (row: InstanceRow, number: number, note: Note): void => {
  if (row.status !== "completed") {
    note("stuck", `it is ${row.status}${row.quarantine === null ? "" : `, quarantined: ${row.quarantine}`}`)
    return
  }
  const expected = canonicalJson(expectedOutput(number))
  const actual = canonicalJson(JSON.parse(row.result ?? "null"))
  if (actual !== expected) note("lost", `it gave ${actual}, not ${expected}`)
}

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

const opening = new Set(["JobCreated", "TimerScheduled", "UserTaskCreated", "IncidentRaised"])
const closing = new Set([
  ...["JobCompleted", "JobFailed", "JobCancelled", "TimerFired", "TimerCancelled"],
  ...["UserTaskCompleted", "UserTaskCancelled", "IncidentResolved"],
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
  return "incident" in event ? `incident ${event.incident}` : undefined
}

/** Every element completed as often as the process demands. */
const proveCompletions = (events: ReadonlyArray<ProcessEvent>, number: number, note: Note): void => {
  const elements = new Map<number, string>()
  const counts = new Map<string, number>()
  const completed = new Set<number>()
  for (const event of events) {
    if (event.type === "ElementActivated" || event.type === "BoundaryTriggered" || event.type === "CompensationTriggered") {
      elements.set(event.id, event.element)
    } else if (event.type === "ElementCompleted") {
      const element = elements.get(event.id) ?? `element instance ${event.id}`
      if (completed.has(event.id)) note("doubled", `${element} completed twice`)
      completed.add(event.id)
      counts.set(element, (counts.get(element) ?? 0) + 1)
    }
  }
  for (const [element, expected] of Object.entries(expectedCompletions(number))) {
    const actual = counts.get(element) ?? 0
    if (actual !== expected) note(actual < expected ? "lost" : "doubled", `${element} completed ${actual} times, not ${expected} times`)
  }
}

/** What a person was told to be done is done, with the form they gave. */
const proveForms = (events: ReadonlyArray<ProcessEvent>, number: number, witness: Witness, note: Note): void => {
  const forms = events.filter((event) => event.type === "UserTaskCompleted").map(({ form }) => canonicalJson(form))
  if (witness.completionAcknowledged && forms.length === 0) note("lost", "the completion of its user task was acknowledged, and is gone")
  for (const form of forms) if (form !== canonicalJson({ note: noteFor(number) })) note("lost", `its user task was completed with ${form}`)
}

/** Every piece of work has one idempotency key, whatever was killed, and was carried through at least once. */
const proveEffects = (effects: ReadonlyArray<SideEffect>, number: number, note: Note): void => {
  const steps = Map.groupBy(effects, ({ step }) => step)
  for (const [step, expected] of Object.entries(expectedWork(number))) {
    const seen = steps.get(step) ?? []
    const keys = new Set(seen.map(({ key }) => key)).size
    if (keys > expected) note("doubled", `the handler of ${step} was given ${keys} idempotency keys, not ${expected}`)
    if (expected > 0 && !seen.some(({ phase }) => phase === "end")) note("lost", `the handler of ${step} never ran to its end`)
  }
}

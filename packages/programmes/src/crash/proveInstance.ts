/**
 * One instance after the crash: it is there, it has ended as it should have, its log is whole, and everything in it
 * happened as often as the process demands.
 */
import type { InstanceRow, Store, StoreError } from "@millrace/engine/store"
import { canonicalJson, type Model } from "@millrace/kernel"
import type { ProcessEvent } from "@millrace/process"
import { Effect } from "effect"
import type { Flaw, Note } from "../proof/Flaw.ts"
import type { SideEffect } from "../proof/Ledger.ts"
import { proveStored } from "../proof/proveStored.ts"
import { expectedCompletions, expectedOutput, expectedWork, noteFor } from "./crashProcess.ts"
import { instanceId } from "./crashWork.ts"

/** What was seen of the instance outside the store. */
export interface Witness {
  readonly effects: ReadonlyArray<SideEffect>
  readonly startAcknowledged: boolean
  readonly completionAcknowledged: boolean
}

export const proveInstance = Effect.fnUntraced(function* (
  ports: Store["Service"],
  model: Model,
  number: number,
  witness: Witness,
): Effect.fn.Return<{ readonly flaws: ReadonlyArray<Flaw>; readonly commits: number }, StoreError> {
  const instance = instanceId(number)
  const flaws: Array<Flaw> = []
  const note: Note = (kind, what) => flaws.push({ kind, instance, what })
  const stored = yield* proveStored(ports, model, instance, note)
  if (stored === undefined) {
    note("lost", witness.startAcknowledged ? "its start was acknowledged, and it is gone" : "it was never started")
    return { flaws, commits: 0 }
  }
  const { row, events, completions, commits } = stored
  proveEnd(row, number, note)
  // Of an instance that stands still all that should follow is missing: it is said once that it is stuck.
  const beyondStuck: Note = (kind, what) => {
    if (kind === "doubled" || row.status === "completed") note(kind, what)
  }
  for (const [element, expected] of Object.entries(expectedCompletions(number))) {
    const actual = completions.get(element) ?? 0
    if (actual !== expected)
      beyondStuck(actual < expected ? "lost" : "doubled", `${element} completed ${actual} times, not ${expected} times`)
  }
  proveForms(events, number, witness, note)
  proveEffects(witness.effects, number, beyondStuck)
  return { flaws, commits }
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

/**
 * How one way through an example came out, as far as it has to be the same whatever was killed on the way.
 */
import { Store, type StoreError } from "@millrace/engine/store"
import { canonicalJson } from "@millrace/kernel"
import type { ProcessEvent } from "@millrace/process"
import { Effect, type Layer } from "effect"
import type { Flaw, Note } from "../../proof/Flaw.ts"
import { readLines, type SideEffect } from "../../proof/Ledger.ts"
import { proveIndexes } from "../../proof/proveIndexes.ts"
import { hasEnded, proveStored } from "../../proof/proveStored.ts"
import type { Scenario } from "./Example.ts"

export interface Outcome {
  readonly status: string
  readonly result: string
  readonly completions: ReadonlyMap<string, number>
  /** How many jobs each handler worked on, told by their idempotency keys. */
  readonly work: ReadonlyMap<string, number>
}

/** Reads the outcome of an instance from the store and the ledger, and notes what contradicts itself. */
export const readOutcome = async (
  store: Layer.Layer<Store, StoreError>,
  scenario: Scenario,
  instance: string,
  ledger: string,
): Promise<{ readonly outcome: Outcome | undefined; readonly flaws: ReadonlyArray<Flaw> }> => {
  const flaws: Array<Flaw> = []
  const note: Note = (kind, what) => flaws.push({ kind, instance, what })
  const effects = readLines<SideEffect>(ledger).filter((effect) => effect.instance === instance)
  const read = Effect.gen(function* () {
    const ports = yield* Store
    const row = yield* ports.instances.byId(instance)
    const process = scenario.processes.find(({ id, version }) => id === row?.process && version === row.version)
    if (row === undefined || process === undefined) {
      note("lost", "it is not in the store")
      return undefined
    }
    const stored = yield* proveStored(ports, process.build(), instance, note)
    if (stored === undefined) return undefined
    if (!hasEnded(stored.row)) note("stuck", `it is ${stored.row.status}`)
    proveWork(stored.events, instance, effects, note)
    if (hasEnded(stored.row)) flaws.push(...(yield* proveIndexes(ports)))
    return stored
  })
  const stored = await Effect.runPromise(Effect.provide(read, store))
  if (stored === undefined) return { outcome: undefined, flaws }
  const byStep = Map.groupBy(effects, ({ step }) => step)
  return {
    flaws,
    outcome: {
      status: stored.row.status,
      result: canonicalJson(JSON.parse(stored.row.result ?? "null")),
      completions: stored.completions,
      work: new Map([...byStep].map(([step, seen]) => [step, new Set(seen.map(({ key }) => key)).size])),
    },
  }
}

/** What is recorded as done was done by a handler, at least once. */
const proveWork = (events: ReadonlyArray<ProcessEvent>, instance: string, effects: ReadonlyArray<SideEffect>, note: Note): void => {
  const done = new Set(effects.filter(({ phase }) => phase === "end").map(({ key }) => key))
  const owners = new Map<number, number>()
  for (const event of events) {
    if (event.type === "JobCreated") owners.set(event.job, event.owner)
    if (event.type !== "JobCompleted") continue
    // The key names the work: the element instance, or the job where it is work of its own.
    if (done.has(`${instance}/${event.job}`) || done.has(`${instance}/${owners.get(event.job)}`)) continue
    note("lost", `job ${event.job} is recorded as completed, and its handler never ran to its end`)
  }
}

/** Notes in what `actual` differs from the undisturbed run, but for what is racing. */
export const compareOutcomes = (actual: Outcome, expected: Outcome, racing: ReadonlyArray<string>, note: Note): void => {
  if (actual.status !== expected.status) note("lost", `it is ${actual.status}; undisturbed it is ${expected.status}`)
  if (actual.result !== expected.result) note("lost", `it gave ${actual.result}; undisturbed it gives ${expected.result}`)
  const races = (name: string) => racing.some((element) => name.includes(element))
  compareCounts(actual.completions, expected.completions, "completed", races, note)
  compareCounts(actual.work, expected.work, "was given so many jobs:", races, note)
  for (const element of racing) {
    const done = actual.completions.get(element) ?? 0
    const undone = actual.completions.get(`${element}:compensation`) ?? 0
    if (done !== undone) note(undone < done ? "lost" : "doubled", `'${element}' was done ${done} times and undone ${undone} times`)
  }
}

const compareCounts = (
  actual: ReadonlyMap<string, number>,
  expected: ReadonlyMap<string, number>,
  did: string,
  races: (name: string) => boolean,
  note: Note,
): void => {
  for (const name of new Set([...actual.keys(), ...expected.keys()])) {
    const [was, should] = [actual.get(name) ?? 0, expected.get(name) ?? 0]
    if (was !== should && !races(name)) {
      note(was < should ? "lost" : "doubled", `'${name}' ${did} ${was}, undisturbed ${should}`)
    }
  }
}

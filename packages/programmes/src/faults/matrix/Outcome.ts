/**
 * How one way through an example came out: all its instances, as far as that has to be the same whatever was killed on the way.
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
  /** How each instance ended: its process, its status and its result. Ids and order are those of the day. */
  readonly ends: ReadonlyArray<string>
  /** How often each element completed, by process and path. */
  readonly completions: ReadonlyMap<string, number>
  /** How many jobs each handler worked on, told by their idempotency keys. */
  readonly work: ReadonlyMap<string, number>
}

/** Reads the outcome of all instances from the store and the ledger, and notes what contradicts itself. */
export const readOutcome = async (
  store: Layer.Layer<Store, StoreError>,
  scenario: Scenario,
  ledger: string,
): Promise<{ readonly outcome: Outcome; readonly flaws: ReadonlyArray<Flaw> }> => {
  const flaws: Array<Flaw> = []
  const effects = readLines<SideEffect>(ledger)
  const ends: Array<string> = []
  const completions = new Map<string, number>()
  const read = Effect.gen(function* () {
    const ports = yield* Store
    const { rows } = yield* ports.instances.list({ limit: 1000 })
    for (const { id: instance, process: name, version } of rows) {
      const note: Note = (kind, what) => flaws.push({ kind, instance, what })
      const process = scenario.processes.find((one) => one.id === name && one.version === version)
      const stored = process && (yield* proveStored(ports, process.build(), instance, note))
      if (stored === undefined) {
        note("lost", "it cannot be read")
        continue
      }
      if (!hasEnded(stored.row)) note("stuck", `it is ${stored.row.status}`)
      proveWork(
        stored.events,
        instance,
        effects.filter((effect) => effect.instance === instance),
        note,
      )
      ends.push(`${name} ${stored.row.status} ${canonicalJson(JSON.parse(stored.row.result ?? "null"))}`)
      for (const [element, count] of stored.completions) {
        const path = `${name}/${element}`
        completions.set(path, (completions.get(path) ?? 0) + count)
      }
    }
    if (rows.every(hasEnded)) flaws.push(...(yield* proveIndexes(ports)))
  })
  await Effect.runPromise(Effect.provide(read, store))
  const byStep = Map.groupBy(effects, ({ step }) => step)
  return {
    flaws,
    outcome: {
      ends: ends.sort(),
      completions,
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
  for (const end of missing(expected.ends, actual.ends)) note("lost", `it did not end as undisturbed: ${end}`)
  for (const end of missing(actual.ends, expected.ends)) note("doubled", `it ended otherwise than undisturbed: ${end}`)
  const races = (name: string) => racing.some((element) => name.includes(element))
  compareCounts(actual.completions, expected.completions, "completed", races, note)
  compareCounts(actual.work, expected.work, "was given so many jobs:", races, note)
  for (const element of racing) {
    const done = countAt(actual.completions, element)
    const undone = countAt(actual.completions, `${element}:compensation`)
    if (done !== undone) note(undone < done ? "lost" : "doubled", `'${element}' was done ${done} times and undone ${undone} times`)
  }
}

/** What is in one list and not, or less often, in the other one. */
const missing = (all: ReadonlyArray<string>, some: ReadonlyArray<string>): ReadonlyArray<string> => {
  const left = [...some]
  return all.filter((one) => {
    const place = left.indexOf(one)
    if (place >= 0) left.splice(place, 1)
    return place < 0
  })
}

/** How often an element completed, whichever process it is of. */
const countAt = (completions: ReadonlyMap<string, number>, element: string): number =>
  [...completions].reduce((sum, [path, count]) => (path.endsWith(`/${element}`) ? sum + count : sum), 0)

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

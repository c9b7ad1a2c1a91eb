/**
 * The simulation programme: seed after seed on all cores, and a line for each that fails.
 */
import { writeFileSync } from "node:fs"
import { availableParallelism } from "node:os"
import { faultKinds, type SimulationOutcome } from "@millrace/testing"
import { helpText, type Option, readOptions, UsageError } from "../Options.ts"
import { type Column, headOf, rowOf } from "../Table.ts"
import { runCrew } from "./Crew.ts"
import { shrink } from "./shrink.ts"
import { type SimulatedStore, simulatedStores, simulateSeed, storeOf } from "./simulateSeed.ts"

const options: Readonly<Record<string, Option>> = {
  seeds: { value: "N", about: "how many seeds; 10,000 where it is left out" },
  from: { value: "K", about: "the first seed; 1 where it is left out" },
  store: { value: "NAME", about: "memory or sqlite; every fifth seed on SQLite where it is left out" },
  workers: { value: "N", about: "threads; one for each core where it is left out" },
  shrink: { about: "look for the least trouble that makes a failing seed fail" },
  json: { value: "FILE", about: "also write the records into this file, in an array" },
}

/** One seed, as it stands in the JSON file. */
export interface SimulationRecord {
  readonly seed: number
  readonly store: SimulatedStore
  readonly ok: boolean
  readonly commits: number
  readonly faults: number
  readonly error?: string
}

interface Sum {
  readonly store: SimulatedStore
  readonly outcomes: ReadonlyArray<SimulationOutcome>
}

const sum = (outcomes: ReadonlyArray<SimulationOutcome>, of: (outcome: SimulationOutcome) => number): string =>
  outcomes.reduce((total, outcome) => total + of(outcome), 0).toLocaleString("en")

const columns: ReadonlyArray<Column<Sum>> = [
  { title: "store", width: 8, cell: ({ store }) => store, align: "left" },
  { title: "seeds", width: 7, cell: ({ outcomes }) => outcomes.length.toLocaleString("en") },
  { title: "failed", width: 6, cell: ({ outcomes }) => sum(outcomes, ({ ok }) => (ok ? 0 : 1)) },
  { title: "instances", width: 9, cell: ({ outcomes }) => sum(outcomes, ({ instances }) => instances) },
  { title: "commits", width: 9, cell: ({ outcomes }) => sum(outcomes, ({ commits }) => commits) },
  { title: "handler runs", width: 12, cell: ({ outcomes }) => sum(outcomes, ({ calls }) => calls) },
  { title: "engines", width: 9, cell: ({ outcomes }) => sum(outcomes, ({ lives }) => lives) },
  { title: "faults", width: 9, cell: ({ outcomes }) => sum(outcomes, ({ faults }) => faults) },
]

/** Milliseconds between two lines that say how far it is. */
const betweenLines = 10_000

const about = [
  "Runs engines in a storm of faults, all from one seed: the same seed, the same storm. After each commit the invariants",
  "are looked at; in the end nothing may be lost, done twice or left behind. Ctrl-C gives the report so far.",
]

const lineOf = (seed: number, store: SimulatedStore): string => `pnpm simulate --seeds 1 --from ${seed} --store ${store}`

/** Runs the programme and gives its exit code: 1 where a seed failed. */
export const simulateMany = async (
  argv: ReadonlyArray<string>,
  print: (line: string) => void,
  interrupted: AbortSignal = new AbortController().signal,
): Promise<number> => {
  const { flag, count, text, word, positionals } = readOptions(argv, options)
  if (flag("help")) {
    print(helpText("pnpm simulate [options]", about, options))
    return 0
  }
  if (positionals.length > 0) throw new UsageError(`'${positionals[0]}' is not understood: give options only. --help lists them.`)
  const seeds = count("seeds") ?? 10_000
  const from = count("from") ?? 1
  const asked = word("store", simulatedStores)
  const outcomes: Record<SimulatedStore, Array<SimulationOutcome>> = { memory: [], sqlite: [] }
  const records: Array<SimulationRecord> = []
  const began = performance.now()
  const seconds = () => Math.round((performance.now() - began) / 1000)
  const failed = () => records.filter(({ ok }) => !ok)
  let told = began
  let seed = from
  await runCrew({
    workers: Math.min(seeds, count("workers") ?? availableParallelism()),
    next: () => {
      if (interrupted.aborted || seed >= from + seeds) return undefined
      const next = seed++
      return { options: { seed: next }, store: asked ?? storeOf(next) }
    },
    done: ({ store }, outcome) => {
      outcomes[store].push(outcome)
      records.push(recordOf(outcome, store))
      if (outcome.error !== undefined) print(`seed ${outcome.seed} on ${store}: ${outcome.error}\n  ${lineOf(outcome.seed, store)}\n`)
      if (performance.now() - told < betweenLines) return
      told = performance.now()
      print(`${records.length} of ${seeds} seeds, ${failed().length} failed, ${seconds()} s`)
    },
  })
  if (flag("shrink"))
    for (const { seed, store } of failed().slice(0, 5))
      await tellLeast(
        outcomes[store].find((one) => one.seed === seed),
        store,
        print,
      )
  if (interrupted.aborted) print(`Stopped after ${records.length} of ${seeds} seeds.`)
  print(headOf(columns))
  for (const store of simulatedStores) if (outcomes[store].length > 0) print(rowOf(columns, { store, outcomes: outcomes[store] }))
  const all = [...outcomes.memory, ...outcomes.sqlite]
  print(`faults: ${faultKinds.map((kind) => `${kind} ${sum(all, ({ kinds }) => kinds[kind] ?? 0)}`).join(", ")}`)
  print(`${seconds()} s`)
  const json = text("json")
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(records.sort((a, b) => a.seed - b.seed))}\n`)
  return failed().length === 0 ? 0 : 1
}

const recordOf = ({ seed, ok, commits, faults, error }: SimulationOutcome, store: SimulatedStore): SimulationRecord => ({
  seed,
  store,
  ok,
  commits,
  faults,
  ...(error === undefined ? {} : { error }),
})

const tellLeast = async (failed: SimulationOutcome | undefined, store: SimulatedStore, print: (line: string) => void): Promise<void> => {
  if (failed === undefined) return
  const { steps, without, outcome } = await shrink(failed, (options) => simulateSeed(options, store))
  const left = faultKinds.filter((kind) => !without.includes(kind) && outcome.kinds[kind] !== undefined)
  print(`seed ${failed.seed} on ${store} fails in ${steps} steps with ${left.join(", ") || "no fault"}: ${outcome.error}\n`)
}

/**
 * The fault programme: what can happen to processes, servers, disks and clocks happens, and the proof says whether
 * anything was lost, doubled or left standing.
 */
import { writeFileSync } from "node:fs"
import { inScratchFolder } from "../inScratchFolder.ts"
import { helpText, type Option, readOptions, UsageError } from "../Options.ts"
import { headOf, rowOf } from "../Table.ts"
import { runDisk } from "./disk/runDisk.ts"
import { columns, type FaultRecord } from "./FaultRecord.ts"
import type { FaultRun } from "./FaultRun.ts"
import { runMatrix } from "./matrix/runMatrix.ts"
import { runPause } from "./pause/runPause.ts"
import { runPostgres } from "./postgres/runPostgres.ts"
import { runSoak } from "./soak/runSoak.ts"

interface Part {
  readonly about: string
  readonly run: (run: FaultRun) => Promise<ReadonlyArray<FaultRecord>>
}

const parts = {
  matrix: { about: "SIGKILL before, within and after every commit of every example", run: runMatrix },
  postgres: { about: "a server that stops or is killed, connections that are cut in the middle of a commit", run: runPostgres },
  pause: { about: "one of two engine processes on Postgres is stopped for longer than its lease, or killed", run: runPause },
  disk: { about: "a disk that is full or read-only, on SQLite", run: runDisk },
  soak: { about: "a mixed load for a long time: memory and latency stay flat; only where it is asked for", run: runSoak },
} satisfies Readonly<Record<string, Part>>
type PartName = keyof typeof parts
const partNames = Object.keys(parts) as ReadonlyArray<PartName>

const stores = ["sqlite", "postgres"] as const
const options: Readonly<Record<string, Option>> = {
  store: { value: "NAME", about: `${stores.join(" or ")}; both where it is left out` },
  only: { value: "TEXT", about: "matrix: examples, postgres: faults whose name has this in it" },
  every: { value: "N", about: "matrix: every Nth commit; 1 where it is left out" },
  minutes: { value: "N", about: "soak: how long; 30 where it is left out" },
  seed: { value: "K", about: "the same seed plans the same faults; by the clock where it is left out" },
  json: { value: "FILE", about: "also write the records into this file, in an array" },
}

const help = (): string =>
  helpText(
    "pnpm faults [part…] [options]",
    [
      "Does to real processes, files and servers what can happen to them, and proves on the store and on a",
      "ledger of side effects that nothing was lost, nothing was done twice, and nothing stands still.",
      "",
      ...partNames.map((name) => `  ${name.padEnd(10)}  ${parts[name].about}`),
    ],
    options,
  )

const isPart = (name: string): name is PartName => name in parts

/** Runs the programme and gives its exit code: 1 where a promise was broken. */
export const faults = async (argv: ReadonlyArray<string>, print: (line: string) => void): Promise<number> => {
  const { flag, count, text, word, positionals } = readOptions(argv, options)
  if (flag("help")) {
    print(help())
    return 0
  }
  const wanted = positionals.length === 0 || positionals.includes("all") ? partNames.filter((name) => name !== "soak") : positionals
  const unknown = wanted.find((name) => !isPart(name))
  if (unknown !== undefined) throw new UsageError(`There is no part '${unknown}': give one of ${partNames.join(", ")}, all.`)
  const store = word("store", stores)
  const seed = count("seed") ?? (Date.now() % 1_000_000) + 1
  print(`seed ${seed}`)
  print(headOf(columns))
  const records = await inScratchFolder(async (folder) => {
    const run: FaultRun = {
      folder,
      stores: store === undefined ? stores : [store],
      seed,
      every: count("every") ?? 1,
      only: text("only") ?? "",
      minutes: count("minutes") ?? 30,
      say: print,
      report: (record) => {
        print(rowOf(columns, record))
        for (const miss of record.misses) print(`  ${miss}`)
        for (const { kind, instance, what } of record.flaws.slice(0, 20)) print(`  ${kind}: ${instance}: ${what}`)
      },
    }
    const all: Array<FaultRecord> = []
    for (const name of wanted.filter(isPart)) all.push(...(await parts[name].run(run)))
    return all
  })
  const json = text("json")
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(records, undefined, 2)}\n`)
  return records.every(({ flaws, misses }) => flaws.length === 0 && misses.length === 0) ? 0 : 1
}

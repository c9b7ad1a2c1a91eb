/**
 * The benchmark programme: which workloads, on which stores, and what becomes of their records.
 */
import { readFileSync, writeFileSync } from "node:fs"
import { cpus, loadavg, release, totalmem, type } from "node:os"
import { inScratchFolder } from "../inScratchFolder.ts"
import { helpText, type Option, readOptions, UsageError } from "../Options.ts"
import { storeNames } from "../StoreName.ts"
import { headOf, rowOf } from "../Table.ts"
import { withPostgres } from "../withPostgres.ts"
import { type BenchRecord, benchColumns } from "./BenchRecord.ts"
import { peers } from "./contest/contestants.ts"
import { runContest } from "./contest/runContest.ts"
import { contestWorkloads } from "./contest/workloads.ts"
import { markdownOf } from "./markdownOf.ts"
import { profile } from "./profile.ts"
import type { Workload } from "./Workload.ts"
import { dmn } from "./workloads/dmn.ts"
import { fanout } from "./workloads/fanout.ts"
import { feel } from "./workloads/feel.ts"
import { loop } from "./workloads/loop.ts"
import { messages } from "./workloads/messages.ts"
import { parked } from "./workloads/parked.ts"
import { recovery } from "./workloads/recovery.ts"
import { sequence3 } from "./workloads/sequence3.ts"
import { timers } from "./workloads/timers.ts"
import { values } from "./workloads/values.ts"
import { wornIn } from "./wornIn.ts"

const workloads: ReadonlyArray<Workload> = [sequence3, loop, fanout, messages, parked, recovery, timers, values, feel, dmn]

const options: Readonly<Record<string, Option>> = {
  store: { value: "NAME", about: `${storeNames.join(", ")}; those that tell most where it is left out` },
  "in-flight": { value: "N", about: "how many instances of sequence3 are in flight; 1, 10, 100 and 1,000 where it is left out" },
  instances: { value: "N", about: "how many instances, steps or branches; what the workload is meant for where it is left out" },
  peers: { about: "the contest instead: ours and others at the same work, in turns; then name workloads and peers, or none for all" },
  rounds: { value: "N", about: "rounds of the contest: 3 where it is left out" },
  markdown: {
    about: "print the records of JSON files, which are named instead of workloads, as the tables of docs/reference/benchmarks.md",
  },
  json: { value: "FILE", about: "also write the records into this file, as an array" },
  profile: {
    about: "profile sequence3 instead (100 in flight on sqlite unless said otherwise): where the time goes, by function and by file",
  },
}

const help = () =>
  helpText(
    "pnpm bench [workload…] [options]",
    [
      "Measures what the engine does beside what the machine could do. Workloads:",
      ...workloads.map(({ name, about }) => `  ${name.padEnd(10)} ${about}`),
      `Workloads with --peers, beside ${peers.map(({ name }) => name).join(", ")}:`,
      ...contestWorkloads.map(({ workload, about }) => `  ${workload.padEnd(10)} ${about}`),
    ],
    options,
  )

/** Runs the programme and gives its exit code: 0 also where an aim was missed. */
export const bench = async (argv: ReadonlyArray<string>, print: (line: string) => void): Promise<number> => {
  const { flag, text, word, count, positionals } = readOptions(argv, options)
  if (flag("markdown") && !flag("help")) {
    const records = positionals.flatMap((file) => JSON.parse(readFileSync(file, "utf8")) as ReadonlyArray<BenchRecord>)
    for (const line of [machine(), "", ...markdownOf(records)]) print(line)
    return 0
  }
  if (flag("peers") && !flag("help"))
    return runContest({ names: positionals, store: word("store", storeNames), rounds: count("rounds") ?? 3, json: text("json"), print })
  // What cannot be understood is answered before a server is started.
  const named = positionals.map(workloadOf)
  const withoutStore = flag("help") || (named.length > 0 && named.every(({ storeless }) => storeless))
  const stores = withoutStore ? [] : [word("store", storeNames) ?? "postgres"]
  return withPostgres(stores, async (server) => {
    // A short run makes none of them.
    if ((count("instances") ?? Number.POSITIVE_INFINITY) >= 1_000) await wornIn(server)
    return measure(argv, print)
  })
}

const measure = async (argv: ReadonlyArray<string>, print: (line: string) => void): Promise<number> => {
  const { flag, text, count, word, positionals } = readOptions(argv, options)
  if (flag("help")) {
    print(help())
    return 0
  }
  const store = word("store", storeNames)
  const json = text("json")
  const given = { inFlight: count("in-flight"), instances: count("instances") }
  print(`Node ${process.version}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(2)}`)
  if (flag("profile")) {
    for (const line of await inScratchFolder((folder) => profile({ folder, store: store ?? "sqlite", ...given }))) print(line)
    return 0
  }
  const chosen = positionals.length === 0 ? workloads : positionals.map(workloadOf)
  const records: Array<BenchRecord> = []
  print(headOf(benchColumns))
  for (const workload of chosen) {
    await inScratchFolder(async (folder) => {
      for await (const record of workload.run({ folder, stores: store === undefined ? undefined : [store], ...given })) {
        records.push(record)
        print(rowOf(benchColumns, record))
        // Whatever was measured is kept, also when a later workload breaks.
        if (json !== undefined) writeFileSync(json, `${JSON.stringify(records, undefined, 2)}\n`)
      }
    })
  }
  if (records.some(({ aims }) => aims.some(({ met }) => !met))) {
    print("Aims are set for an idle machine with 2 cores: where others work beside it, only ratios tell something, and those vary too.")
  }
  return 0
}

/** What a reader of figures has to know of the machine. */
const machine = (): string =>
  `${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 1e9)} GB, ${type()} ${release()}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`

const workloadOf = (name: string): Workload => {
  const found = workloads.find((workload) => workload.name === name)
  if (found === undefined)
    throw new UsageError(`There is no workload '${name}': give one of ${workloads.map(({ name }) => name).join(", ")}.`)
  return found
}

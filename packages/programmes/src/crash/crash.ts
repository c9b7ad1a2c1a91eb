/**
 * The crash programme: life after life of a process that is killed with SIGKILL, then the proof.
 */
import { writeFileSync } from "node:fs"
import { type BankRecord, runBank } from "../bank/runBank.ts"
import { inScratchFolder } from "../inScratchFolder.ts"
import { helpText, type Option, readOptions, UsageError } from "../Options.ts"
import { type Column, headOf, rowOf } from "../Table.ts"
import { withPostgres } from "../withPostgres.ts"
import { type CrashRecord, runCrash } from "./runCrash.ts"

const stores = ["sqlite", "sqlite-normal", "postgres"] as const
/** `processes`: everything that processes have; `bank`: transactional steps. */
const workloads = ["processes", "bank"] as const
const options: Readonly<Record<string, Option>> = {
  workload: { value: "NAME", about: `${workloads.join(", ")}; processes where it is left out` },
  store: { value: "NAME", about: `${stores.join(", ")}; sqlite where it is left out` },
  instances: { value: "N", about: "how many instances have to be done in the end; 200 where it is left out" },
  kills: { value: "N", about: "how often the process is killed; 50 where it is left out" },
  seed: { value: "K", about: "the same seed plans the same kills; by the clock where it is left out" },
  json: { value: "FILE", about: "also write the record into this file, in an array" },
}

const columns: ReadonlyArray<Column<CrashRecord>> = [
  { title: "store", width: 13, cell: ({ store }) => store, align: "left" },
  { title: "instances", width: 9, cell: ({ instances }) => `${instances}` },
  { title: "kills", width: 5, cell: ({ kills }) => `${kills}` },
  { title: "lost", width: 4, cell: ({ lost }) => `${lost}` },
  { title: "doubled", width: 7, cell: ({ doubled }) => `${doubled}` },
  { title: "stuck", width: 5, cell: ({ stuck }) => `${stuck}` },
  { title: "commits", width: 7, cell: ({ commits }) => `${commits}` },
  { title: "handler runs", width: 12, cell: ({ runs }) => `${runs}` },
  { title: "repeats", width: 7, cell: ({ repeats }) => `${repeats}` },
  { title: "retries", width: 7, cell: ({ retries }) => `${retries}` },
  { title: "seconds", width: 7, cell: ({ seconds }) => seconds.toFixed(1) },
]

const bankColumns: ReadonlyArray<Column<BankRecord>> = [
  { title: "store", width: 13, cell: ({ store }) => store, align: "left" },
  { title: "transfers", width: 9, cell: ({ instances }) => `${instances}` },
  { title: "kills", width: 5, cell: ({ kills }) => `${kills}` },
  { title: "lost", width: 4, cell: ({ lost }) => `${lost}` },
  { title: "doubled", width: 7, cell: ({ doubled }) => `${doubled}` },
  { title: "stuck", width: 5, cell: ({ stuck }) => `${stuck}` },
  { title: "entries", width: 7, cell: ({ entries }) => `${entries}` },
  { title: "balance", width: 15, cell: ({ sum, wholeSum }) => `${sum} of ${wholeSum}` },
  { title: "seconds", width: 7, cell: ({ seconds }) => seconds.toFixed(1) },
]

/** Runs the programme and gives its exit code: 1 where a promise was broken. */
export const crash = async (argv: ReadonlyArray<string>, print: (line: string) => void): Promise<number> => {
  const { flag, count, text, word, positionals } = readOptions(argv, options)
  if (flag("help")) {
    print(
      helpText(
        "pnpm crash [options]",
        [
          "Kills real processes with SIGKILL at random moments until all instances are done, then proves",
          "on the store and on a ledger of side effects that nothing was lost and nothing was done twice.",
        ],
        options,
      ),
    )
    return 0
  }
  if (positionals.length > 0) throw new UsageError(`'${positionals[0]}' is not understood: give options only. --help lists them.`)
  const settings = {
    store: word("store", stores) ?? "sqlite",
    instances: count("instances") ?? 200,
    kills: count("kills") ?? 50,
    seed: count("seed") ?? (Date.now() % 1_000_000) + 1,
  }
  print(`seed ${settings.seed}`)
  const workload = word("workload", workloads) ?? "processes"
  const record = await withPostgres([settings.store], () =>
    inScratchFolder(async (folder): Promise<CrashRecord | BankRecord> => {
      const run = { ...settings, folder }
      if (workload === "processes") return showing(columns, await runCrash(run, print), print)
      return showing(bankColumns, await runBank(run, print), print)
    }),
  )
  for (const { kind, instance, what } of record.flaws.slice(0, 50)) print(`${kind}: ${instance}: ${what}`)
  const json = text("json")
  if (json !== undefined) writeFileSync(json, `${JSON.stringify([record], undefined, 2)}\n`)
  if (record.flaws.length === 0) return 0
  print(
    `To repeat it: pnpm crash --workload ${workload} --store ${record.store} --instances ${record.instances} --kills ${settings.kills} --seed ${record.seed}`,
  )
  return 1
}

const showing = <R>(columns: ReadonlyArray<Column<R>>, record: R, print: (line: string) => void): R => {
  print(headOf(columns))
  print(rowOf(columns, record))
  return record
}

/**
 * `pnpm bench --peers`: chooses who takes part in what, runs the contest, prints and keeps its records.
 */
import { writeFileSync } from "node:fs"
import { cpus, loadavg } from "node:os"
import { inScratchFolder } from "../../inScratchFolder.ts"
import { UsageError } from "../../Options.ts"
import { type StoreName, storeNames } from "../../StoreName.ts"
import { headOf, rowOf } from "../../Table.ts"
import { withPostgres } from "../../withPostgres.ts"
import { type BenchRecord, contestColumns } from "../BenchRecord.ts"
import { wornIn } from "../wornIn.ts"
import { contest } from "./contest.ts"
import { peers } from "./contestants.ts"
import { installPeers } from "./installPeers.ts"
import { contestWorkloads } from "./workloads.ts"

export interface ContestOptions {
  /** Of workloads and of peers; those that are not named at all all take part. */
  readonly names: ReadonlyArray<string>
  readonly store: StoreName | undefined
  readonly rounds: number
  readonly json: string | undefined
  readonly print: (line: string) => void
}

/** Runs it and gives the exit code: 0 also where an aim was missed, 1 where a contestant failed. */
export const runContest = async ({ names, store, rounds, json, print }: ContestOptions): Promise<number> => {
  const workloads = chosen(contestWorkloads, ({ workload }) => workload, names)
  const rivals = chosen(peers, ({ name }) => name, names)
  const known = new Set([...contestWorkloads.map(({ workload }) => workload), ...peers.map(({ name }) => name)])
  const unknown = names.find((name) => !known.has(name))
  if (unknown !== undefined) throw new UsageError(`There is no workload and no peer '${unknown}': give some of ${[...known].join(", ")}.`)
  installPeers(print)
  const stores = (store === undefined ? storeNames : [store]).filter((name) => rivals.some((peer) => peer.store === name))
  print(`Node ${process.version}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(2)}, ${rounds} rounds, ours and theirs in turns`)
  print(headOf(contestColumns))
  const records: Array<BenchRecord> = []
  await withPostgres(stores, async (server) => {
    await wornIn(server)
    await inScratchFolder(async (folder) => {
      for await (const record of contest({ workloads, peers: rivals, stores, rounds, print, folder, server })) {
        records.push(record)
        print(rowOf(contestColumns, record))
        if (json !== undefined) writeFileSync(json, `${JSON.stringify(records, undefined, 2)}\n`)
      }
    })
  })
  return records.some((record) => record.failed !== undefined) ? 1 : 0
}

/** Those that are named; all where none of them is. */
const chosen = <A>(all: ReadonlyArray<A>, nameOf: (each: A) => string, names: ReadonlyArray<string>): ReadonlyArray<A> => {
  const named = all.filter((each) => names.includes(nameOf(each)))
  return named.length === 0 ? all : named
}

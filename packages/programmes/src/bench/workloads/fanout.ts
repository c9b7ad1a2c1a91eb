/**
 * `fanout`: one instance that splits into many branches at once and joins them. A branch among 10,000 should cost
 * about what a branch among 100 costs.
 */
import { join } from "node:path"
import { type Does, type Flow, type ProcessBuilder, process } from "millrace"
import { type StoreName, storeLayer } from "../../StoreName.ts"
import { withMillrace } from "../../withMillrace.ts"
import { type BenchRecord, rssMB } from "../BenchRecord.ts"
import { median } from "../closedLoop.ts"
import type { Workload } from "../Workload.ts"

export const fanout: Workload = {
  name: "fanout",
  about: "1 → 10,000 branches: what one of them costs, to one of 100",
  run: async function* ({ folder, stores, instances = 10_000 }) {
    for (const store of stores ?? (["memory", "sqlite"] as const)) yield await measure(folder, store, instances)
  },
}

/** A branch whose step is made at run time: its variable is not known to the compiler. */
type Branch = (b: ProcessBuilder<{}, {}, "fan" | "start" | "end", never, never>) => Flow<{}, string, Does<string, "service", null>>

/** A process that splits into so many branches of one service task. */
const splitting = (branches: number) =>
  process(`fanout${branches}`, { version: 1 })
    .parallel(
      "fan",
      Object.fromEntries(
        Array.from({ length: branches }, (_, index): [string, Branch] => [
          `branch${index}`,
          (b) => b.serviceTask(`work${index}`, () => null),
        ]),
      ),
    )
    .end()

/** Milliseconds for each branch, the median of so many instances one after another. */
const costOf = async (folder: string, store: StoreName, branches: number, instances: number): Promise<number> => {
  const split = splitting(branches)
  return withMillrace(storeLayer(store, join(folder, `fanout-${store}-${branches}.db`)), split, async (millrace) => {
    const costs: Array<number> = []
    // The first one warms up.
    for (let each = 0; each <= instances; each++) {
      const from = performance.now()
      const handle = await millrace.start(split, {})
      await handle.result()
      if (each > 0) costs.push((performance.now() - from) / branches)
    }
    return median(costs)
  })
}

const measure = async (folder: string, store: StoreName, branches: number): Promise<BenchRecord> => {
  const few = Math.max(1, Math.floor(branches / 100))
  const fewCost = await costOf(folder, store, few, 100)
  const manyCost = await costOf(folder, store, branches, 3)
  const growth = manyCost / fewCost
  return {
    workload: "fanout",
    store,
    inFlight: 1,
    n: branches,
    perSecond: 1000 / manyCost,
    floorPerSecond: null,
    ratio: growth,
    p50Ms: manyCost * branches,
    p99Ms: null,
    rssMB: rssMB(),
    fewBranches: few,
    fewPerSecond: 1000 / fewCost,
    growth,
    aims: [{ aim: `a branch of ${branches} costs at most 1.5 times one of ${few}`, met: growth <= 1.5 }],
  }
}

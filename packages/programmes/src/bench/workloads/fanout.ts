/**
 * `fanout`: one instance that splits into many branches at once and joins them. A branch among 10,000 should cost
 * about what a branch among 100 costs.
 */
import { join } from "node:path"
import { type Does, type Flow, type ProcessBuilder, process } from "millrace"
import { type StoreName, storeLayer } from "../../StoreName.ts"
import { withMillrace } from "../../withMillrace.ts"
import { type BenchRecord, rssMB } from "../BenchRecord.ts"
import { median, type Runnable } from "../closedLoop.ts"
import type { Workload } from "../Workload.ts"

export const fanout: Workload = {
  name: "fanout",
  about: "1 → 1,000 and 10,000 branches: what one of them costs, to one of a hundredth as many",
  run: async function* ({ folder, stores, instances }) {
    for (const store of stores ?? (["memory", "sqlite", "postgres"] as const)) {
      for (const branches of instances === undefined ? [1_000, 10_000] : [instances]) yield await measure(folder, store, branches)
    }
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

const rounds = 5

const measure = async (folder: string, store: StoreName, branches: number): Promise<BenchRecord> => {
  const few = Math.max(1, Math.floor(branches / 100))
  const narrow = splitting(few)
  const wide = splitting(branches)
  const costs = await withMillrace(storeLayer(store, join(folder, `fanout-${store}-${branches}.db`)), [narrow, wide], async (millrace) => {
    /** Milliseconds for each branch, in so many instances one after another. */
    const costOf = async (process: Runnable, size: number, instances: number): Promise<number> => {
      const from = performance.now()
      for (let each = 0; each < instances; each++) {
        const handle = await millrace.start(process, {})
        await handle.result()
      }
      return (performance.now() - from) / (size * instances)
    }
    // As many branches on either side, so that the garbage of both is collected within its own time.
    const round = async () => ({ few: await costOf(narrow, few, Math.round(branches / few)), many: await costOf(wide, branches, 1) })
    await round()
    const measured = []
    for (let each = 0; each < rounds; each++) measured.push(await round())
    return measured
  })
  const manyCost = median(costs.map(({ many }) => many))
  const fewCost = median(costs.map(({ few }) => few))
  const growth = median(costs.map(({ few, many }) => many / few))
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
    aims: [
      { aim: `a branch of ${branches} costs at most 1.5 times one of ${few}`, met: growth <= 1.5 },
      ...(branches === 10_000
        ? [{ aim: `10,000 within 1 s (${Math.round(manyCost * branches)} ms)`, met: manyCost * branches < 1_000 }]
        : []),
      ...(branches === 1_000
        ? [{ aim: `1,000 within 100 ms (${Math.round(manyCost * branches)} ms)`, met: manyCost * branches < 100 }]
        : []),
    ],
  }
}

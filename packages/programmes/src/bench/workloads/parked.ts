/**
 * `parked`: instances asleep on a timer, in a process of its own. An idle instance should cost no memory: it is rows.
 */
import { join } from "node:path"
import { startChild } from "../../Child.ts"
import type { BenchRecord } from "../BenchRecord.ts"
import type { ParkedMessage } from "../children/parked.ts"
import type { Workload } from "../Workload.ts"

export const parked: Workload = {
  name: "parked",
  about: "100,000 instances asleep on a timer: by how much the memory of the process grows",
  run: async function* ({ folder, stores, inFlight = 100, instances = 100_000 }) {
    for (const store of stores ?? (["sqlite"] as const)) {
      const file = join(folder, `parked-${store}.db`)
      const child = startChild<ParkedMessage>("bench/children/parked.ts", [store, file, `${instances}`, `${inFlight}`], {
        execArgv: ["--expose-gc"],
      })
      const { before, after, seconds } = await child.next()
      await child.ended
      const rssGrowthMB = (after.rss - before.rss) / 1e6
      const record: BenchRecord = {
        workload: "parked",
        store,
        inFlight,
        n: instances,
        perSecond: instances / seconds,
        floorPerSecond: null,
        ratio: null,
        p50Ms: null,
        p99Ms: null,
        rssMB: Math.round(after.rss / 1e6),
        rssGrowthMB,
        heapGrowthMB: (after.heap - before.heap) / 1e6,
        aims: [{ aim: `memory grows by less than 100 MB (by ${rssGrowthMB.toFixed(1)})`, met: rssGrowthMB < 100 }],
      }
      yield record
    }
  },
}

/**
 * `recovery`: instances in flight, the process killed with SIGKILL and started again: how long until all are done.
 * The time counts from the start of the second process: its own start, and the lease of the dead one, are in it. The
 * aim is about what Millrace does: it counts from when the code is loaded.
 */
import { join } from "node:path"
import { startChild } from "../../Child.ts"
import type { BenchRecord } from "../BenchRecord.ts"
import type { RecoveryMessage } from "../children/recovery.ts"
import type { Workload } from "../Workload.ts"

export const recovery: Workload = {
  name: "recovery",
  about: "1,000 and 10,000 instances in flight, killed and started again: seconds until all are done",
  run: async function* ({ folder, stores, inFlight = 100, instances }) {
    const sizes = instances === undefined ? [1_000, 10_000] : [instances]
    const places = (stores ?? (["sqlite", "postgres"] as const)).filter((store) => store !== "memory")
    for (const [store, instances] of places.flatMap((store) => sizes.map((size) => [store, size] as const))) {
      const args = [store, join(folder, `recovery-${store}-${instances}.db`), `${instances}`, `${inFlight}`]
      const first = startChild<RecoveryMessage>("bench/children/recovery.ts", ["begin", ...args])
      await first.next()
      first.process.kill("SIGKILL")
      await first.ended

      const from = performance.now()
      const second = startChild<RecoveryMessage>("bench/children/recovery.ts", ["finish", ...args])
      const opened = await second.next()
      const openSeconds = (performance.now() - from) / 1000
      const done = await second.next()
      const seconds = (performance.now() - from) / 1000
      const recovering = done.sinceLoaded / 1000
      await second.ended
      const record: BenchRecord = {
        workload: "recovery",
        store,
        inFlight: instances,
        n: instances,
        perSecond: instances / seconds,
        floorPerSecond: null,
        ratio: null,
        p50Ms: null,
        p99Ms: null,
        rssMB: Math.round(done.rss / 1e6),
        seconds,
        recoveringSeconds: recovering,
        openSeconds,
        foundOpen: opened.open,
        aims: [
          { aim: `all done (after ${seconds.toFixed(1)} s, ${recovering.toFixed(2)} s of it with the code loaded)`, met: done.open === 0 },
          ...(instances === 1_000 ? [{ aim: "1,000 within 0.5 s", met: recovering < 0.5 }] : []),
        ],
      }
      yield record
    }
  },
}

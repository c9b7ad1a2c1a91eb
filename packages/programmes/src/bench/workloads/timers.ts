/**
 * `timers`: instances that sleep ten seconds, in a process of its own: how long until all are accepted, how late each of
 * them wakes, and what memory that takes.
 */
import type { BenchRecord } from "../BenchRecord.ts"
import { oursOn } from "../contest/contestants.ts"
import { runContestant } from "../contest/runContestant.ts"
import { timersAims } from "../contest/workloads.ts"
import type { Workload } from "../Workload.ts"

export const timers: Workload = {
  name: "timers",
  about: "5,000 instances that sleep ten seconds: how many are accepted in a second, how late they wake (p50, p99), memory",
  run: async function* ({ folder, stores, inFlight = 100, instances = 5_000 }) {
    for (const store of stores ?? (["memory", "sqlite", "postgres"] as const)) {
      const task = { workload: "timers", n: instances, inFlight }
      const measured = await runContestant(oursOn(store), task, { folder, server: undefined })
      const record: BenchRecord = {
        ...measured,
        workload: "timers",
        store,
        inFlight,
        floorPerSecond: null,
        ratio: null,
        aims: timersAims(measured),
      }
      yield record
    }
  },
}

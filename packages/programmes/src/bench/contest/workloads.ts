/**
 * The workloads of the contest, and what ours is to reach in each.
 */
import type { Aim } from "../BenchRecord.ts"
import type { Measured } from "./compete.ts"
import type { ContestWorkload } from "./contest.ts"

const number = (measured: Measured, name: string): number => {
  const value = measured[name]
  return typeof value === "number" ? value : Number.NaN
}
const perSecond = (measured: Measured) => measured.perSecond
const milliseconds = (name: string) => (measured: Measured) => number(measured, name)
const nothingMore = () => ({})

export const contestWorkloads: ReadonlyArray<ContestWorkload> = [
  {
    workload: "sequence3",
    about: "instances of three steps, 100 in flight: how many in a second, p50 and p99",
    n: 20_000,
    inFlight: 100,
    figure: perSecond,
    smallerIsBetter: false,
    unit: "instances/s",
    more: nothingMore,
    aims: (own, best, store) => [
      ...(best === undefined ? [] : [store === "memory" ? ahead(own.perSecond > best) : tenTimes(own.perSecond / best)]),
      { aim: "p99 under 50 ms", met: (own.p99Ms ?? Number.POSITIVE_INFINITY) < 50 },
    ],
  },
  {
    workload: "fanout",
    about: "one instance that splits into 1,000 branches of one step each: milliseconds",
    n: 1_000,
    inFlight: 1,
    figure: milliseconds("p50Ms"),
    smallerIsBetter: true,
    unit: "ms",
    more: nothingMore,
    aims: (own, best, store) => [
      { aim: "under 100 ms", met: number(own, "p50Ms") < 100 },
      ...(store === "memory" && best !== undefined ? [ahead(number(own, "p50Ms") < best)] : []),
    ],
  },
  {
    workload: "loop",
    about: "one instance with a loop of 2,000 steps: how many steps in a second",
    n: 2_000,
    inFlight: 1,
    figure: perSecond,
    smallerIsBetter: false,
    unit: "steps/s",
    more: (measured) => ({ instances: number(measured, "instances") }),
    aims: (own, best) => (best === undefined ? [] : [ahead(own.perSecond > best)]),
  },
  {
    workload: "timers",
    about: "5,000 instances that sleep 10 seconds: how long until all are accepted, how late they wake, memory",
    n: 5_000,
    inFlight: 100,
    figure: milliseconds("acceptMs"),
    smallerIsBetter: true,
    unit: "ms to accept all",
    more: (measured) => ({
      acceptMs: number(measured, "acceptMs"),
      lagMs: number(measured, "lagMs"),
      worstLagMs: number(measured, "worstLagMs"),
      awake: number(measured, "awake"),
      growthMB: number(measured, "growthMB"),
    }),
    aims: (own, best, store) => [
      ...timersAims(own),
      ...(store === "memory" && best !== undefined ? [ahead(number(own, "acceptMs") < best)] : []),
    ],
  },
  {
    workload: "recovery",
    about: "1,000 instances in their first step, killed with SIGKILL, started again: milliseconds until all have ended",
    n: 1_000,
    inFlight: 100,
    figure: milliseconds("recoveryMs"),
    smallerIsBetter: true,
    unit: "ms until all ended",
    durableOnly: true,
    more: (measured) => ({
      recoveryMs: number(measured, "recoveryMs"),
      loadedMs: number(measured, "loadedMs"),
      openedMs: number(measured, "openedMs"),
      ended: number(measured, "ended"),
    }),
    aims: (own) => [
      { aim: "under 0.5 s once the code is loaded", met: number(own, "recoveryMs") - number(own, "loadedMs") < 500 },
      { aim: "all ended", met: number(own, "ended") === own.n },
    ],
  },
]

/** What sleepers are to reach. */
export const timersAims = (own: Measured): ReadonlyArray<Aim> => [
  { aim: "accepted within 1 s", met: number(own, "acceptMs") < 1_000 },
  {
    aim: `all awake within 100 ms of their due time (${number(own, "worstLagMs")})`,
    met: number(own, "worstLagMs") < 100 && number(own, "awake") === own.n,
  },
  { aim: `under 100 MB (${own.rssMB}, of it ${number(own, "growthMB")} for the sleepers)`, met: own.rssMB < 100 },
]

const ahead = (met: boolean) => ({ aim: "ahead of every peer", met })
const tenTimes = (times: number) => ({ aim: "ten times the fastest durable peer", met: times >= 10 })

/**
 * `sequence3`: instances of three service tasks that do nothing, in a closed loop. What is measured is the engine:
 * four commits for each instance, in groups of as many as are in flight.
 */
import { join } from "node:path"
import type { CommitBatch } from "@millrace/engine"
import { process } from "millrace"
import { type StoreName, storeLayer, storeNames } from "../../StoreName.ts"
import { withMillrace } from "../../withMillrace.ts"
import { type BenchRecord, rssMB } from "../BenchRecord.ts"
import { closedLoop, type LoopResult, median, quantile, type Runnable } from "../closedLoop.ts"
import { runFloor } from "../Floor.ts"
import { floorOf } from "../FloorGroup.ts"
import { recording } from "../Recording.ts"
import type { Workload } from "../Workload.ts"

export const sequence: Runnable = process("sequence3", { version: 1 })
  .serviceTask("one", () => null)
  .serviceTask("two", () => null)
  .serviceTask("three", () => null)
  .end()

const rounds = 3
/** A round ends here at the latest: one instance after another on a slow disk would take minutes. */
const longestRound = 4_000
/** This share of a round comes before what is measured, in ours and in the floor: prepared statements, first pages. */
const warmUpShare = 0.1

export const sequence3: Workload = {
  name: "sequence3",
  about: "instances of three service tasks that do nothing, 1, 10, 100 and 1,000 in flight",
  run: async function* ({ folder, stores, inFlight, instances = 20_000 }) {
    for (const store of stores ?? storeNames) {
      for (const each of inFlight === undefined ? [1, 10, 100, 1000] : [inFlight]) yield await measure(folder, store, each, instances)
    }
  },
}

/** Ours, floor, ours, floor …: the machine's moods meet both. */
const measure = async (folder: string, store: StoreName, inFlight: number, n: number): Promise<BenchRecord> => {
  const file = (name: string) => join(folder, `sequence3-${store}-${inFlight}-${name}.db`)
  const round = (name: string, batches?: Array<CommitBatch>): Promise<LoopResult> => {
    const layer = storeLayer(store, file(name))
    return withMillrace(batches === undefined ? layer : recording(layer, batches), [sequence], async (millrace) => {
      await closedLoop(millrace, sequence, { inFlight, n: Math.ceil(n * warmUpShare), milliseconds: longestRound * warmUpShare })
      return closedLoop(millrace, sequence, { inFlight, n, milliseconds: longestRound })
    })
  }

  // The first round tells what the floor has to write.
  const batches: Array<CommitBatch> = []
  await round("warm-up", batches)
  const groups = store === "memory" ? [] : floorOf(batches)
  batches.length = 0

  const results: Array<LoopResult> = []
  const floors: Array<number> = []
  for (let each = 1; each <= rounds; each++) {
    results.push(await round(`${each}`))
    if (store !== "memory") floors.push((await runFloor(store, file(`floor-${each}`), groups, warmUpShare)).perSecond)
  }

  const speeds = results.map(({ n, milliseconds }) => (n / milliseconds) * 1000)
  const perSecond = median(speeds)
  const floorPerSecond = floors.length === 0 ? null : median(floors)
  const ratio = floors.length === 0 ? null : median(speeds.map((speed, index) => speed / (floors[index] ?? Number.NaN)))
  const isTheGoal = store === "sqlite" && inFlight === 100
  return {
    workload: "sequence3",
    store,
    inFlight,
    n: median(results.map(({ n }) => n)),
    perSecond,
    floorPerSecond,
    ratio,
    p50Ms: median(results.map(({ latencies }) => quantile(latencies, 0.5))),
    p99Ms: median(results.map(({ latencies }) => quantile(latencies, 0.99))),
    rssMB: rssMB(),
    aims: isTheGoal
      ? [
          { aim: "half of the floor", met: (ratio ?? 0) >= 0.5 },
          { aim: "6,700 per second", met: perSecond >= 6700 },
        ]
      : [],
    rounds: speeds.map((speed, index) => ({ perSecond: speed, floorPerSecond: floors[index] ?? null })),
  }
}

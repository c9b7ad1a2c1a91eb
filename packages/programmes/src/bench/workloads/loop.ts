/**
 * `loop`: many steps in one instance, one after another. The last of them should cost what the first ones cost: state
 * is committed data, and nothing is replayed. No other instance shares their commits, so the floor is the bare driver
 * writing the same rows, each commit on its own.
 */
import { join } from "node:path"
import type { CommitBatch } from "@millrace/engine"
import { process } from "millrace"
import { type StoreName, storeLayer } from "../../StoreName.ts"
import { withMillrace } from "../../withMillrace.ts"
import { type BenchRecord, rssMB } from "../BenchRecord.ts"
import { median } from "../closedLoop.ts"
import { runFloor } from "../Floor.ts"
import { floorOf } from "../FloorGroup.ts"
import { recording } from "../Recording.ts"
import type { Workload } from "../Workload.ts"

const rounds = 3

export const loop: Workload = {
  name: "loop",
  about: "10,000 steps in one instance: what the last thousand cost, to the first thousand",
  run: async function* ({ folder, stores, instances = 10_000 }) {
    for (const store of stores ?? (["memory", "sqlite", "postgres"] as const)) yield await measure(folder, store, instances)
  },
}

/** A counting loop that notes when each of its steps ran. */
const countingTo = (steps: number, times: Array<number>) =>
  process("loop", { version: 1 })
    .variable("count", 0)
    .repeat(
      "again",
      (b) =>
        b
          .serviceTask("step", () => {
            times.push(performance.now())
            return null
          })
          .update("count", ({ vars }) => vars.count + 1),
      { until: ({ vars }) => vars.count >= steps },
    )
    .end()

interface Round {
  readonly first: number
  readonly last: number
  readonly all: number
}

const measure = async (folder: string, store: StoreName, steps: number): Promise<BenchRecord> => {
  const part = Math.max(1, Math.floor(steps / 10))
  const file = (on: StoreName, name: string) => join(folder, `loop-${on}-${name}.db`)
  const round = async (on: StoreName, name: string, batches: Array<CommitBatch> = []): Promise<Round> => {
    const times: Array<number> = []
    const counting = countingTo(steps, times)
    await withMillrace(recording(storeLayer(on, file(on, name)), batches), [counting], async (millrace) => {
      const handle = await millrace.start(counting, {})
      await handle.result()
      times.push(performance.now())
    })
    const at = (index: number) => times.at(index) ?? Number.NaN
    return { first: at(part) - at(0), last: at(-1) - at(-1 - part), all: at(-1) - at(0) }
  }
  // Only what has been compiled well shows what a step costs: in memory that takes no time.
  for (const name of ["warm-up 1", "warm-up 2", "warm-up 3"]) await round("memory", name)
  const results: Array<Round> = []
  const floors: Array<number> = []
  // Ours, floor, ours, floor …: the machine's moods meet both.
  for (let each = 1; each <= rounds; each++) {
    const batches: Array<CommitBatch> = []
    results.push(await round(store, `${each}`, batches))
    if (store !== "memory") floors.push((await runFloor(store, file(store, `floor-${each}`), floorOf(batches), 0.01)).commitsPerSecond)
  }
  const speeds = results.map(({ all }) => steps / (all / 1000))
  const share = floors.length === 0 ? null : median(speeds.map((speed, index) => speed / (floors[index] ?? Number.NaN)))
  const growth = median(results.map(({ first, last }) => last / first))
  return {
    workload: "loop",
    store,
    inFlight: 1,
    n: steps,
    perSecond: median(speeds),
    floorPerSecond: floors.length === 0 ? null : median(floors),
    ratio: share ?? growth,
    p50Ms: null,
    p99Ms: null,
    rssMB: rssMB(),
    firstMs: median(results.map(({ first }) => first)),
    lastMs: median(results.map(({ last }) => last)),
    growth,
    aims: [
      { aim: `the last ${part} cost at most 1.15 times the first ${part}`, met: growth <= 1.15 },
      ...(share === null ? [] : [{ aim: "60 % of the bare driver's own commits", met: share >= 0.6 }]),
    ],
  }
}

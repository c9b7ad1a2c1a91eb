/**
 * Where the time of `sequence3` goes: a CPU profile of the closed loop, summed by function and by package.
 */
import { Session } from "node:inspector/promises"
import { join } from "node:path"
import { type StoreName, storeLayer } from "../StoreName.ts"
import { withMillrace } from "../withMillrace.ts"
import { closedLoop } from "./closedLoop.ts"
import { type CpuProfile, type Place, selfTimes } from "./selfTimes.ts"
import { sequence } from "./workloads/sequence3.ts"

export interface ProfileSettings {
  readonly folder: string
  readonly store: StoreName
  readonly inFlight: number | undefined
  readonly instances: number | undefined
}

/** Runs the workload under the profiler and gives the lines of the report. */
export const profile = async ({ folder, store, inFlight = 100, instances = 20_000 }: ProfileSettings): Promise<ReadonlyArray<string>> => {
  const { taken, perSecond } = await withMillrace(storeLayer(store, join(folder, "profile.db")), [sequence], async (millrace) => {
    const run = (n: number) => closedLoop(millrace, sequence, { inFlight, n, milliseconds: Number.POSITIVE_INFINITY })
    await run(Math.ceil(instances / 4))
    const session = new Session()
    session.connect()
    await session.post("Profiler.enable")
    await session.post("Profiler.setSamplingInterval", { interval: 200 })
    await session.post("Profiler.start")
    const { n, milliseconds } = await run(instances)
    const { profile } = await session.post("Profiler.stop")
    session.disconnect()
    return { taken: profile as CpuProfile, perSecond: (n / milliseconds) * 1000 }
  })
  const { functions, packages } = selfTimes(taken)
  const lines = ({ name, share }: Place) => `  ${(share * 100).toFixed(1).padStart(5)} %  ${name}`
  return [
    `sequence3 on ${store}, ${inFlight} in flight, ${instances} instances: ${Math.round(perSecond)} per second under the profiler`,
    "",
    "Self time by function:",
    ...functions.slice(0, 25).map(lines),
    "",
    "Self time by package or folder:",
    ...packages.slice(0, 25).map(lines),
  ]
}

/**
 * Self time in a CPU profile of V8: how often the samples fell into a function, summed by function and by package.
 */
export interface CpuProfile {
  readonly nodes: ReadonlyArray<ProfileNode>
  /** Ids of nodes. */
  readonly samples?: ReadonlyArray<number>
  /** Microseconds since the sample before. */
  readonly timeDeltas?: ReadonlyArray<number>
}

interface ProfileNode {
  readonly id: number
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number }
}

/** A place in the code with its share of all time, 0 to 1. */
export interface Place {
  readonly name: string
  readonly share: number
}

export interface SelfTimes {
  /** The greatest first. */
  readonly functions: ReadonlyArray<Place>
  readonly packages: ReadonlyArray<Place>
}

/** Time in which nothing ran, or in which the profiler did, is left out. */
const idle = new Set(["(idle)", "(root)", "(program)"])

export const selfTimes = ({ nodes, samples = [], timeDeltas = [] }: CpuProfile): SelfTimes => {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]))
  const functions = new Map<string, number>()
  const packages = new Map<string, number>()
  let all = 0
  samples.forEach((id, index) => {
    const frame = frames.get(id)
    const time = timeDeltas[index] ?? 0
    if (frame === undefined || idle.has(frame.functionName) || frame.url === "node:inspector") return
    all += time
    const place = placeOf(frame.url)
    add(
      functions,
      frame.url === "" ? frame.functionName || "(native)" : `${frame.functionName || "(anonymous)"} ${place}:${frame.lineNumber + 1}`,
      time,
    )
    add(
      packages,
      frame.url === "" ? (frame.functionName === "(garbage collector)" ? "garbage collector" : "V8 and native") : folderOf(place),
      time,
    )
  })
  const shares = (sums: ReadonlyMap<string, number>): ReadonlyArray<Place> =>
    [...sums].map(([name, time]) => ({ name, share: time / all })).sort((a, b) => b.share - a.share)
  return { functions: shares(functions), packages: shares(packages) }
}

const add = (sums: Map<string, number>, name: string, time: number): void => {
  sums.set(name, (sums.get(name) ?? 0) + time)
}

/** A path that says which package a file is of, without where on the machine it is. */
const placeOf = (url: string): string => /(?:.*\/node_modules\/|.*\/(?=(?:packages|plugins)\/))(.*)/.exec(url)?.[1] ?? url

/** `packages/engine/src/jobs`, `effect`, `node:sqlite`. */
const folderOf = (place: string): string => {
  if (place.startsWith("node:")) return place
  const parts = place.split("/")
  if (parts[0] === "packages" || parts[0] === "plugins") return parts.slice(0, -1).join("/")
  return parts.slice(0, parts[0]?.startsWith("@") === true ? 2 : 1).join("/")
}

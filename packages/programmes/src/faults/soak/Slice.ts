/**
 * One stretch of a soak: what it took, and what a growing number would say.
 */
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import type { Column } from "../../Table.ts"

export interface Slice {
  /** Minutes since the beginning, at its end. */
  readonly minute: number
  /** Instances that have ended by then. */
  readonly instances: number
  /** Milliseconds from the start of an instance of three steps until its result. */
  readonly latencies: ReadonlyArray<number>
  /** Milliseconds for a fixed piece of computing and a write to the disk: how slow the machine itself was meanwhile. */
  readonly machine: ReadonlyArray<number>
  /** What is left after everything unused was collected. */
  readonly heapMB: number
  readonly rssMB: number
}

export const sliceColumns: ReadonlyArray<Column<Slice>> = [
  { title: "minute", width: 6, cell: ({ minute }) => minute.toFixed(1) },
  { title: "instances", width: 9, cell: ({ instances }) => `${instances}` },
  { title: "p50 ms", width: 7, cell: ({ latencies }) => quantile(latencies, 0.5).toFixed(1) },
  { title: "p99 ms", width: 7, cell: ({ latencies }) => quantile(latencies, 0.99).toFixed(1) },
  { title: "machine ms", width: 10, cell: ({ machine }) => quantile(machine, 0.5).toFixed(1) },
  { title: "heap MB", width: 7, cell: ({ heapMB }) => heapMB.toFixed(1) },
  { title: "RSS MB", width: 7, cell: ({ rssMB }) => rssMB.toFixed(0) },
]

export const quantile = (values: ReadonlyArray<number>, share: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

const mean = (values: ReadonlyArray<number>): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)

/** Collects what nobody uses, so that what is left is what is held. */
export const collectGarbage = (): void => {
  setFlagsFromString("--expose-gc")
  const collect = runInNewContext("gc") as () => void
  collect()
}

/** Figures of the last third beside those of the second; the first third is for warming up. */
export interface Growth {
  readonly what: string
  readonly second: number
  readonly last: number
  readonly tooMuch: boolean
}

/** By how much the last third may be above the second one, and what is too little to be told from noise. */
const factor = 1.2
const noise = { ms: 5, MB: 10 }

export const growthOf = (slices: ReadonlyArray<Slice>): ReadonlyArray<Growth> => {
  const third = Math.floor(slices.length / 3)
  const [second, last] = [slices.slice(-2 * third, -third), slices.slice(-third)]
  /** `slower`: what others did to the machine meanwhile is not held against the engine. */
  const compare = (what: string, unit: "ms" | "MB", of: (slices: ReadonlyArray<Slice>) => number, slower = 1): Growth => {
    const [before, after] = [of(second), of(last)]
    return {
      what: `${what} ${unit}`,
      second: before,
      last: after,
      tooMuch: after > before * factor * Math.max(1, slower) && after - before > noise[unit],
    }
  }
  const pooled = (share: number, of: (slice: Slice) => ReadonlyArray<number>) => (some: ReadonlyArray<Slice>) =>
    quantile(some.flatMap(of), share)
  const latency = (what: string, share: number): Growth => {
    const machine = pooled(share, (slice) => slice.machine)
    return compare(
      what,
      "ms",
      pooled(share, (slice) => slice.latencies),
      machine(last) / machine(second),
    )
  }
  return [
    latency("p50", 0.5),
    latency("p99", 0.99),
    compare("heap", "MB", (some) => mean(some.map(({ heapMB }) => heapMB))),
    compare("RSS", "MB", (some) => mean(some.map(({ rssMB }) => rssMB))),
  ]
}

/** By how many kilobytes the heap grows with each thousand instances, over the last two thirds: a straight line through them. */
export const slopeOf = (slices: ReadonlyArray<Slice>): number => {
  const some = slices.slice(-2 * Math.floor(slices.length / 3))
  const x = mean(some.map(({ instances }) => instances))
  const y = mean(some.map(({ heapMB }) => heapMB))
  const above = some.reduce((sum, { instances, heapMB }) => sum + (instances - x) * (heapMB - y), 0)
  const below = some.reduce((sum, { instances }) => sum + (instances - x) ** 2, 0)
  return below === 0 ? 0 : (above / below) * 1000 * 1024
}

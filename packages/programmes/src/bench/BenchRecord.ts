/**
 * What a workload measured: one object in the JSON file, one line on the terminal.
 */

import type { StoreName } from "../StoreName.ts"
import type { Column } from "../Table.ts"

export interface BenchRecord {
  readonly workload: string
  readonly store: StoreName
  readonly inFlight: number
  /** Instances, or steps or branches of one instance, that were measured. */
  readonly n: number
  /** Of these, in a second. */
  readonly perSecond: number
  /** What the bare driver does with the same rows; null where nothing is written or compared. */
  readonly floorPerSecond: number | null
  /** `perSecond` to the floor; without a floor the growth of cost that the workload is about; else null. */
  readonly ratio: number | null
  /** From start to result of an instance. */
  readonly p50Ms: number | null
  readonly p99Ms: number | null
  /** Of the process that ran the engine. */
  readonly rssMB: number
  readonly aims: ReadonlyArray<Aim>
  /** Who was measured, in the contest; ours alone elsewhere. */
  readonly peer?: string
  /** Whatever else was measured. */
  readonly [measured: string]: unknown
}

/** What was aimed at, and whether it was reached. */
export interface Aim {
  readonly aim: string
  readonly met: boolean
}

export const rssMB = (): number => Math.round(process.memoryUsage.rss() / 1e6)

/** A number with as many digits as it has meaning. */
export const rounded = (value: number): number => (Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)))

const number = (value: number | null): string => (value === null ? "-" : rounded(value).toLocaleString("en-US"))

const aimsOf = (aims: ReadonlyArray<Aim>): string => aims.map(({ aim, met }) => `${met ? "met" : "NOT MET"}: ${aim}`).join("; ")

/** How records stand on the terminal. */
export const benchColumns: ReadonlyArray<Column<BenchRecord>> = [
  { title: "workload", width: 10, cell: ({ workload }) => workload, align: "left" },
  { title: "store", width: 13, cell: ({ store }) => store, align: "left" },
  { title: "in flight", width: 9, cell: ({ inFlight }) => number(inFlight) },
  { title: "n", width: 7, cell: ({ n }) => number(n) },
  { title: "per second", width: 10, cell: ({ perSecond }) => number(perSecond) },
  { title: "floor", width: 8, cell: ({ floorPerSecond }) => number(floorPerSecond) },
  { title: "ratio", width: 6, cell: ({ ratio }) => (ratio === null ? "-" : ratio.toFixed(2)) },
  { title: "p50 ms", width: 7, cell: ({ p50Ms }) => number(p50Ms) },
  { title: "p99 ms", width: 7, cell: ({ p99Ms }) => number(p99Ms) },
  { title: "rss MB", width: 6, cell: ({ rssMB }) => number(rssMB) },
  {
    title: "aims",
    width: 4,
    cell: ({ aims }) => aimsOf(aims),
    align: "left",
  },
]

/** How records of the contest stand on the terminal. */
export const contestColumns: ReadonlyArray<Column<BenchRecord>> = [
  { title: "workload", width: 9, cell: ({ workload }) => workload, align: "left" },
  { title: "store", width: 8, cell: ({ store }) => store, align: "left" },
  { title: "who", width: 21, cell: ({ peer }) => String(peer), align: "left" },
  { title: "figure", width: 8, cell: ({ figure }) => number(typeof figure === "number" ? figure : null) },
  { title: "", width: 18, cell: ({ unit }) => String(unit), align: "left" },
  { title: "ours is better by", width: 17, cell: ({ ratio }) => (ratio === null ? "-" : `${ratio.toFixed(1)} times`) },
  { title: "p50 ms", width: 7, cell: ({ p50Ms }) => number(p50Ms) },
  { title: "p99 ms", width: 7, cell: ({ p99Ms }) => number(p99Ms) },
  { title: "rss MB", width: 6, cell: ({ rssMB }) => number(rssMB) },
  { title: "aims", width: 4, cell: ({ aims, failed }) => (failed === undefined ? aimsOf(aims) : "FAILED"), align: "left" },
]

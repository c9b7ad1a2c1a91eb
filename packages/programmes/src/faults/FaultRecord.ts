/**
 * What one fault run tells: a row of the report.
 */
import { countFlaws, type Flaw } from "../proof/Flaw.ts"
import type { Column } from "../Table.ts"

export interface FaultRecord {
  /** What was done to it. */
  readonly fault: string
  readonly store: string
  readonly instances: number
  /** Processes that were killed, servers that went away, connections that were cut, disks that were full. */
  readonly crashes: number
  readonly lost: number
  readonly doubled: number
  readonly stuck: number
  readonly seconds: number
  readonly flaws: ReadonlyArray<Flaw>
  /** What was promised beside that and did not hold, such as flat memory. */
  readonly misses: ReadonlyArray<string>
  /** What else was measured or counted. */
  readonly details: Readonly<Record<string, number | string>>
}

export const columns: ReadonlyArray<Column<FaultRecord>> = [
  { title: "fault", width: 30, cell: ({ fault }) => fault, align: "left" },
  { title: "store", width: 8, cell: ({ store }) => store, align: "left" },
  { title: "instances", width: 9, cell: ({ instances }) => `${instances}` },
  { title: "crashes", width: 7, cell: ({ crashes }) => `${crashes}` },
  { title: "lost", width: 4, cell: ({ lost }) => `${lost}` },
  { title: "doubled", width: 7, cell: ({ doubled }) => `${doubled}` },
  { title: "stuck", width: 5, cell: ({ stuck }) => `${stuck}` },
  { title: "seconds", width: 7, cell: ({ seconds }) => seconds.toFixed(1) },
  { title: "", width: 0, cell: ({ details }) => detailsOf(details), align: "left" },
]

const detailsOf = (details: FaultRecord["details"]): string =>
  Object.entries(details)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ")

/** Makes a record of what was counted and what was found. */
export const faultRecord = (
  { fault, store, instances, crashes }: Pick<FaultRecord, "fault" | "store" | "instances" | "crashes">,
  flaws: ReadonlyArray<Flaw>,
  from: number,
  details: FaultRecord["details"] = {},
): FaultRecord => ({
  fault,
  store,
  instances,
  crashes,
  ...countFlaws(flaws),
  seconds: (performance.now() - from) / 1000,
  flaws,
  misses: [],
  details,
})

/**
 * What every part of the fault programme is given.
 */
import type { FaultRecord } from "./FaultRecord.ts"

export interface FaultRun {
  /** For the files of this run; removed afterwards. */
  readonly folder: string
  readonly stores: ReadonlyArray<"sqlite" | "postgres">
  /** Seeds what is done at random. */
  readonly seed: number
  /** Of the matrix: every Nth boundary. */
  readonly every: number
  /** Only examples and faults whose name has this in it. */
  readonly only: string
  /** Of the soak. */
  readonly minutes: number
  /** Prints a line. */
  readonly say: (line: string) => void
  /** Prints a row of the report. */
  readonly report: (record: FaultRecord) => void
}

/**
 * A workload: something that is measured on one or several stores.
 */
import type { StoreName } from "../StoreName.ts"
import type { BenchRecord } from "./BenchRecord.ts"

export interface BenchSettings {
  /** Where files are made. */
  readonly folder: string
  /** Undefined leaves the choice to the workload. */
  readonly stores: ReadonlyArray<StoreName> | undefined
  readonly inFlight: number | undefined
  readonly instances: number | undefined
}

export interface Workload {
  readonly name: string
  /** For the help text. */
  readonly about: string
  /** It knows no store: no server is started for it, and it runs once. */
  readonly storeless?: true
  readonly run: (settings: BenchSettings) => AsyncIterable<BenchRecord>
}

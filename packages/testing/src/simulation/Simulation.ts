/**
 * A simulation and its outcome.
 */
import type { Store } from "@millrace/engine/store"
import type { FaultKind } from "./Storm.ts"

export interface SimulationOptions {
  /** The same seed gives the same simulation. */
  readonly seed: number
  /** So many things happen before the faults stop; 60 to 300 by the seed where it is left out. */
  readonly steps?: number
  /** Faults that do not happen: to find out which one it takes. */
  readonly without?: ReadonlyArray<FaultKind>
  /** An empty store; a new memory store where it is left out. */
  readonly store?: Store["Service"]
  /** The store is an SQL database: commits may be torn in the middle. */
  readonly tears?: boolean
}

export interface SimulationOutcome {
  readonly seed: number
  readonly ok: boolean
  readonly instances: number
  readonly commits: number
  readonly faults: number
  /** How often each fault happened. */
  readonly kinds: Readonly<Partial<Record<FaultKind, number>>>
  /** Lives of engines. */
  readonly lives: number
  /** Calls of handlers. */
  readonly calls: number
  /** Digest of everything that was committed, in order: the same for the same seed. */
  readonly trace: string
  /** So many things happened before the faults stopped. */
  readonly steps: number
  /** What did not hold, and the line that repeats it. */
  readonly error?: string
}

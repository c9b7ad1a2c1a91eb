/**
 * A simulation and its outcome.
 */
export interface SimulationOptions {
  /** The same seed gives the same simulation. */
  readonly seed: number
  /** So many things happen before the faults stop; 60 to 200 by the seed where it is left out. */
  readonly steps?: number
}

export interface SimulationOutcome {
  readonly seed: number
  readonly ok: boolean
  readonly instances: number
  readonly commits: number
  readonly faults: number
  /** Lives of engines. */
  readonly lives: number
  /** Calls of handlers. */
  readonly calls: number
  /** What did not hold, and the line that repeats it. */
  readonly error?: string
}

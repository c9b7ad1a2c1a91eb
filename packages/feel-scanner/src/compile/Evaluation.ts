/**
 * An evaluation of many texts that call each other, as a decision model is: one clock, one list of diagnostics, one limit for all of them.
 */
import type { Diagnostic } from "../Diagnostic.ts"
import type { CallSite } from "../values/FeelFunction.ts"
import { limitReached, messageOf } from "../values/Meter.ts"
import { defaultLimits, type Limits, Run } from "./Run.ts"

/** What an evaluation runs with. All of it may be left out. */
export interface EvaluationOptions {
  readonly limits?: Partial<Limits>
  readonly clock?: () => number
  readonly zone?: string
}

/** One evaluation of many texts. */
export class Evaluation {
  private readonly run: Run

  constructor(options: EvaluationOptions = {}) {
    this.run = new Run({ ...defaultLimits, ...options.limits }, options.clock ?? Date.now, options.zone ?? "UTC")
  }

  /** For programs (`within`) and functions (`invoke`) that take part in it. */
  get site(): CallSite {
    return this.run
  }

  /** What went wrong so far. */
  get diagnostics(): ReadonlyArray<Diagnostic> {
    return this.run.diagnostics ?? []
  }

  /** Does the work; where it reaches a limit, that becomes a diagnostic, and `otherwise` the result. */
  guarded<A>(work: () => A, otherwise: A): A {
    const depth = this.run.depth
    try {
      return work()
    } catch (error) {
      if (!limitReached(error)) throw error
      this.run.depth = depth
      this.run.fail("LimitReached", messageOf(error))
      return otherwise
    }
  }
}

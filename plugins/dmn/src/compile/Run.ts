/**
 * One evaluation of a decision: what is known so far, what went wrong, and what is told about it.
 */
import { type CallSite, Evaluation, type EvaluationOptions, type FeelContext, type FeelType, type FeelValue } from "@millrace/feel-scanner"
import type { DecisionDiagnostic, DecisionDiagnosticCode } from "./Diagnostic.ts"
import type { Node } from "./Node.ts"
import type { Trace } from "./Trace.ts"

/** A compiled expression: its value in a scope. */
export type Eval = (scope: FeelContext, run: Run) => FeelValue

/** A compiled expression with what is known of its type. */
export interface Compiled {
  readonly evaluate: Eval
  readonly type: FeelType
  /** The value, where it is the same in each evaluation. */
  readonly constant?: FeelValue
}

/** What the runs of one evaluation share. */
class Session {
  readonly evaluation: Evaluation
  readonly diagnostics: Array<DecisionDiagnostic> = []
  /** How many of FEEL's diagnostics have their place already. */
  taken = 0

  constructor(options: EvaluationOptions) {
    this.evaluation = new Evaluation(options)
  }
}

/** An evaluation, or the call of a decision service in one. */
export class Run {
  readonly site: CallSite
  /** The values of inputs and decisions that are known, by their nodes. */
  readonly values = new Map<Node, FeelValue>()
  /** Gives what the caller said for a node; undefined where that is nothing. */
  readonly given: (node: Node) => FeelValue | undefined
  readonly trace: Trace | null
  private readonly session: Session

  private constructor(session: Session, site: CallSite, given: (node: Node) => FeelValue | undefined, trace: Trace | null) {
    this.session = session
    this.site = site
    this.given = given
    this.trace = trace
  }

  /** A new evaluation. */
  static start(options: EvaluationOptions, given: (node: Node, run: Run) => FeelValue | undefined, trace: Trace | null): Run {
    const session = new Session(options)
    const run: Run = new Run(session, session.evaluation.site, (node) => given(node, run), trace)
    return run
  }

  /** A part of it in which inputs and decisions have other values. */
  inner(given: ReadonlyMap<Node, FeelValue>): Run {
    return new Run(this.session, this.site, (node) => given.get(node), this.trace)
  }

  /** Does the work; where that reaches a limit, it ends with null and a diagnostic. */
  guarded(work: () => FeelValue, place: string): FeelValue {
    const value = this.session.evaluation.guarded(work, null)
    this.locate(place)
    return value
  }

  /** What went wrong so far. */
  get diagnostics(): ReadonlyArray<DecisionDiagnostic> {
    return this.session.diagnostics
  }

  /** Notes why a value is null, and gives that null. */
  fail(place: string, code: DecisionDiagnosticCode, reason: string): null {
    this.locate(place)
    this.session.diagnostics.push({ code, reason, place })
    return null
  }

  /** Says where the expression stands whose evaluation just ended: that is the place of what FEEL noted since. */
  locate(place: string): void {
    const { session } = this
    const found = session.evaluation.diagnostics
    while (session.taken < found.length) {
      const diagnostic = found[session.taken++]
      if (diagnostic === undefined) continue
      const { code, reason, text, position } = diagnostic
      session.diagnostics.push({ code, reason, place, ...(text === "" ? {} : { text, position }) })
    }
  }
}

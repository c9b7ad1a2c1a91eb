/**
 * One evaluation: its diagnostics, its clock, and the work that is left to it.
 */
import type { Diagnostic, DiagnosticCode, Span } from "../Diagnostic.ts"
import { positionOf } from "../syntax/FeelSyntaxError.ts"
import type { CallSite } from "../values/FeelFunction.ts"
import type { FeelContext, FeelValue } from "../values/FeelValue.ts"
import { FeelLimitError } from "../values/Meter.ts"

/** How much an evaluation may do. */
export interface Limits {
  /** Items looked at and functions called. */
  readonly steps: number
  /** Functions that call functions. */
  readonly depth: number
  /** Characters of a string. */
  readonly text: number
}

/** What an evaluation gets unless the caller says otherwise. */
export const defaultLimits: Limits = { steps: 10_000_000, depth: 400, text: 16_000_000 }

const mostDiagnostics = 100

/** What is true of one evaluation. */
export class Run implements CallSite {
  diagnostics: Array<Diagnostic> | null = null
  /** The call that is being made. */
  span: Span = { text: "", start: 0, end: 0 }
  readonly zone: string
  readonly limits: Limits
  readonly longest: number
  /** How many functions are running inside each other. */
  depth = 0
  private steps: number
  private readonly clock: () => number
  private time: number | null = null

  constructor(limits: Limits, clock: () => number, zone: string) {
    this.limits = limits
    this.longest = limits.text
    this.steps = limits.steps
    this.clock = clock
    this.zone = zone
  }

  /** Makes it ready for another evaluation. */
  reset(): void {
    this.diagnostics = null
    this.steps = this.limits.steps
    this.depth = 0
    this.time = null
  }

  fail(code: DiagnosticCode, reason: string): null {
    return this.failAt(this.span, code, reason)
  }

  /** Notes why a part of a text is null, and gives that null. */
  failAt({ text, start, end }: Span, code: DiagnosticCode, reason: string): null {
    this.diagnostics ??= []
    if (this.diagnostics.length < mostDiagnostics) {
      const part = text.slice(start, Math.min(end, start + 100))
      this.diagnostics.push({ code, reason, text, position: positionOf(text, start), part })
    }
    return null
  }

  charge(steps: number): void {
    this.steps -= steps
    if (this.steps < 0) throw new FeelLimitError(`The evaluation took more than ${this.limits.steps} steps.`)
  }

  /** A function begins. */
  enter(): void {
    this.charge(1)
    if (++this.depth > this.limits.depth) throw new FeelLimitError(`Functions called each other more than ${this.limits.depth} deep.`)
  }

  /** A function ends. */
  leave(): void {
    this.depth--
  }

  /** A string that has just been made: refuses one that is too long. */
  made(text: string): string {
    if (text.length > this.limits.text) throw new FeelLimitError(`A string became longer than ${this.limits.text} characters.`)
    return text
  }

  now(): number {
    this.time ??= this.clock()
    return this.time
  }
}

/** The slots of one activation of a function, or of the whole text. */
export class Frame {
  inputs: FeelContext
  readonly slots: Array<FeelValue>
  readonly parent: Frame | null
  readonly run: CallSite

  constructor(inputs: FeelContext, slots: Array<FeelValue>, parent: Frame | null, run: CallSite) {
    this.inputs = inputs
    this.slots = slots
    this.parent = parent
    this.run = run
  }
}

/** A compiled expression. */
export type Eval = (frame: Frame) => FeelValue

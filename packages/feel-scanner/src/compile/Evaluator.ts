/**
 * Evaluations of one compiled text. The frame of the last one serves the next: most evaluations make nothing but their value.
 */
import type { Diagnostic } from "../Diagnostic.ts"
import type { CallSite } from "../values/FeelFunction.ts"
import type { FeelContext, FeelValue } from "../values/FeelValue.ts"
import { limitReached, messageOf } from "../values/Meter.ts"
import { type Eval, Frame, type Limits, Run } from "./Run.ts"

/** What an evaluation gives. */
export interface Outcome {
  readonly value: FeelValue
  /** What went wrong; empty where nothing did. */
  readonly diagnostics: ReadonlyArray<Diagnostic>
}

/** What an evaluation runs with. */
export interface EvaluatorOptions {
  readonly text: string
  readonly slots: number
  /** Whether the text makes functions, which need the frame they were made in. */
  readonly keepsFrames: boolean
  readonly limits: Limits
  readonly clock: () => number
  readonly zone: string
}

const nothing: FeelContext = Object.freeze({})
const none: ReadonlyArray<Diagnostic> = []

/** Evaluates one compiled text. */
export interface Evaluator {
  /** The value and the diagnostics. */
  readonly outcome: (context: FeelContext, input?: FeelValue) => Outcome
  /** The value alone. */
  readonly value: (context: FeelContext, input?: FeelValue) => FeelValue
  /** The value, as a part of another evaluation. */
  readonly within: (site: CallSite, context: FeelContext, input?: FeelValue) => FeelValue
}

/** Evaluations of a compiled text. */
export const evaluatorOf = (compiled: Eval, { text, slots, keepsFrames, limits, clock, zone }: EvaluatorOptions): Evaluator => {
  const newFrame = (site: CallSite): Frame => new Frame(nothing, new Array<FeelValue>(slots).fill(null), null, site)
  const run = new Run(limits, clock, zone)
  const frame = newFrame(run)
  const hasSlots = slots > 0
  let busy = false

  const ended = (error: unknown, at: Run): null => {
    if (!limitReached(error)) throw error
    return at.failAt({ text, start: 0, end: text.length }, "LimitReached", messageOf(error))
  }

  /** With a frame of its own: an external function may evaluate the same text again, and a function that is the value keeps its frame. */
  const alone = (context: FeelContext, input: FeelValue | undefined): Outcome => {
    const ownRun = new Run(limits, clock, zone)
    const own = newFrame(ownRun)
    own.inputs = context
    if (hasSlots) own.slots[0] = input ?? null
    let value: FeelValue = null
    try {
      value = compiled(own)
    } catch (error) {
      // Where this evaluation is inside of another of the same text, that one has to end too: it may be deep in a recursion.
      if (busy && error instanceof RangeError) throw error
      value = ended(error, ownRun)
    }
    return { value, diagnostics: ownRun.diagnostics ?? none }
  }

  const value = (context: FeelContext, input?: FeelValue): FeelValue => {
    if (busy || keepsFrames) return alone(context, input).value
    busy = true
    run.reset()
    frame.inputs = context
    if (hasSlots) frame.slots[0] = input ?? null
    try {
      return compiled(frame)
    } catch (error) {
      return ended(error, run)
    } finally {
      busy = false
      frame.inputs = nothing
    }
  }

  const within = (site: CallSite, context: FeelContext, input?: FeelValue): FeelValue => {
    const own = newFrame(site)
    own.inputs = context
    if (hasSlots) own.slots[0] = input ?? null
    site.enter()
    const result = compiled(own)
    site.leave()
    return result
  }

  const outcome = (context: FeelContext, input?: FeelValue): Outcome => {
    if (busy || keepsFrames) return alone(context, input)
    const result = value(context, input)
    return { value: result, diagnostics: run.diagnostics ?? none }
  }

  return { outcome, value, within }
}

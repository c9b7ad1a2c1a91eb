/**
 * Functions as values: built-in ones, those written in FEEL and those of the caller.
 */
import type { DiagnosticCode, Span } from "../Diagnostic.ts"
import type { FeelType } from "../types/FeelType.ts"
import { FeelObject, type Kind } from "./FeelObject.ts"
import type { FeelValue } from "./FeelValue.ts"
import type { Meter } from "./Meter.ts"

/** What a function learns about the evaluation that calls it, and what it owes to it. */
export interface CallSite extends Meter {
  /** Notes why the result of the present call is null, and gives that null. */
  readonly fail: (code: DiagnosticCode, reason: string) => null
  /** Notes why a part of a text is null, and gives that null. */
  readonly failAt: (span: Span, code: DiagnosticCode, reason: string) => null
  /** The part of the text that is being evaluated. */
  span: Span
  /** How long a string may be. */
  readonly longest: number
  /** Passes on a string that was made, unless it is too long. */
  readonly made: (text: string) => string
  /** A function written in FEEL begins, and ends: they may call each other only so deep. */
  readonly enter: () => void
  readonly leave: () => void
  /** The time of this evaluation in milliseconds since 1970. */
  readonly now: () => number
  /** The zone of `now` and `today`. */
  readonly zone: string
}

/** A parameter of a function. */
export interface FeelParameter {
  readonly name: string
  readonly type: FeelType
}

/** How a function is called: by position, or by the names of its parameters. */
export interface Arguments {
  readonly values: ReadonlyArray<FeelValue>
  /** The names of the values; null where they stand by position. */
  readonly names: ReadonlyArray<string> | null
}

/** A function. */
export class FeelFunction extends FeelObject {
  readonly kind: Kind = "function"
  readonly name: string
  /** The parameters; null for built-in functions that take more than one list of them. */
  readonly parameters: ReadonlyArray<FeelParameter> | null
  readonly result: FeelType
  /** Computes the result. */
  readonly invoke: (call: Arguments, site: CallSite) => FeelValue

  constructor(
    name: string,
    parameters: ReadonlyArray<FeelParameter> | null,
    result: FeelType,
    invoke: (call: Arguments, site: CallSite) => FeelValue,
  ) {
    super()
    this.name = name
    this.parameters = parameters
    this.result = result
    this.invoke = invoke
  }
}

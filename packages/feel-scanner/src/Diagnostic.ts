/**
 * Why a value is null: FEEL has no exceptions, so an evaluation notes what went wrong, and where.
 */
import type { Position } from "./syntax/FeelSyntaxError.ts"

/** What went wrong. */
export type DiagnosticCode =
  /** A name means nothing here. */
  | "UnknownName"
  /** A type has a name that nobody declared. */
  | "UnknownType"
  /** An operator has no meaning for values of these kinds. */
  | "TypeMismatch"
  /** A function got an argument that it does not take. */
  | "InvalidArgument"
  /** A function got too many or too few arguments, or names that it does not know. */
  | "WrongArguments"
  /** What is called is no function. */
  | "NoFunction"
  /** The value has no entry or property of this name. */
  | "NoEntry"
  /** A position lies outside of the list. */
  | "OutOfRange"
  /** A division by zero, or a number that is too large. */
  | "NoResult"
  /** A text in a literal means no date, time or duration. */
  | "InvalidLiteral"
  /** A context has two entries of one name. */
  | "DuplicateEntry"
  /** An external function is not on the list of those allowed, or failed. */
  | "ExternalFunction"
  /** The evaluation took too many steps, was nested too deeply or made too large a value. */
  | "LimitReached"

/** A part of a text. */
export interface Span {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** One thing that went wrong in an evaluation. */
export interface Diagnostic {
  readonly code: DiagnosticCode
  /** What was wrong, in a sentence. */
  readonly reason: string
  /** The whole text that was being evaluated. */
  readonly text: string
  /** Where in the text. */
  readonly position: Position
  /** The part of the text that gave null. */
  readonly part: string
}

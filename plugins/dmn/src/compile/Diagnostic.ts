/**
 * What went wrong in an evaluation: FEEL's diagnostics and those of the model around it, with the part of the model where it was.
 */
import type { DiagnosticCode, Position } from "@millrace/feel-scanner"

/** What went wrong: a code of FEEL, or one of the model. */
export type DecisionDiagnosticCode =
  | DiagnosticCode
  /** A text is no FEEL. */
  | "SyntaxError"
  /** A value is not of the type that is declared for it. */
  | "WrongType"
  /** The value of an input of a table is none of those that the table allows. */
  | "InputNotAllowed"
  /** What a rule gives is none of the values of the output. */
  | "OutputNotAllowed"
  /** More than one rule of a table with the hit policy UNIQUE matches. */
  | "SeveralRules"
  /** Rules of a table with the hit policy ANY match and differ. */
  | "RulesDiffer"
  /** A condition, or what a filter or an iterator asks of an item, is neither true nor false. */
  | "NoBoolean"
  /** What a filter or an iterator goes through is no list. */
  | "NoList"
  /** A decision or a function has no logic. */
  | "NoLogic"
  /** Decisions require each other in a circle. */
  | "RequirementCycle"
  /** The language of an expression is not FEEL. */
  | "UnknownLanguage"

/** One thing that went wrong in an evaluation. */
export interface DecisionDiagnostic {
  readonly code: DecisionDiagnosticCode
  /** What was wrong, in a sentence. */
  readonly reason: string
  /** The part of the model, such as `decision 'Risk', rule 3, input 'age'`. */
  readonly place: string
  /** The FEEL text, and where in it. */
  readonly text?: string
  readonly position?: Position
}

/** What is wrong with a part of a model, known before it is evaluated: that part gives null. */
export interface ModelProblem {
  readonly code: ModelProblemCode
  readonly message: string
  readonly place: string
  readonly line?: number
}

/** What can be wrong with a part of a model. */
export type ModelProblemCode =
  | "SyntaxError"
  | "UnknownType"
  | "TypeCycle"
  | "DuplicatePart"
  | "UnknownReference"
  | "UnknownImport"
  | "RequirementCycle"
  | "NoLogic"
  | "UnknownLanguage"

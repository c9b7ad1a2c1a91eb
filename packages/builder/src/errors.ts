/**
 * The errors of this package: what is wrong with a process that its types could not see.
 */
import type { Diagnostic } from "@millrace/kernel"

/** Codes of the diagnostics that the builder itself makes; those of the graph's validator stand beside them. */
export type BuilderDiagnosticCode =
  /** Two steps have one id, in branches that cannot see each other. */
  | "DuplicateStep"
  /** An id, a branch or a label is empty or has a character that names of parts are made with. */
  | "InvalidName"
  /** The version of a process is not a whole number from 1. */
  | "InvalidVersion"
  /** A step stands where every way before it has ended, nobody goes to a stretch of a graph, or an ad-hoc flow has no step. */
  | "UnreachableStep"
  /** A `goto` names a label that does not stand before it in its scope. */
  | "UnknownLabel"
  /** A choice names a branch that is not there, or a graph a stretch. */
  | "UnknownBranch"
  /** Branches set one variable with different schemas, so that nobody can tell how to read it. */
  | "VariableSchemasDiffer"
  /** The input is not plain JSON, or made by a start event, and has no fields of which each could be read by itself. */
  | "InputNotByField"
  /** A sub-process with values that need a schema sometimes ends with an output and sometimes without. */
  | "MixedScopeValue"
  /** A timeout or a time to live is not a length of time, or a due date is no point in time. */
  | "InvalidDuration"
  /** A value is not what its schema describes, or a number of branches is one that can never be through. */
  | "InvalidValue"
  /** A method was given something else than it takes, or an option that it does not know. */
  | "MethodMisused"
  /** A mock stands for a step that is not there. */
  | "UnknownMock"
  /** A branch gave back another flow than the one it was given, or does not begin with its event. */
  | "ForeignFlow"

/** A process is not sound: thrown by `build`, with everything that is wrong and what to do about it. */
export class ProcessDefinitionError extends Error {
  readonly _tag = "ProcessDefinitionError"
  readonly code = "ProcessInvalid"
  readonly diagnostics: ReadonlyArray<Diagnostic>
  constructor(process: string, diagnostics: ReadonlyArray<Diagnostic>) {
    super(`Process '${process}' cannot be built:\n${diagnostics.map(line).join("\n")}`)
    this.name = "ProcessDefinitionError"
    this.diagnostics = diagnostics
  }
}

const line = (diagnostic: Diagnostic): string =>
  `  - ${diagnostic.message}${diagnostic.hint === undefined ? "" : ` ${diagnostic.hint}`} [${diagnostic.code}${diagnostic.element === undefined ? "" : ` at ${diagnostic.element}`}]`

/** A function of this package was given something else than it takes. */
export class MisusedError extends TypeError {
  override readonly name = "MisusedError"
  readonly code = "MethodMisused"
}

/** A branch or a step gave back something else than it was to. */
export const foreignFlow = (of: string, message: string): ProcessDefinitionError =>
  new ProcessDefinitionError(of, [{ code: "ForeignFlow", severity: "error", element: of, message }])

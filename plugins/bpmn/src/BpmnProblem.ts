/**
 * What is wrong with a BPMN document, told with the element and its line before anything runs.
 */

/** What kind of thing is wrong. */
export type BpmnProblemCode =
  /** An element, an attribute or an event that the engine cannot execute. */
  | "NotExecutable"
  /** The XML has something that BPMN does not know at this place. */
  | "Unreadable"
  /** A reference leads to nothing, or to something of another kind. */
  | "ReferenceMissing"
  /** Two elements have one id. */
  | "DuplicateId"
  /** What an element needs in order to run is not there. */
  | "Incomplete"
  /** An expression is not of its language, or its language is not known. */
  | "ExpressionInvalid"
  /** A handler that a task needs is not given. */
  | "HandlerMissing"
  /** The process as a whole is not sound: joins that wait for ever, ways that lead nowhere. */
  | "Unsound"

/** One thing that is wrong. Warnings say what was left out of account; errors keep the process from being built. */
export interface BpmnProblem {
  readonly code: BpmnProblemCode
  readonly severity: "error" | "warning"
  /** The id of the element in the document. */
  readonly element: string | undefined
  /** The line of the document at which the element begins, from 1. */
  readonly line: number | undefined
  /** What is wrong, and what to do about it. */
  readonly message: string
}

/** The problem as one line of text. */
export const problemText = ({ line, element, message }: BpmnProblem): string =>
  `${line === undefined ? "" : `Line ${line}: `}${element === undefined ? "" : `'${element}': `}${message}`

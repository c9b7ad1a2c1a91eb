/**
 * What is wrong with a document or with a call: the only errors that this package throws.
 */
import { type BpmnProblem, problemText } from "./BpmnProblem.ts"

/** What was wrong. */
export type BpmnErrorCode =
  /** The text is no well-formed XML. */
  | "XmlMalformed"
  /** The text has what is refused in documents: a document type, and with it entities. */
  | "XmlRefused"
  /** The text is too long or nested too deeply. */
  | "XmlTooLarge"
  /** The XML is no BPMN 2.0. */
  | "NotBpmn"
  /** The document has no process of this name, or several and none is named. */
  | "ProcessUnknown"
  /** Parts of the document cannot be executed, or are wrong. */
  | "BpmnInvalid"
  /** A function was given something else than it takes, or an option that it does not know. */
  | "ArgumentInvalid"

/** What is wrong with a document, and where. */
export class BpmnError extends Error {
  readonly _tag = "BpmnError"
  override readonly name = "BpmnError"
  readonly code: BpmnErrorCode
  /** The line of the XML, where that is known. */
  readonly line: number | undefined
  /** All that was found. */
  readonly problems: ReadonlyArray<BpmnProblem>

  constructor(code: BpmnErrorCode, message: string, line?: number, problems: ReadonlyArray<BpmnProblem> = []) {
    super(line === undefined ? message : `Line ${line}: ${message}`)
    this.code = code
    this.line = line
    this.problems = problems
  }
}

/** The error for problems that keep a process from being built. */
export const invalid = (name: string, problems: ReadonlyArray<BpmnProblem>): BpmnError => {
  const shown = problems.slice(0, 8).map((problem) => `- ${problemText(problem)}`)
  const more = problems.length > shown.length ? [`- and ${problems.length - shown.length} more: see 'problems' of this error`] : []
  return new BpmnError("BpmnInvalid", [`The process '${name}' cannot run:`, ...shown, ...more].join("\n"), undefined, problems)
}

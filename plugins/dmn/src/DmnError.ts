/**
 * What is wrong with a model or with a call: the only errors that this package throws.
 */

/** What was wrong. */
export type DmnErrorCode =
  /** The text is no well-formed XML. */
  | "ModelMalformed"
  /** The text has what is refused in models: a document type, and with it entities. */
  | "ModelRefused"
  /** The text is too long or nested too deeply. */
  | "ModelTooLarge"
  /** The XML is no DMN of a version that is known. */
  | "NotDmn"
  /** A part of the model is missing or is not what the standard says. */
  | "ModelInvalid"
  /** No decision or service has this name. */
  | "DecisionUnknown"
  /** Two models have one namespace, or two decisions one name. */
  | "DecisionAmbiguous"
  /** A decision table in code has gaps, overlaps or rules that cannot be. */
  | "TableInvalid"
  /** A process decides, and the decision met an error. */
  | "DecisionFailed"
  /** A function was given something else than it takes. */
  | "ArgumentInvalid"

/** What is wrong with a model or with a call, and where. */
export class DmnError extends Error {
  readonly _tag = "DmnError"
  override readonly name = "DmnError"
  readonly code: DmnErrorCode
  /** The line of the XML, where that is known. */
  readonly line: number | undefined

  constructor(code: DmnErrorCode, message: string, line?: number) {
    super(line === undefined ? message : `Line ${line}: ${message}`)
    this.code = code
    this.line = line
  }
}

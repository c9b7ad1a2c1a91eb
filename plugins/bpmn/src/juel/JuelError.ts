/**
 * What is wrong with an expression, and where in its text.
 */

/** What was wrong. */
export type JuelErrorCode =
  /** The text is no expression of the subset that is taken here. */
  | "JuelSyntax"
  /** The text is too long or nested too deeply, or what it gives is. */
  | "JuelTooLarge"
  /** The expression cannot be evaluated on these variables. */
  | "JuelFailed"

/** The error of an expression `${…}`: in its text, or when it is evaluated. */
export class JuelError extends Error {
  readonly _tag = "JuelError"
  override readonly name = "JuelError"
  readonly code: JuelErrorCode
  /** Where in the text, from 1. */
  readonly line: number
  readonly column: number
  /** The variable that is not there, where that was wrong. */
  readonly missing: string | undefined

  constructor(code: JuelErrorCode, message: string, text: string, offset: number, missing?: string) {
    const before = text.slice(0, offset).split("\n")
    const column = (before.at(-1)?.length ?? 0) + 1
    super(`${message} (line ${before.length}, column ${column})`)
    this.code = code
    this.line = before.length
    this.column = column
    this.missing = missing
  }
}

/**
 * What is wrong with a text that is no FEEL: where, and what was expected there.
 */

/** A place in a text, line and column counted from 1, the offset from 0. */
export interface Position {
  readonly offset: number
  readonly line: number
  readonly column: number
}

/** The position of an offset. */
export const positionOf = (text: string, offset: number): Position => {
  const before = text.slice(0, offset).split(/\r\n|[\n\r]/)
  return { offset, line: before.length, column: (before.at(-1) ?? "").length + 1 }
}

/** The text is no FEEL. */
export class FeelSyntaxError extends Error {
  readonly _tag = "FeelSyntaxError"
  override readonly name = "FeelSyntaxError"
  readonly code = "FeelSyntaxError"
  readonly text: string
  readonly position: Position
  /** What would have been right at that place. */
  readonly expected: ReadonlyArray<string>
  readonly found: string

  constructor(text: string, offset: number, expected: ReadonlyArray<string>, found: string) {
    const position = positionOf(text, offset)
    super(`Line ${position.line}, column ${position.column}: expected ${expected.join(" or ")}, but found ${found}.`)
    this.text = text
    this.position = position
    this.expected = expected
    this.found = found
  }
}

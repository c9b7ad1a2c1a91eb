/**
 * Regular expressions of XPath (XML Schema's, with anchors, back-references and reluctant quantifiers) as a tree.
 */

/** A node of the tree. */
export type Pattern =
  /** Characters, as the inside of a class of a JavaScript expression with the flag v. */
  | { readonly kind: "set"; readonly source: string }
  | { readonly kind: "start" }
  | { readonly kind: "end" }
  | { readonly kind: "reference"; readonly group: number }
  /** `index` is null for a group that does not capture. */
  | { readonly kind: "group"; readonly index: number | null; readonly body: Pattern }
  | { readonly kind: "sequence"; readonly parts: ReadonlyArray<Pattern> }
  | { readonly kind: "choice"; readonly options: ReadonlyArray<Pattern> }
  | { readonly kind: "repeat"; readonly body: Pattern; readonly min: number; readonly max: number; readonly greedy: boolean }

/** How a pattern is meant. */
export interface PatternFlags {
  /** A point matches line ends too. */
  readonly dotAll: boolean
  /** Anchors match at lines. */
  readonly multiline: boolean
  readonly ignoreCase: boolean
  /** Blanks in the pattern do not count. */
  readonly extended: boolean
  /** The pattern is no pattern but a text. */
  readonly literal: boolean
}

/** The flags of a text such as "im"; null where it has others. */
export const flagsOf = (text: string): PatternFlags | null =>
  /^[smixq]*$/.test(text)
    ? {
        dotAll: text.includes("s"),
        multiline: text.includes("m"),
        ignoreCase: text.includes("i"),
        extended: text.includes("x"),
        literal: text.includes("q"),
      }
    : null

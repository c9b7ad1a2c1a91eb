/**
 * Expressions as trees.
 */

/** Operators between two operands, by the word that stands for each; `eq` and the like are written as their signs. */
export type BinaryOperator = "+" | "-" | "+=" | "*" | "/" | "%" | "<" | "<=" | ">" | ">=" | "==" | "!=" | "&&" | "||"

/** An expression; `at` is where it, or its operator, stands in the text. */
export type JuelNode =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  | { readonly kind: "variable"; readonly name: string; readonly at: number }
  | { readonly kind: "index"; readonly base: JuelNode; readonly key: JuelNode; readonly at: number }
  | { readonly kind: "unary"; readonly operator: "-" | "!" | "empty"; readonly operand: JuelNode; readonly at: number }
  | { readonly kind: "binary"; readonly operator: BinaryOperator; readonly left: JuelNode; readonly right: JuelNode; readonly at: number }
  | { readonly kind: "choice"; readonly test: JuelNode; readonly yes: JuelNode; readonly no: JuelNode; readonly at: number }
  | { readonly kind: "list"; readonly items: ReadonlyArray<JuelNode> }
  | { readonly kind: "object"; readonly fields: ReadonlyArray<readonly [string, JuelNode]> }
  /** Text with expressions in it: `Hello ${name}`. */
  | { readonly kind: "composite"; readonly parts: ReadonlyArray<JuelNode>; readonly at: number }

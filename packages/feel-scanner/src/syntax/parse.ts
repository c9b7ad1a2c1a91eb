/**
 * The parser: FEEL text to a syntax tree, in one pass over the tokens.
 */
import { Any, type FeelType } from "../types/FeelType.ts"
import { FeelSyntaxError } from "./FeelSyntaxError.ts"
import type { NameSet } from "./Names.ts"
import { type Grammar, Parser, type ParserOptions } from "./Parser.ts"
import { parseDisjunction, parseSum } from "./parseOperators.ts"
import { parseTest, parseUnaryTests } from "./parseTests.ts"
import { type Activation, rootScope, withLocal } from "./Scope.ts"
import type { Node } from "./Syntax.ts"
import { tokensOf } from "./Token.ts"

/** A parsed text. */
export interface Parsed {
  readonly root: Node
  /** The slots that the text needs outside of functions. */
  readonly activation: Activation
}

/** What the names of a text may mean. */
export interface Names {
  readonly builtins: NameSet
  readonly inputs: NameSet
}

const grammar: Grammar = {
  expression: parseDisjunction,
  sum: parseSum,
  item: (parser) => parseTest(parser, parseDisjunction),
}

const whole = (text: string, names: Names, options: ParserOptions, parse: (parser: Parser) => Node): Parsed => {
  try {
    const scope = rootScope(names.builtins, names.inputs)
    const parser = new Parser(text, tokensOf(text), scope, options, grammar)
    const root = parse(parser)
    if (parser.token.kind !== "end") parser.refuse(["an operator", "the end"])
    return { root, activation: scope.activation }
  } catch (error) {
    // A stack that overflows although the depth is bounded: the caller was deep already.
    if (error instanceof RangeError) throw new FeelSyntaxError(text, 0, ["a less deeply nested expression"], "one that is too deep")
    throw error
  }
}

/** Parses an expression. Throws a syntax error. */
export const parseExpression = (text: string, names: Names, options: ParserOptions): Parsed =>
  whole(text, names, options, (parser) => parser.expression())

/** Parses unary tests; the tested value is slot 0. Throws a syntax error. */
export const parseTests = (text: string, names: Names, options: ParserOptions, inputType: FeelType = Any): Parsed =>
  whole(text, names, options, (parser) => {
    const { scope, slot } = withLocal(parser.scope, "?", inputType)
    return parser.inScope(scope, () => parseUnaryTests(parser, slot))
  })

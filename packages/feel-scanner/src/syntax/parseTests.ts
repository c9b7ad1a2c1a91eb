/**
 * Unary tests (DMN 1.5 §10.3.1.2, rules 7 to 17): < 10, [1..5], "a", and expressions with ? for the tested value.
 */

import { BooleanType, joined, rangeOf } from "../types/FeelType.ts"
import type { Parser } from "./Parser.ts"
import type { Node } from "./Syntax.ts"

type Form = "<" | "<=" | ">" | ">=" | "=" | "!="

const forms: ReadonlyArray<Form> = ["<", "<=", ">", ">=", "=", "!="]

/** A comparison without its left side, or what `other` reads. */
export const parseTest = (parser: Parser, other: (parser: Parser) => Node): Node => {
  const { kind, text, start } = parser.token
  const form = kind === "symbol" && parser.pending === null ? forms.find((one) => one === text) : undefined
  if (form === undefined) return other(parser)
  parser.at++
  const right = parser.grammar.sum(parser)
  return { kind: "test", form, operand: right, start, end: parser.end, type: rangeOf(right.type) }
}

/** What stands right of `in`: one test, or several in parentheses. */
export const parseTestsOfIn = (parser: Parser): ReadonlyArray<Node> => {
  const { start } = parser.token
  if (!parser.take("(")) return [parseTest(parser, parser.grammar.sum)]
  const first = parser.item()
  if (parser.is(",")) {
    const tests = [first]
    while (parser.take(",")) tests.push(parser.item())
    parser.expect(")")
    return tests
  }
  // One expression in parentheses, or an open range: more of the test may follow.
  parser.pending = parenthesised(parser, start, first)
  return [parser.grammar.sum(parser)]
}

/** What an opening parenthesis and an expression begin: a range that is open at its start, or just that expression. */
export const parenthesised = (parser: Parser, start: number, first: Node): Node => {
  if (parser.take("..")) return parseRangeEnd(parser, start, first, false)
  parser.expect(")")
  return first
}

/** The rest of a range after its two points. */
export const parseRangeEnd = (parser: Parser, start: number, from: Node, fromIncluded: boolean): Node => {
  const { inEndpoint } = parser
  parser.inEndpoint = true
  const to = parser.deeper(() => parser.grammar.sum(parser))
  parser.inEndpoint = inEndpoint
  const toIncluded = parser.take("]")
  if (!toIncluded && !parser.take(")") && !parser.take("[")) parser.refuse(["]", ")", "["])
  return { kind: "range", from, to, fromIncluded, toIncluded, start, end: parser.end, type: rangeOf(joined(from.type, to.type)) }
}

/** A whole text of unary tests: -, tests with commas between them, or not(tests). */
export const parseUnaryTests = (parser: Parser, slot: number): Node => {
  const finish = (tests: ReadonlyArray<Node>, negated: boolean): Node => {
    if (parser.token.kind !== "end") parser.refuse([",", "the end"])
    return { kind: "tests", tests, negated, slot, start: 0, end: parser.text.length, type: BooleanType }
  }
  if (parser.is("-") && parser.peek(1).kind === "end") {
    parser.at++
    return finish([], false)
  }
  if (parser.is("not") && parser.is("(", 1)) {
    const before = parser.at
    parser.at += 2
    const tests = parseList(parser)
    if (parser.take(")") && parser.token.kind === "end") return finish(tests, true)
    parser.at = before
  }
  return finish(parseList(parser), false)
}

const parseList = (parser: Parser): ReadonlyArray<Node> => {
  const tests = [parser.item()]
  while (parser.take(",")) tests.push(parser.item())
  return tests
}

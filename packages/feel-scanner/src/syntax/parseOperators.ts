/**
 * Operators by their strength (DMN 1.5 §10.3.1.2): or, and, comparisons, sums, products, powers, the minus sign, `instance of`.
 */
import { Any, BooleanType, baseOf, type FeelType, NumberType, StringType } from "../types/FeelType.ts"
import type { Parser } from "./Parser.ts"
import { parsePostfix } from "./parsePostfix.ts"
import { parseTestsOfIn } from "./parseTests.ts"
import { parseType } from "./parseType.ts"
import { withLocal } from "./Scope.ts"
import type { ArithmeticOperator, ComparisonOperator, Node } from "./Syntax.ts"

/** How many operators of one strength may follow each other. */
const maxChain = 1000

/** `a or b`, `a and b`: one node for all operands. */
const parseLogic = (parser: Parser, word: "or" | "and", operand: (parser: Parser) => Node): Node => {
  const first = operand(parser)
  if (!parser.is(word)) return first
  const operands = [first]
  while (parser.take(word)) operands.push(operand(parser))
  return { kind: word, operands, start: first.start, end: parser.end, type: BooleanType }
}

/** Everything but `if`, `for` and the like. */
export const parseDisjunction = (parser: Parser): Node => parseLogic(parser, "or", parseConjunction)

const parseConjunction = (parser: Parser): Node => parseLogic(parser, "and", parseComparison)

const comparisons: ReadonlySet<string> = new Set(["=", "!=", "<", "<=", ">", ">="])

const isComparison = (text: string): text is ComparisonOperator => comparisons.has(text)

const parseComparison = (parser: Parser): Node => {
  let left = parseSum(parser)
  for (let chain = 0; chain < maxChain; chain++) {
    const { text, kind } = parser.token
    const { start } = left
    if (kind === "symbol" && isComparison(text)) {
      parser.at++
      const right = parseSum(parser)
      left = { kind: "comparison", operator: text, left, right, start, end: parser.end, type: BooleanType }
    } else if (parser.take("between")) {
      const low = parseSum(parser)
      parser.expect("and")
      const high = parseSum(parser)
      left = { kind: "between", value: left, low, high, start, end: parser.end, type: BooleanType }
    } else if (parser.take("in")) {
      const value = left
      const { scope, slot } = withLocal(parser.scope, "?", value.type)
      const tests = parser.inScope(scope, () => parser.deeper(() => parseTestsOfIn(parser)))
      left = { kind: "in", value, slot, tests, start, end: parser.end, type: BooleanType }
    } else return left
  }
  return parser.refuse([`at most ${maxChain} operators in a row`])
}

const chained = (parser: Parser, operators: ReadonlyArray<ArithmeticOperator>, operand: (parser: Parser) => Node): Node => {
  let left = operand(parser)
  for (let chain = 0; chain < maxChain; chain++) {
    const operator = parser.token.kind === "symbol" ? operators.find((one) => one === parser.token.text) : undefined
    if (operator === undefined) return left
    parser.at++
    const right = operand(parser)
    left = {
      kind: "arithmetic",
      operator,
      left,
      right,
      start: left.start,
      end: parser.end,
      type: arithmeticType(operator, left.type, right.type),
    }
  }
  return parser.refuse([`at most ${maxChain} operators in a row`])
}

const arithmeticType = (operator: ArithmeticOperator, left: FeelType, right: FeelType): FeelType => {
  const [a, b] = [baseOf(left).kind, baseOf(right).kind]
  if (a === "number" && b === "number") return NumberType
  return operator === "+" && a === "string" && b === "string" ? StringType : Any
}

/** Sums: what stands at both sides of a comparison, and at the ends of a range. */
export const parseSum = (parser: Parser): Node => chained(parser, ["+", "-"], parseProduct)

const parseProduct = (parser: Parser): Node => chained(parser, ["*", "/"], parsePower)

const parsePower = (parser: Parser): Node => chained(parser, ["**"], parseNegation)

const parseNegation = (parser: Parser): Node => {
  const { start } = parser.token
  if (parser.pending !== null || !parser.take("-")) return parseInstance(parser)
  const operand = parser.deeper(() => parseNegation(parser))
  if (operand.kind === "literal" && typeof operand.value === "number") return { ...operand, value: 0 - operand.value, start }
  return { kind: "negation", operand, start, end: parser.end, type: operand.type }
}

const parseInstance = (parser: Parser): Node => {
  const value = parsePostfix(parser)
  if (!parser.is("instance") || !parser.is("of", 1)) return value
  parser.at += 2
  const { type: wanted, name } = parseType(parser)
  return { kind: "instance", value, wanted, typeName: name, start: value.start, end: parser.end, type: BooleanType }
}

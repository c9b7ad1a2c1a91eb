/**
 * Expressions that begin with a word of their own: if, for, some, every, function (DMN 1.5 §10.3.1.2).
 */
import { Any, BooleanType, baseOf, DateType, type FeelType, functionOf, joined, listOf, NumberType } from "../types/FeelType.ts"
import type { Parser } from "./Parser.ts"
import { parseDefinedName } from "./parseName.ts"
import { parseType } from "./parseType.ts"
import { withLocal, withParameters } from "./Scope.ts"
import type { Iterator, Node, ParameterSyntax } from "./Syntax.ts"

/** Such an expression; null where the word begins none. */
export const parseHead = (parser: Parser): Node | null => {
  switch (parser.token.text) {
    case "if":
      return parseIf(parser)
    case "for":
      return parseFor(parser)
    case "some":
    case "every":
      return parseQuantified(parser, parser.token.text)
    case "function":
      return parser.is("(", 1) ? parseFunction(parser) : null
    default:
      return null
  }
}

const parseIf = (parser: Parser): Node => {
  const { start } = parser.token
  parser.at++
  const condition = parser.expression()
  parser.expect("then")
  const then = parser.expression()
  parser.expect("else")
  const otherwise = parser.expression()
  return { kind: "if", condition, then, otherwise, start, end: parser.end, type: joined(then.type, otherwise.type) }
}

const parseIterators = (parser: Parser): ReadonlyArray<Iterator> => {
  const iterators: Array<Iterator> = []
  do {
    const name = parseDefinedName(parser, ["in"])
    parser.expect("in")
    const source = parser.expression()
    const to = parser.take("..") ? parser.expression() : null
    const { scope, slot } = withLocal(parser.scope, name, itemType(source.type, to !== null))
    parser.scope = scope
    iterators.push({ slot, source, to })
  } while (parser.take(","))
  return iterators
}

const itemType = (source: FeelType, counted: boolean): FeelType => {
  const base = baseOf(source)
  if (counted) return base.kind === "date" ? DateType : base.kind === "number" ? NumberType : Any
  return base.kind === "list" || base.kind === "range" ? base.item : base
}

const parseFor = (parser: Parser): Node => {
  const { start } = parser.token
  const outer = parser.scope
  parser.at++
  parser.scope.activation.loops++
  const iterators = parseIterators(parser)
  if (!parser.is("return")) parser.refuse(["return", ","])
  parser.at++
  const partial = withLocal(parser.scope, "partial", listOf(Any), true)
  const body = parser.inScope(partial.scope, () => parser.expression())
  parser.scope = outer
  parser.scope.activation.loops--
  return { kind: "for", iterators, partial: partial.slot, body, start, end: parser.end, type: listOf(body.type) }
}

const parseQuantified = (parser: Parser, kind: "some" | "every"): Node => {
  const { start } = parser.token
  const outer = parser.scope
  parser.at++
  parser.scope.activation.loops++
  const iterators = parseIterators(parser)
  if (!parser.is("satisfies")) parser.refuse(["satisfies", ","])
  parser.at++
  const body = parser.expression()
  parser.scope = outer
  parser.scope.activation.loops--
  return { kind, iterators, body, start, end: parser.end, type: BooleanType }
}

const parseFunction = (parser: Parser): Node => {
  const { start } = parser.token
  const inLoop = parser.scope.activation.loops > 0
  parser.at += 2
  const parameters: Array<ParameterSyntax> = []
  while (!parser.take(")")) {
    if (parameters.length > 0) parser.expect(",")
    const name = parseDefinedName(parser, [":", ",", ")"])
    parameters.push({ name, type: parser.take(":") ? (parseType(parser).type ?? Any) : Any })
    if (!parser.is(",") && !parser.is(")")) parser.refuse([",", ")"])
  }
  const external = parser.take("external")
  const scope = withParameters(
    parser.scope,
    parameters.map(({ name, type }) => [name, type]),
  )
  const body = parser.inScope(scope, () => parser.expression())
  const type = functionOf(
    parameters.map((parameter) => parameter.type),
    external ? Any : body.type,
  )
  return { kind: "function", parameters, body, activation: scope.activation, external, inLoop, start, end: parser.end, type }
}

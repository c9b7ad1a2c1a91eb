/**
 * What may follow a value: .entry, [filter] and (arguments) (DMN 1.5 §10.3.1.2).
 */
import { Any, BooleanType, baseOf, DaysTimeDurationType, type FeelType, listOf, NumberType, StringType } from "../types/FeelType.ts"
import type { Parser } from "./Parser.ts"
import { definedLength, parseDefinedName, parseEntryName } from "./parseName.ts"
import { parsePrimary } from "./parsePrimary.ts"
import { withItem } from "./Scope.ts"
import type { Node } from "./Syntax.ts"

const maxChain = 1000

/** A value and what follows it. */
export const parsePostfix = (parser: Parser): Node => {
  let node = parsePrimary(parser)
  for (let chain = 0; chain < maxChain; chain++) {
    if (parser.take(".")) node = parsePath(parser, node)
    else if (!parser.inEndpoint && parser.is("[")) node = parseFilter(parser, node)
    else if (parser.is("(")) node = parseCall(parser, node)
    else return node
  }
  return parser.refuse([`at most ${maxChain} steps in a row`])
}

const parsePath = (parser: Parser, source: Node): Node => {
  const { name, type } = parseEntryName(parser, source.type)
  const known = type.kind === "Any" ? propertyType(baseOf(source.type), name) : type
  return { kind: "path", source, name, start: source.start, end: parser.end, type: known }
}

const temporal: ReadonlySet<string> = new Set(["date", "time", "date and time", "days and time duration", "years and months duration"])

const propertyType = (owner: FeelType, name: string): FeelType => {
  if (owner.kind === "range") return name === "start" || name === "end" ? owner.item : Any
  if (!temporal.has(owner.kind)) return Any
  if (name === "timezone") return StringType
  return name === "time offset" ? DaysTimeDurationType : NumberType
}

const parseFilter = (parser: Parser, source: Node): Node => {
  parser.at++
  const base = baseOf(source.type)
  const itemType = base.kind === "list" ? base.item : base
  const { scope, slot } = withItem(parser.scope, itemType)
  scope.activation.loops++
  const condition = parser.inScope(scope, () => ofItem(parser.item(), slot, itemType))
  scope.activation.loops--
  parser.expect("]")
  const type = baseOf(condition.type).kind === "number" ? itemType : baseOf(condition.type).kind === "boolean" ? listOf(itemType) : Any
  return { kind: "filter", source, slot, condition, start: source.start, end: parser.end, type }
}

/** A comparison without its left side, as in list[> 1], is one with the item. */
const ofItem = (condition: Node, slot: number, type: FeelType): Node => {
  if (condition.kind !== "test") return condition
  const { form, operand, start, end } = condition
  const left: Node = { kind: "name", binding: { kind: "local", up: 0, slot, name: "item", type, growing: false }, start, end, type }
  return { kind: "comparison", operator: form, left, right: operand, start, end, type: BooleanType }
}

const parseCall = (parser: Parser, callee: Node): Node => {
  parser.at++
  const given: Array<Node> = []
  const names: Array<string> = []
  while (!parser.take(")")) {
    if (given.length > 0) parser.expect(",")
    const named = definedLength(parser, [":"]) > 0
    if (named) {
      names.push(parseDefinedName(parser, [":"]))
      parser.expect(":")
    }
    if (names.length !== (named ? given.length + 1 : 0)) parser.refuse(["arguments that all have names, or none"])
    given.push(parser.item())
    if (!parser.is(",") && !parser.is(")")) parser.refuse([",", ")"])
  }
  const type = resultType(parser, callee, given)
  const place = { start: callee.start, end: parser.end, type }
  return { kind: "call", callee, arguments: given, names: names.length > 0 ? names : null, ...place }
}

const resultType = (parser: Parser, callee: Node, given: ReadonlyArray<Node>): FeelType => {
  if (callee.kind === "name" && callee.binding.kind === "builtin") {
    return parser.options.resultOf(
      callee.binding.name,
      given.map(({ type }) => type),
    )
  }
  const base = baseOf(callee.type)
  return base.kind === "function" ? base.result : Any
}

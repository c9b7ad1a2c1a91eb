/**
 * Values: literals, names, lists, contexts, ranges, and expressions in parentheses (DMN 1.5 §10.3.1.2).
 */
import { Any, BooleanType, contextOf, type FeelType, functionOf, joined, listOf, Null, NumberType, StringType } from "../types/FeelType.ts"
import { numberOf } from "../values/FeelNumber.ts"
import type { FeelValue } from "../values/FeelValue.ts"
import { temporalOf } from "../values/temporalOf.ts"
import type { Parser } from "./Parser.ts"
import { parseHead } from "./parseHead.ts"
import { parseDefinedName, parseReference } from "./parseName.ts"
import { parenthesised, parseRangeEnd } from "./parseTests.ts"
import { longestName, withLocal } from "./Scope.ts"
import type { Node } from "./Syntax.ts"

/** A value. */
export const parsePrimary = (parser: Parser): Node => {
  if (parser.pending !== null) {
    const node = parser.pending
    parser.pending = null
    return node
  }
  const { kind, text, start, end } = parser.token
  const literal = (value: FeelValue, type: FeelType): Node => {
    parser.at++
    return { kind: "literal", value, start, end, type }
  }
  switch (kind) {
    case "number": {
      const value = numberOf(text)
      return value === null ? parser.refuse(["a number with an exponent below 6145"]) : literal(value, NumberType)
    }
    case "string":
      return literal(text, StringType)
    case "at":
      parser.at++
      return { kind: "at", text, start, end, type: temporalOf(text)?.type ?? Any }
    case "word":
      return parseWord(parser, literal)
    case "symbol":
      return parseBracket(parser)
    case "end":
      return parser.refuse(["an expression"])
  }
}

const parseWord = (parser: Parser, literal: (value: FeelValue, type: FeelType) => Node): Node => {
  // A known name may begin with a word of the language: some value, if any.
  if (parser.isKeyword(parser.token) && (longestName(parser.scope, parser.tokens, parser.at)?.length ?? 0) > 1)
    return parseReference(parser)
  switch (parser.token.text) {
    case "true":
      return literal(true, BooleanType)
    case "false":
      return literal(false, BooleanType)
    case "null":
      return literal(null, Null)
    default:
      return parseHead(parser) ?? parseReference(parser)
  }
}

const parseBracket = (parser: Parser): Node => {
  const { text, start } = parser.token
  switch (text) {
    case "(": {
      parser.at++
      return parenthesised(parser, start, parser.item())
    }
    case "[":
      parser.at++
      return parseListOrRange(parser, start)
    case "]": {
      parser.at++
      const from = parser.expression()
      parser.expect("..")
      return parseRangeEnd(parser, start, from, false)
    }
    case "{":
      parser.at++
      return parseContext(parser, start)
    case "?":
      return parseReference(parser)
    default:
      return parser.refuse(["an expression"])
  }
}

const parseListOrRange = (parser: Parser, start: number): Node => {
  const items: Array<Node> = []
  let type: FeelType = Null
  while (!parser.take("]")) {
    if (items.length > 0) parser.expect(",")
    const item = parser.item()
    if (items.length === 0 && parser.take("..")) return parseRangeEnd(parser, start, item, true)
    items.push(item)
    type = joined(type, item.type)
    if (!parser.is(",") && !parser.is("]")) parser.refuse([",", "]"])
  }
  return { kind: "list", items, start, end: parser.end, type: listOf(type.kind === "Null" ? Any : type) }
}

const parseContext = (parser: Parser, start: number): Node => {
  const entries: Array<{ readonly key: string; readonly slot: number; readonly value: Node; readonly start: number }> = []
  const types = new Map<string, FeelType>()
  const outer = parser.scope
  while (!parser.take("}")) {
    if (entries.length > 0) parser.expect(",")
    const at = parser.token.start
    const key = parseKey(parser)
    parser.expect(":")
    // A function may call itself, so its name is known inside of it.
    const recursive = parser.is("function") ? withLocal(parser.scope, key, functionOf(null, Any)) : null
    const value = parser.inScope(recursive?.scope ?? parser.scope, () => parser.expression())
    const { scope, slot } = recursive ?? withLocal(parser.scope, key, value.type)
    parser.scope = scope
    entries.push({ key, slot, value, start: at })
    types.set(key, value.type)
    if (!parser.is(",") && !parser.is("}")) parser.refuse([",", "}"])
  }
  parser.scope = outer
  return { kind: "context", entries, start, end: parser.end, type: contextOf(types) }
}

const parseKey = (parser: Parser): string => {
  const { kind, text } = parser.token
  if (kind !== "string") return parseDefinedName(parser, [":"])
  parser.at++
  return text
}

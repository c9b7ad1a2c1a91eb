/**
 * Types as they are written after `instance of` and behind parameters (DMN 1.5 §10.3.1.2, rule 51).
 */
import { Any, type FeelType, functionOf, listOf, rangeOf, simpleTypes } from "../types/FeelType.ts"
import { longestOf, nameSet } from "./Names.ts"
import type { Parser } from "./Parser.ts"
import { parseDefinedName } from "./parseName.ts"

const simpleNames = nameSet(simpleTypes)

/** A type; null where it has a name that is not known. */
export const parseType = (parser: Parser): { readonly type: FeelType | null; readonly name: string } => {
  const start = parser.token.start
  const type = parser.deeper(() => readType(parser))
  return { type, name: parser.text.slice(start, parser.end) }
}

const partOf = (parser: Parser): FeelType => parseType(parser).type ?? Any

const readType = (parser: Parser): FeelType | null => {
  if (parser.is("<", 1)) {
    const type = readGeneric(parser)
    if (type !== null) return type
  }
  const own = longestOf(nameSet(parser.options.types), parser.tokens, parser.at)
  const simple = longestOf(simpleNames, parser.tokens, parser.at)
  const known = own !== null && own.words.length >= (simple?.words.length ?? 0) ? own : simple
  if (known !== null) {
    parser.at += known.words.length
    return known.type
  }
  if (parser.token.kind !== "word") parser.refuse(["a type"])
  parser.at++
  while ((parser.is(".") && parser.peek(1).kind === "word") || (parser.token.kind === "word" && !parser.isKeyword(parser.token))) {
    parser.at += parser.is(".") ? 2 : 1
  }
  return null
}

const readGeneric = (parser: Parser): FeelType | null => {
  const kind = parser.token.text
  if (kind !== "list" && kind !== "range" && kind !== "context" && kind !== "function") return null
  parser.at += 2
  if (kind === "function") return readFunction(parser)
  if (kind === "context") return readContext(parser)
  const item = partOf(parser)
  parser.expect(">")
  return kind === "list" ? listOf(item) : rangeOf(item)
}

const readFunction = (parser: Parser): FeelType => {
  const parameters: Array<FeelType> = []
  while (!parser.take(">")) {
    if (parameters.length > 0) parser.expect(",")
    parameters.push(partOf(parser))
  }
  parser.expect("->")
  return functionOf(parameters, partOf(parser))
}

const readContext = (parser: Parser): FeelType => {
  const entries = new Map<string, FeelType>()
  while (!parser.take(">")) {
    if (entries.size > 0) parser.expect(",")
    const name = parseDefinedName(parser, [":"])
    parser.expect(":")
    entries.set(name, partOf(parser))
  }
  return { kind: "context", entries }
}

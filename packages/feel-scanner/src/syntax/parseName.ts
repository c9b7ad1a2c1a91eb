/**
 * Names: those that are known, by the longest match; those that are not, as far as words follow each other; those that are being defined.
 */

import { Any, baseOf, type FeelType, functionOf } from "../types/FeelType.ts"
import { longestOf, nameSet } from "./Names.ts"
import type { Parser } from "./Parser.ts"
import { type Binding, longestName, resolve } from "./Scope.ts"
import type { Node } from "./Syntax.ts"

/** How many tokens from an index are words that can only be one name that is not known. */
const unknownLength = (parser: Parser, from: number): number => {
  const first = parser.peek(from)
  if (first.kind !== "word" || parser.isKeyword(first)) return 0
  let length = 1
  while (true) {
    const token = parser.peek(from + length)
    const goesOn = (token.kind === "word" && !parser.isKeyword(token)) || (token.kind === "number" && /^\d+$/.test(token.text))
    if (!goesOn) return length
    length++
  }
}

/** The text of so many tokens, blanks brought to one. */
const spelled = (parser: Parser, length: number): string =>
  parser.text.slice(parser.token.start, parser.peek(length - 1).end).replace(/\s+/g, " ")

const continues = (parser: Parser, length: number): boolean => {
  const next = parser.peek(length)
  return next.kind === "word" && !parser.isKeyword(next)
}

/** A reference to a name. */
export const parseReference = (parser: Parser): Node => {
  const start = parser.token.start
  const known = longestName(parser.scope, parser.tokens, parser.at)
  const unknown = unknownLength(parser, 0)
  const takesUnknown = known === null || (unknown > known.length && continues(parser, known.length))
  const length = takesUnknown ? unknown : known.length
  if (length === 0) parser.refuse(["an expression"])
  const name = takesUnknown ? spelled(parser, length) : known.name
  parser.at += length
  const found = resolve(parser.scope, name, parser.options.open)
  // Where the entries of the context are not known, one may be called like a built-in function: sum > 1000.
  const mayBeEntry = parser.options.open && found.kind === "builtin" && !parser.is("(")
  const binding: Binding = mayBeEntry ? { kind: "input", name, type: Any, declared: false } : found
  const type: FeelType = binding.kind === "builtin" ? functionOf(null, Any) : binding.kind === "unknown" ? Any : binding.type
  return { kind: "name", binding, start, end: parser.end, type }
}

/** The name of an entry after a point: one that the type knows, or words that follow each other. */
export const parseEntryName = (parser: Parser, source: FeelType): { readonly name: string; readonly type: FeelType } => {
  const base = baseOf(source)
  const owner = base.kind === "list" ? baseOf(base.item) : base
  if (owner.kind === "context") {
    const known = longestOf(nameSet(owner.entries), parser.tokens, parser.at)
    if (known !== null && !continues(parser, known.words.length)) {
      parser.at += known.words.length
      return { name: known.name, type: base.kind === "list" ? { kind: "list", item: known.type } : known.type }
    }
  }
  const length = unknownLength(parser, 0) || (parser.isKeyword(parser.token) ? 1 : 0)
  if (length === 0) parser.refuse(["a name"])
  const name = spelled(parser, length)
  parser.at += length
  return { name, type: Any }
}

const nameSymbols = new Set(["+", "-", "*", "/", ".", "'", "?", "**", ".."])

/** How many tokens before one of the given ones could be a name that is defined here; 0 where it is something else. */
export const definedLength = (parser: Parser, until: ReadonlyArray<string>): number => {
  let length = 0
  while (true) {
    const token = parser.peek(length)
    if (length > 0 && (token.kind === "symbol" || token.kind === "word") && until.includes(token.text)) return length
    const partOfName =
      token.kind === "word" || (length > 0 && token.kind === "number") || (token.kind === "symbol" && nameSymbols.has(token.text))
    if (!partOfName) return 0
    length++
  }
}

/** The name that is defined here, up to one of the given tokens. */
export const parseDefinedName = (parser: Parser, until: ReadonlyArray<string>): string => {
  const length = definedLength(parser, until)
  if (length === 0) parser.refuse(["a name", ...until.map((text) => `a name and ${text}`)].slice(0, 1))
  const name = spelled(parser, length)
  parser.at += length
  return name
}

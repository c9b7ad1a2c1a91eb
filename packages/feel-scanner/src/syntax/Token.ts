/**
 * The scanner: FEEL text to tokens. Names with spaces are several tokens; the parser puts them together (see `Scope.ts`).
 */
import { FeelSyntaxError } from "./FeelSyntaxError.ts"

/** A token. */
export interface Token {
  readonly kind: "word" | "number" | "string" | "at" | "symbol" | "end"
  /** The token as it stands in the text; for strings, and literals that begin with @, what it means. */
  readonly text: string
  readonly start: number
  readonly end: number
}

const space = /(?:[\s\u0085\u180e\u200b]|\/\/[^\n\r]*|\/\*[\s\S]*?\*\/)+/uy
const start =
  "A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}-\\u{200D}\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}"
const word = new RegExp(`[${start}][${start}0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}-\\u{2040}]*`, "uy")
const number = /(?:\d+(?:\.(?!\.)\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y
const string = /"(?:[^"\\]|\\[\s\S])*"/uy
const symbol = /\*\*|\.\.|->|<=|>=|!=|[-+*/()[\]{},:.<>=?'@]/y

/** The tokens of a text, the last one an end. Throws a syntax error at a character that begins no token. */
export const tokensOf = (text: string): ReadonlyArray<Token> => {
  const tokens: Array<Token> = []
  let at = skipSpace(text, 0)
  while (at < text.length) {
    const token = tokenAt(text, at)
    tokens.push(token)
    at = skipSpace(text, token.end)
  }
  tokens.push({ kind: "end", text: "", start: text.length, end: text.length })
  return tokens
}

const skipSpace = (text: string, at: number): number => at + (match(space, text, at)?.length ?? 0)

const match = (pattern: RegExp, text: string, at: number): string | undefined => {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

const tokenAt = (text: string, at: number): Token => {
  const found = match(word, text, at)
  if (found !== undefined) return { kind: "word", text: found, start: at, end: at + found.length }
  const digits = match(number, text, at)
  if (digits !== undefined) return { kind: "number", text: digits, start: at, end: at + digits.length }
  if (text[at] === '"') return stringAt(text, at, at, "string")
  const sign = match(symbol, text, at)
  if (sign === undefined) throw new FeelSyntaxError(text, at, ["an expression"], `the character ${text.slice(at, at + 1)}`)
  if (sign === "@" && text[at + 1] === '"') return stringAt(text, at, at + 1, "at")
  return { kind: "symbol", text: sign, start: at, end: at + sign.length }
}

const stringAt = (text: string, start: number, at: number, kind: "string" | "at"): Token => {
  const found = match(string, text, at)
  if (found === undefined) throw new FeelSyntaxError(text, text.length, ['a closing "'], "the end")
  return { kind, text: unescaped(found.slice(1, -1)), start, end: at + found.length }
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "'": "'", "\\": "\\" }

/** What the inside of a string literal means. Escapes that FEEL does not know stay as they are: they may belong to a regular expression. */
const unescaped = (inside: string): string => {
  if (!inside.includes("\\")) return inside
  return inside.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|([\s\S]))/gu, (all, short, long, other) => {
    if (other !== undefined) return escapes[other] ?? all
    const point = Number.parseInt(short ?? long, 16)
    return point <= 0x10ffff ? String.fromCodePoint(point) : all
  })
}

/**
 * The words and signs of an expression, read one after the other.
 *
 * Expression Language 2.1 (JSR 245), §1.19.
 */
import { JuelError } from "./JuelError.ts"

/** A word or sign of an expression. `end` is the `}` after it, or the end of the text. */
export type JuelToken =
  | { readonly kind: "text" | "name"; readonly text: string; readonly at: number; readonly next: number }
  | { readonly kind: "number"; readonly value: number; readonly at: number; readonly next: number }
  /** Operators by their sign, also where a word stands for them; words of the language and brackets by themselves. */
  | { readonly kind: "sign"; readonly text: string; readonly at: number; readonly next: number }
  | { readonly kind: "end"; readonly at: number; readonly next: number }

const words: Readonly<Record<string, string>> = {
  and: "&&",
  or: "||",
  not: "!",
  eq: "==",
  ne: "!=",
  lt: "<",
  le: "<=",
  gt: ">",
  ge: ">=",
  div: "/",
  mod: "%",
  empty: "empty",
  true: "true",
  false: "false",
  null: "null",
  instanceof: "instanceof",
}

const space = /\s*/y
const name = /[\p{L}\p{Nl}_$][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}_$]*/uy
const number = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y
const sign = /&&|\|\||==|!=|<=|>=|\+=|[-+*/%<>!?:.,()[\]{=]/y

/** The token that begins at an offset or behind the spaces there. */
export const readToken = (text: string, offset: number): JuelToken => {
  const at = offset + (matchAt(space, text, offset) ?? "").length
  if (at >= text.length || text[at] === "}") return { kind: "end", at, next: at + 1 }
  const first = text[at]
  if (first === "'" || first === '"') return readString(text, at, first)
  const digits = matchAt(number, text, at)
  if (digits !== undefined) return { kind: "number", value: Number(digits), at, next: at + digits.length }
  const word = matchAt(name, text, at)
  if (word !== undefined) {
    const meant = Object.hasOwn(words, word) ? words[word] : undefined
    if (meant === undefined) return { kind: "name", text: word, at, next: at + word.length }
    return { kind: "sign", text: meant, at, next: at + word.length }
  }
  const found = matchAt(sign, text, at)
  if (found === undefined)
    throw new JuelError("JuelSyntax", `'${String.fromCodePoint(text.codePointAt(at) ?? 0)}' has no meaning here`, text, at)
  return { kind: "sign", text: found, at, next: at + found.length }
}

/** The word at an offset whatever it means: after a dot, `eq` is a name like any other. */
export const readName = (text: string, offset: number): JuelToken | undefined => {
  const at = offset + (matchAt(space, text, offset) ?? "").length
  const word = matchAt(name, text, at)
  return word === undefined ? undefined : { kind: "name", text: word, at, next: at + word.length }
}

const matchAt = (pattern: RegExp, text: string, at: number): string | undefined => {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

/** Only quotes and backslashes are written with a backslash before them. */
const readString = (text: string, at: number, quote: string): JuelToken => {
  let value = ""
  for (let index = at + 1; index < text.length; index++) {
    const one = text[index]
    if (one === quote) return { kind: "text", text: value, at, next: index + 1 }
    if (one === "\\") {
      index++
      const escaped = text[index]
      if (escaped !== "\\" && escaped !== "'" && escaped !== '"') {
        throw new JuelError(
          "JuelSyntax",
          "in a text, a backslash stands before a quote or another backslash only: write '\\\\' for one",
          text,
          index - 1,
        )
      }
      value += escaped
    } else value += one
  }
  throw new JuelError("JuelSyntax", "a text has no end: close it with the quote it began with", text, at)
}

/**
 * Reads an expression: text with `${…}` and `#{…}` in it, which mean the same. Methods and functions are no part of it.
 *
 * Expression Language 2.1 (JSR 245), §1.2 (literals, composites), §1.19 (grammar); of 3.0 (JSR 341) lists, objects and `+=`, which joins texts.
 */
import { JuelError } from "./JuelError.ts"
import type { BinaryOperator, JuelNode } from "./JuelNode.ts"
import { type JuelToken, readName, readToken } from "./JuelToken.ts"

/** An expression is not longer than this. */
export const maxLength = 50_000
/** Expressions in expressions are not deeper than this; `a + b + c` is two deep. */
export const maxDepth = 500

/** How strongly an operator binds; all of them are read from the left. */
const strength: { readonly [operator in BinaryOperator]: number } = {
  "||": 1,
  "&&": 2,
  "==": 3,
  "!=": 3,
  "<": 4,
  "<=": 4,
  ">": 4,
  ">=": 4,
  "+=": 5,
  "+": 6,
  "-": 6,
  "*": 7,
  "/": 7,
  "%": 7,
}

const isBinary = (text: string): text is BinaryOperator => Object.hasOwn(strength, text)

/** Reads an expression. Throws a `JuelError` where the text is none. */
export const parseJuel = (text: string): JuelNode => {
  if (text.length > maxLength)
    throw new JuelError("JuelTooLarge", `the expression has more than ${maxLength} characters`, text.slice(0, 1), 0)
  const parts: Array<JuelNode> = []
  let literal = ""
  const flush = (): void => {
    if (literal !== "") parts.push({ kind: "literal", value: literal })
    literal = ""
  }
  for (let at = 0; at < text.length; ) {
    const one = text[at]
    const opens = (one === "$" || one === "#") && text[at + 1] === "{"
    if (!opens) {
      literal += one
      at++
    } else if (literal.endsWith("\\")) {
      literal = `${literal.slice(0, -1)}${one}{`
      at += 2
    } else {
      flush()
      const { node, next } = parseOne(text, at + 2)
      parts.push(node)
      at = next
    }
  }
  flush()
  const [first = { kind: "literal", value: "" } as const] = parts
  return parts.length <= 1 ? first : { kind: "composite", parts, at: 0 }
}

/** Reads what stands between `${` and `}`. */
const parseOne = (text: string, start: number): { readonly node: JuelNode; readonly next: number } => {
  let token: JuelToken = readToken(text, start)
  let depth = 0
  const advance = (): void => {
    token = readToken(text, token.next)
  }
  const is = (sign: string): boolean => token.kind === "sign" && token.text === sign
  const unexpected = (wanted: string): JuelError =>
    token.at >= text.length
      ? new JuelError("JuelSyntax", "the expression has no end: close it with '}'", text, text.length)
      : new JuelError("JuelSyntax", `${described(token)} stands where ${wanted}`, text, token.at)
  const expect = (sign: string): void => {
    if (!is(sign)) throw unexpected(`'${sign}' has to stand`)
    advance()
  }
  const deeper = (): void => {
    if (++depth > maxDepth)
      throw new JuelError("JuelTooLarge", `the expression is more than ${maxDepth} deep: use variables for parts of it`, text, token.at)
  }

  const choice = (): JuelNode => {
    const before = depth
    deeper()
    const test = binary(1)
    let node = test
    if (is("?")) {
      const { at } = token
      advance()
      const yes = choice()
      expect(":")
      node = { kind: "choice", test, yes, no: choice(), at }
    }
    depth = before
    return node
  }

  const binary = (least: number): JuelNode => {
    const before = depth
    let left = unary()
    for (;;) {
      if (token.kind !== "sign" || !isBinary(token.text) || strength[token.text] < least) break
      const { text: operator, at } = token
      advance()
      deeper()
      left = { kind: "binary", operator, left, right: binary(strength[operator] + 1), at }
    }
    depth = before
    return left
  }

  const unary = (): JuelNode => {
    if (token.kind !== "sign" || (token.text !== "-" && token.text !== "!" && token.text !== "empty")) return path()
    const { text: operator, at } = token
    const before = depth
    deeper()
    advance()
    const operand = unary()
    depth = before
    return { kind: "unary", operator, operand, at }
  }

  const path = (): JuelNode => {
    const before = depth
    let base = primary()
    for (;;) {
      const { at } = token
      if (is(".")) {
        const key = readName(text, token.next)
        if (key === undefined || !("text" in key)) {
          advance()
          throw unexpected("the name of a property has to stand")
        }
        token = key
        advance()
        if (is("(")) throw noCalls(key.text, key.at)
        base = { kind: "index", base, key: { kind: "literal", value: key.text }, at }
      } else if (is("[")) {
        advance()
        base = { kind: "index", base, key: choice(), at }
        expect("]")
      } else break
      deeper()
    }
    depth = before
    return base
  }

  const list = (): JuelNode => {
    const items: Array<JuelNode> = []
    do {
      advance()
      if (items.length === 0 && is("]")) break
      items.push(choice())
    } while (is(","))
    expect("]")
    return { kind: "list", items }
  }

  const object = (): JuelNode => {
    const fields: Array<readonly [string, JuelNode]> = []
    do {
      advance()
      if (fields.length === 0 && token.kind === "end") break
      if (token.kind !== "text" && token.kind !== "name") throw unexpected("the name of a field has to stand")
      const { text: name } = token
      advance()
      expect(":")
      fields.push([name, choice()])
    } while (is(","))
    // Here the brace that ends an expression ends the object.
    if (token.kind !== "end" || token.at >= text.length) throw unexpected("'}' has to stand")
    advance()
    return { kind: "object", fields }
  }

  const noCalls = (name: string, at: number): JuelError =>
    new JuelError(
      "JuelSyntax",
      `'${name}(…)' calls something, and expressions here read variables only: set a variable before, or bind a handler that computes it`,
      text,
      at,
    )

  const primary = (): JuelNode => {
    const found = token
    if (found.kind === "number" || found.kind === "text") {
      if (found.kind === "number" && !Number.isFinite(found.value))
        throw new JuelError("JuelSyntax", "the number is too large", text, found.at)
      advance()
      return { kind: "literal", value: found.kind === "number" ? found.value : found.text }
    }
    if (found.kind === "name") {
      advance()
      if (is("(")) throw noCalls(found.text, found.at)
      return { kind: "variable", name: found.text, at: found.at }
    }
    if (found.kind === "sign" && (found.text === "true" || found.text === "false" || found.text === "null")) {
      advance()
      return { kind: "literal", value: found.text === "null" ? null : found.text === "true" }
    }
    if (is("[")) return list()
    if (is("{")) return object()
    if (!is("(")) throw unexpected("a value has to stand")
    advance()
    const inner = choice()
    expect(")")
    return inner
  }

  const node = choice()
  if (token.kind !== "end") throw unexpected("the expression has to end")
  if (token.at >= text.length) throw unexpected("it ends")
  return { node, next: token.next }
}

const described = (token: JuelToken): string => {
  if (token.kind === "end") return "the end"
  return token.kind === "number" ? `the number ${token.value}` : `'${token.text}'`
}

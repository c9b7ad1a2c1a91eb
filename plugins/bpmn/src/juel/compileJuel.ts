/**
 * Turns expressions into functions on variables, made of closures: no text is ever run as code.
 *
 * Expression Language 2.1 (JSR 245), §1.5 to §1.12.
 */
import type { Json, JsonObject } from "@millrace/kernel"
import { described, isEmpty, toBoolean, toNumber, toText, Unfit } from "./coerce.ts"
import { areEqual, order } from "./compare.ts"
import { JuelError } from "./JuelError.ts"
import type { BinaryOperator, JuelNode } from "./JuelNode.ts"
import { parseJuel } from "./parseJuel.ts"

/** An expression that is ready to be evaluated. Throws a `JuelError` where these variables do not fit. */
export type JuelProgram = (vars: JsonObject) => Json

/** Text that is put together is not longer than this. */
const maxText = 1_000_000

/**
 * Compiles an expression: `${amount > 100 && !vip}`. Its value is that of the expression; with text around it, it is a text.
 *
 * ```ts
 * compileJuel("${amount > 100 && !vip}")({ amount: 150, vip: false }) // true
 * ```
 *
 * Throws a `JuelError` with line and column where the text is none.
 */
export const compileJuel = (text: string): JuelProgram => {
  if (typeof text !== "string") throw new JuelError("JuelSyntax", "an expression is a text", String(typeof text), 0)
  return compileNode(parseJuel(text), text)
}

const compileNode = (node: JuelNode, text: string): JuelProgram => {
  const failed = (at: number, reason: string): JuelError => new JuelError("JuelFailed", reason, text, at)
  const must = <T>(value: T | Unfit, at: number): T => {
    if (value instanceof Unfit) throw failed(at, value.message)
    return value
  }
  switch (node.kind) {
    case "literal": {
      const { value } = node
      return () => value
    }
    case "variable":
      return readVariable(node.name, (reason) => new JuelError("JuelFailed", reason, text, node.at, node.name))
    case "index": {
      const { at } = node
      const base = compileNode(node.base, text)
      const key = compileNode(node.key, text)
      return (vars) =>
        must(
          memberOf(base(vars), () => key(vars)),
          at,
        )
    }
    case "unary": {
      const { at, operator } = node
      const operand = compileNode(node.operand, text)
      if (operator === "empty") return (vars) => isEmpty(operand(vars))
      return operator === "!" ? (vars) => !must(toBoolean(operand(vars)), at) : (vars) => 0 - must(toNumber(operand(vars)), at)
    }
    case "binary": {
      const { at, operator } = node
      const left = compileNode(node.left, text)
      const right = compileNode(node.right, text)
      if (operator === "&&") return (vars) => must(toBoolean(left(vars)), at) && must(toBoolean(right(vars)), at)
      if (operator === "||") return (vars) => must(toBoolean(left(vars)), at) || must(toBoolean(right(vars)), at)
      const combine = operators[operator]
      return (vars) => must(combine(left(vars), right(vars)), at)
    }
    case "choice": {
      const { at } = node
      const test = compileNode(node.test, text)
      const yes = compileNode(node.yes, text)
      const no = compileNode(node.no, text)
      return (vars) => (must(toBoolean(test(vars)), at) ? yes(vars) : no(vars))
    }
    case "list": {
      const items = node.items.map((item) => compileNode(item, text))
      return (vars) => items.map((item) => item(vars))
    }
    case "object": {
      const fields = node.fields.map(([name, field]) => [name, compileNode(field, text)] as const)
      return (vars) => Object.fromEntries(fields.map(([name, field]) => [name, field(vars)]))
    }
    case "composite": {
      const parts = node.parts.map((part) => compileNode(part, text))
      return (vars) => {
        let all = ""
        for (const part of parts) {
          all += must(toText(part(vars)), node.at)
          if (all.length > maxText) throw new JuelError("JuelTooLarge", `the text becomes longer than ${maxText} characters`, text, node.at)
        }
        return all
      }
    }
  }
}

/** What engines whose models are written in this language call the progress of activities that run many times. */
const progress: Readonly<Record<string, string>> = {
  nrOfInstances: "numberOfInstances",
  nrOfActiveInstances: "numberOfActiveInstances",
  nrOfCompletedInstances: "numberOfCompletedInstances",
}

const readVariable = (name: string, failed: (reason: string) => JuelError): JuelProgram => {
  const other = Object.hasOwn(progress, name) ? progress[name] : undefined
  // These engines count runs from 0; BPMN and Millrace count from 1.
  const first = name === "loopCounter" ? 1 : 0
  // What else these engines keep there belongs to them.
  const all = name === "execution"
  return (vars) => {
    const own = Object.hasOwn(vars, name) ? vars[name] : undefined
    const value = own === undefined && other !== undefined && Object.hasOwn(vars, other) ? vars[other] : own
    if (value === undefined && all) return { variables: vars }
    if (value === undefined) throw failed(`there is no variable '${name}' here: set it before, to null if it has no value yet`)
    return first > 0 && typeof value === "number" ? value - first : value
  }
}

/** What has no such member gives null, as nothing has: only lists cannot be asked for names. */
const memberOf = (base: Json, key: () => Json): Json | Unfit => {
  if (base === null) return null
  const name = key()
  if (name === null) return null
  if (Array.isArray(base)) {
    const index = toNumber(name)
    if (index instanceof Unfit) return new Unfit(`${described(name)} is no place in a list: they are numbered from 0`)
    return base[Math.trunc(index)] ?? null
  }
  if (typeof base !== "object") return new Unfit(`${described(base)} has nothing inside, such as ${described(name)}`)
  const text = toText(name)
  if (text instanceof Unfit) return text
  return Object.hasOwn(base, text) ? ((base as JsonObject)[text] ?? null) : null
}

type Combine = (left: Json, right: Json) => Json | Unfit

const arithmetic =
  (compute: (left: number, right: number) => number): Combine =>
  (left, right) => {
    const [one, other] = [toNumber(left), toNumber(right)]
    if (one instanceof Unfit) return one
    if (other instanceof Unfit) return other
    const result = compute(one, other)
    // JSON has one zero only.
    return Number.isFinite(result) ? result + 0 : new Unfit(`of ${one} and ${other} this gives no number`)
  }

const ordered =
  (holds: (order: number) => boolean, atNull: boolean): Combine =>
  (left, right) => {
    const found = order(left, right)
    if (found instanceof Unfit) return found
    return found === undefined ? atNull && left === right : holds(found)
  }

const operators: { readonly [operator in Exclude<BinaryOperator, "&&" | "||">]: Combine } = {
  "+": arithmetic((left, right) => left + right),
  "-": arithmetic((left, right) => left - right),
  "+=": (left, right) => {
    const [one, other] = [toText(left), toText(right)]
    if (one instanceof Unfit) return one
    if (other instanceof Unfit) return other
    return one.length + other.length > maxText ? new Unfit(`the text becomes longer than ${maxText} characters`) : one + other
  },
  "*": arithmetic((left, right) => left * right),
  "/": arithmetic((left, right) => left / right),
  "%": arithmetic((left, right) => left % right),
  "<": ordered((found) => found < 0, false),
  "<=": ordered((found) => found <= 0, true),
  ">": ordered((found) => found > 0, false),
  ">=": ordered((found) => found >= 0, true),
  "==": areEqual,
  "!=": (left, right) => {
    const equal = areEqual(left, right)
    return equal instanceof Unfit ? equal : !equal
  },
}

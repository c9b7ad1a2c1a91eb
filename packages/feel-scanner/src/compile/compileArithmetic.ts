/**
 * The operators + - * / ** and the minus sign. Numbers that are safe integers take the short way.
 */
import type { ArithmeticOperator, NodeOf } from "../syntax/Syntax.ts"
import { minus, opposite, over, plus, raised, times } from "../values/Arithmetic.ts"
import { type FeelValue, kindOf } from "../values/FeelValue.ts"
import { shown } from "../values/textOf.ts"
import type { Compiler } from "./Compiler.ts"
import type { Eval, Frame } from "./Run.ts"
import { inputOf } from "./sourceOf.ts"

const operations: Readonly<Record<ArithmeticOperator, (left: FeelValue, right: FeelValue) => FeelValue | undefined>> = {
  "+": plus,
  "-": minus,
  "*": times,
  "/": over,
  "**": raised,
}

const max = Number.MAX_SAFE_INTEGER

/** left operator right */
export const compileArithmetic = (compiler: Compiler, node: NodeOf<"arithmetic">): Eval => {
  const { operator } = node
  const left = compiler.node(node.left)
  const right = compiler.node(node.right)
  const operate = operations[operator]
  const span = compiler.span(node)
  const slow = (frame: Frame, a: FeelValue, b: FeelValue): FeelValue => {
    const result = operate(a, b)
    if (result === undefined) {
      const reason = `${operator} has no meaning for ${described(a)} and ${described(b)}.`
      return frame.run.failAt(span, "TypeMismatch", reason)
    }
    if (result === null) return frame.run.failAt(span, "NoResult", `${shown(a)} ${operator} ${shown(b)} has no result.`)
    return typeof result === "string" ? frame.run.made(result) : result
  }
  const leftName = inputOf(node.left)
  const rightName = inputOf(node.right)
  const constant = compiler.constantOf(right)
  if (typeof constant === "number" && Number.isSafeInteger(constant)) {
    const short = withInteger(operator, left, leftName, constant, slow)
    if (short !== null) return short
  }
  switch (operator) {
    case "+":
      return (frame) => {
        const a = (leftName === null ? null : frame.inputs[leftName]) ?? left(frame)
        const b = (rightName === null ? null : frame.inputs[rightName]) ?? right(frame)
        if (typeof a === "number" && typeof b === "number" && Number.isSafeInteger(a) && Number.isSafeInteger(b)) {
          const sum = a + b
          if (sum <= max && sum >= -max) return sum
        } else if (typeof a === "string" && typeof b === "string") return frame.run.made(a + b)
        return slow(frame, a, b)
      }
    case "-":
      return (frame) => {
        const a = (leftName === null ? null : frame.inputs[leftName]) ?? left(frame)
        const b = (rightName === null ? null : frame.inputs[rightName]) ?? right(frame)
        if (typeof a === "number" && typeof b === "number" && Number.isSafeInteger(a) && Number.isSafeInteger(b)) {
          const difference = a - b
          if (difference <= max && difference >= -max) return difference
        }
        return slow(frame, a, b)
      }
    case "*":
      return (frame) => {
        const a = (leftName === null ? null : frame.inputs[leftName]) ?? left(frame)
        const b = (rightName === null ? null : frame.inputs[rightName]) ?? right(frame)
        if (typeof a === "number" && typeof b === "number" && Number.isSafeInteger(a) && Number.isSafeInteger(b)) {
          const product = a * b
          if (product <= max && product >= -max) return product === 0 ? 0 : product
        }
        return slow(frame, a, b)
      }
    case "/":
      return (frame) => slow(frame, left(frame), right(frame))
    case "**":
      return (frame) => {
        const a = (leftName === null ? null : frame.inputs[leftName]) ?? left(frame)
        const b = right(frame)
        // Powers that are no integers are series with 34 digits.
        frame.run.charge(Number.isInteger(b) ? 20 : 1000)
        return slow(frame, a, b)
      }
  }
}

/** The operators with a constant integer at their right. */
const withInteger = (
  operator: ArithmeticOperator,
  left: Eval,
  leftName: string | null,
  b: number,
  slow: (frame: Frame, a: FeelValue, b: FeelValue) => FeelValue,
): Eval | null => {
  switch (operator) {
    case "+":
    case "-": {
      const added = operator === "+" ? b : 0 - b
      return (frame) => {
        const a = (leftName === null ? null : frame.inputs[leftName]) ?? left(frame)
        if (typeof a === "number" && Number.isSafeInteger(a)) {
          const sum = a + added
          if (sum <= max && sum >= -max) return sum
        }
        return slow(frame, a, b)
      }
    }
    case "*":
      return (frame) => {
        const a = (leftName === null ? null : frame.inputs[leftName]) ?? left(frame)
        if (typeof a === "number" && Number.isSafeInteger(a)) {
          const product = a * b
          if (product <= max && product >= -max) return product === 0 ? 0 : product
        }
        return slow(frame, a, b)
      }
    default:
      return null
  }
}

/** -operand */
export const compileNegation = (compiler: Compiler, node: NodeOf<"negation">): Eval => {
  const operand = compiler.node(node.operand)
  const span = compiler.span(node)
  return (frame) => {
    const value = operand(frame)
    const result = opposite(value)
    return result === undefined ? frame.run.failAt(span, "TypeMismatch", `- has no meaning for ${described(value)}.`) : result
  }
}

/** A value and its kind, for messages. */
export const described = (value: FeelValue): string => (value === null ? "null" : `the ${kindOf(value)} ${shown(value)}`)

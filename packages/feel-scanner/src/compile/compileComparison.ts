/**
 * Comparisons and `between` (DMN 1.5 §10.3.2.15). Comparing with a constant number or string takes a short way.
 */
import type { ComparisonOperator, NodeOf } from "../syntax/Syntax.ts"
import { compare } from "../values/compare.ts"
import { equal } from "../values/equal.ts"
import { type FeelContext, type FeelValue, isNumber } from "../values/FeelValue.ts"
import { costOf, type Meter } from "../values/Meter.ts"
import type { Compiler } from "./Compiler.ts"
import { described } from "./compileArithmetic.ts"
import type { Eval, Frame } from "./Run.ts"
import { inputOf, type Source, sourceOf } from "./sourceOf.ts"

type Slow = (frame: Frame, left: FeelValue, right: FeelValue) => boolean | null

/** left operator right */
export const compileComparison = (compiler: Compiler, node: NodeOf<"comparison">): Eval => {
  const { operator } = node
  const left = compiler.node(node.left)
  const right = compiler.node(node.right)
  const span = compiler.span(node)
  const slow: Slow = (frame, a, b) => {
    const result = decide(operator, a, b, frame.run)
    return result === null ? frame.run.failAt(span, "TypeMismatch", `${described(a)} ${operator} ${described(b)} has no answer.`) : result
  }
  const constant = compiler.constantOf(right)
  const source = sourceOf(node.left)
  if (typeof constant === "number") return withNumber(operator, left, source, constant, slow)
  if (typeof constant === "string" && (operator === "=" || operator === "!="))
    return withString(operator === "=", left, source, constant, slow)
  return general(node, left, right, slow)
}

/** The answer; null where the values cannot be compared. */
const decide = (operator: ComparisonOperator, left: FeelValue, right: FeelValue, meter: Meter): boolean | null => {
  if (operator === "=" || operator === "!=") {
    const same = equal(left, right, meter)
    return same === null ? null : same === (operator === "=")
  }
  if (typeof left === "string") meter.charge(costOf(left))
  const order = compare(left, right)
  if (order === null) return null
  switch (operator) {
    case "<":
      return order < 0
    case "<=":
      return order <= 0
    case ">":
      return order > 0
    case ">=":
      return order >= 0
  }
}

/** A comparison with a constant number: the value is read in the same closure where that can be done. */
const withNumber = (operator: ComparisonOperator, left: Eval, source: Source | null, right: number, slow: Slow): Eval => {
  const order = numberTests[operator]
  if (source === null) {
    return (frame) => {
      const a = left(frame)
      return typeof a === "number" ? order(a, right) : slow(frame, a, right)
    }
  }
  if (source.slot === null) return ofInput(operator, source.name, left, right, slow)
  const { slot, name } = source
  return (frame) => {
    const item = frame.slots[slot] as FeelContext | null
    const a = item === null ? null : item[name]
    return typeof a === "number" ? order(a, right) : slow(frame, left(frame), right)
  }
}

/** One closure for each operator: conditions on one input are what is evaluated most. */
const ofInput = (operator: ComparisonOperator, name: string, left: Eval, right: number, slow: Slow): Eval => {
  switch (operator) {
    case "=":
      return (frame) => {
        const a = frame.inputs[name]
        return typeof a === "number" ? a === right : slow(frame, left(frame), right)
      }
    case "!=":
      return (frame) => {
        const a = frame.inputs[name]
        return typeof a === "number" ? a !== right : slow(frame, left(frame), right)
      }
    case "<":
      return (frame) => {
        const a = frame.inputs[name]
        return typeof a === "number" ? a < right : slow(frame, left(frame), right)
      }
    case "<=":
      return (frame) => {
        const a = frame.inputs[name]
        return typeof a === "number" ? a <= right : slow(frame, left(frame), right)
      }
    case ">":
      return (frame) => {
        const a = frame.inputs[name]
        return typeof a === "number" ? a > right : slow(frame, left(frame), right)
      }
    case ">=":
      return (frame) => {
        const a = frame.inputs[name]
        return typeof a === "number" ? a >= right : slow(frame, left(frame), right)
      }
  }
}

const withString = (wanted: boolean, left: Eval, source: Source | null, right: string, slow: Slow): Eval => {
  if (source === null) {
    return (frame) => {
      const a = left(frame)
      return typeof a === "string" ? (a === right) === wanted : slow(frame, a, right)
    }
  }
  const { slot, name } = source
  if (slot === null) {
    return (frame) => {
      const a = frame.inputs[name]
      return typeof a === "string" ? (a === right) === wanted : slow(frame, left(frame), right)
    }
  }
  return (frame) => {
    const item = frame.slots[slot] as FeelContext | null
    const a = item === null ? null : item[name]
    return typeof a === "string" ? (a === right) === wanted : slow(frame, left(frame), right)
  }
}

const general = (node: NodeOf<"comparison">, left: Eval, right: Eval, slow: Slow): Eval => {
  const leftName = inputOf(node.left)
  const rightName = inputOf(node.right)
  switch (node.operator) {
    case "<":
      return (frame) => {
        const a = (leftName === null ? null : frame.inputs[leftName]) ?? left(frame)
        const b = (rightName === null ? null : frame.inputs[rightName]) ?? right(frame)
        return typeof a === "number" && typeof b === "number" ? a < b : slow(frame, a, b)
      }
    case ">":
      return (frame) => {
        const a = (leftName === null ? null : frame.inputs[leftName]) ?? left(frame)
        const b = (rightName === null ? null : frame.inputs[rightName]) ?? right(frame)
        return typeof a === "number" && typeof b === "number" ? a > b : slow(frame, a, b)
      }
    default: {
      const numbers = numberTests[node.operator]
      return (frame) => {
        const a = (leftName === null ? null : frame.inputs[leftName]) ?? left(frame)
        const b = (rightName === null ? null : frame.inputs[rightName]) ?? right(frame)
        return typeof a === "number" && typeof b === "number" ? numbers(a, b) : slow(frame, a, b)
      }
    }
  }
}

const numberTests: Readonly<Record<ComparisonOperator, (a: number, b: number) => boolean>> = {
  "=": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
}

/** value between low and high */
export const compileBetween = (compiler: Compiler, node: NodeOf<"between">): Eval => {
  const value = compiler.node(node.value)
  const low = compiler.node(node.low)
  const high = compiler.node(node.high)
  const span = compiler.span(node)
  return (frame) => {
    const v = value(frame)
    const a = low(frame)
    const b = high(frame)
    if (typeof v === "number" && typeof a === "number" && typeof b === "number") return v >= a && v <= b
    const [above, below] = [compare(v, a), compare(v, b)]
    // One side that does not hold decides, as in v >= low and v <= high.
    if ((above !== null && above < 0) || (below !== null && below > 0)) return false
    if (above !== null && below !== null) return true
    return frame.run.failAt(span, "TypeMismatch", `${described(v)} cannot be between ${described(a)} and ${described(b)}.`)
  }
}

/** Whether a value can be compared with < at all. */
export const hasOrder = (value: FeelValue): boolean => isNumber(value) || compare(value, value) !== null

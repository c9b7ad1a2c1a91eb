/**
 * `in` and unary tests (DMN 1.5 §10.3.2.15): whether a value passes one of several tests.
 */
import type { Node, NodeOf } from "../syntax/Syntax.ts"
import { compare } from "../values/compare.ts"
import { equal } from "../values/equal.ts"
import { FeelRange } from "../values/FeelRange.ts"
import { type FeelValue, isList } from "../values/FeelValue.ts"
import { type Meter, metered } from "../values/Meter.ts"
import type { Compiler } from "./Compiler.ts"
import { described } from "./compileArithmetic.ts"
import type { Eval, Frame } from "./Run.ts"

/** Whether a value lies in a range; null where it cannot be compared with it. */
const within = (value: FeelValue, range: FeelRange, meter: Meter): boolean | null => {
  if (range.form === "=") return equal(value, range.start, meter)
  if (range.form === "!=") {
    const same = equal(value, range.start, meter)
    return same === null ? null : !same
  }
  const low = range.start === null ? 1 : compare(value, range.start)
  const high = range.end === null ? -1 : compare(value, range.end)
  if (low === null || high === null) return null
  return (low > 0 || (low === 0 && range.startIncluded)) && (high < 0 || (high === 0 && range.endIncluded))
}

/** Whether a value passes a test that came out as another value: a range it lies in, a list that has it, or the same value. */
export const passes = (value: FeelValue, test: FeelValue, meter?: Meter): boolean | null => {
  if (meter === undefined) return metered((own) => passes(value, test, own))
  if (test instanceof FeelRange) {
    const inside = value instanceof FeelRange ? equal(value, test, meter) : within(value, test, meter)
    return inside
  }
  if (isList(test)) {
    meter.charge(test.length)
    if (equal(value, test, meter) === true) return true
    return test.some((item) => (item instanceof FeelRange ? passes(value, item, meter) : equal(value, item, meter)) === true)
  }
  return equal(value, test, meter)
}

type Test = (frame: Frame, value: FeelValue) => boolean | null

const mentions = (node: Node, slot: number): boolean => {
  if (node.kind === "name") {
    const { binding } = node
    return binding.kind === "local" && binding.name === "?" && binding.slot === slot
  }
  return Object.values(node).some((part) => mentionsIn(part, slot))
}

const mentionsIn = (part: unknown, slot: number): boolean => {
  if (Array.isArray(part)) return part.some((one) => mentionsIn(one, slot))
  return isNode(part) && mentions(part, slot)
}

const isNode = (part: unknown): part is Node => typeof part === "object" && part !== null && "kind" in part && "start" in part

const compileOne = (compiler: Compiler, node: Node, slot: number): Test => {
  if (node.kind === "test") {
    const operand = compiler.node(node.operand)
    const constant = compiler.constantOf(operand)
    const { form } = node
    if (typeof constant === "number") return testNumber(form, constant)
    return (frame, value) => within(value, FeelRange.ofTest(form, operand(frame)), frame.run)
  }
  const evaluate = compiler.node(node)
  const constant = compiler.constantOf(evaluate)
  if (typeof constant === "string") return (_frame, value) => (typeof value === "string" ? value === constant : equal(value, constant))
  if (constant instanceof FeelRange && constant.form === "interval") return testInterval(constant)
  if (constant !== undefined) return (frame, value) => passes(value, constant, frame.run)
  if (mentions(node, slot)) {
    return (frame, value) => {
      const answer = evaluate(frame)
      return typeof answer === "boolean" ? answer : answer === null ? null : passes(value, answer, frame.run)
    }
  }
  return (frame, value) => {
    const answer = evaluate(frame)
    // A condition that leaves the tested value out is true or false by itself.
    if (typeof answer === "boolean" && typeof value !== "boolean") return answer
    return passes(value, answer, frame.run)
  }
}

const testNumber = (form: "<" | "<=" | ">" | ">=" | "=" | "!=", bound: number): Test => {
  const range = FeelRange.ofTest(form, bound)
  const slow: Test = (frame, value) => within(value, range, frame.run)
  switch (form) {
    case "<":
      return (frame, value) => (typeof value === "number" ? value < bound : slow(frame, value))
    case "<=":
      return (frame, value) => (typeof value === "number" ? value <= bound : slow(frame, value))
    case ">":
      return (frame, value) => (typeof value === "number" ? value > bound : slow(frame, value))
    case ">=":
      return (frame, value) => (typeof value === "number" ? value >= bound : slow(frame, value))
    default:
      return slow
  }
}

const testInterval = (range: FeelRange): Test => {
  const { start, end, startIncluded, endIncluded } = range
  const slow: Test = (frame, value) => passes(value, range, frame.run)
  if (typeof start !== "number" || typeof end !== "number") return slow
  return (frame, value) => {
    if (typeof value !== "number") return slow(frame, value)
    return (startIncluded ? value >= start : value > start) && (endIncluded ? value <= end : value < end)
  }
}

/** value in (tests): true if one is passed, null if none is and one cannot be decided. */
export const compileIn = (compiler: Compiler, node: NodeOf<"in">): Eval => {
  const { slot } = node
  const value = compiler.node(node.value)
  const tests = node.tests.map((test) => compileOne(compiler, test, slot))
  const span = compiler.span(node)
  return (frame) => {
    const tested = value(frame)
    frame.slots[slot] = tested
    const answer = any(tests, frame, tested)
    return answer === null ? frame.run.failAt(span, "TypeMismatch", `${described(tested)} cannot be tested here.`) : answer
  }
}

const any = (tests: ReadonlyArray<Test>, frame: Frame, value: FeelValue): boolean | null => {
  let result: boolean | null = false
  for (const test of tests) {
    const answer = test(frame, value)
    if (answer === true) return true
    if (answer === null) result = null
  }
  return result
}

/** A whole text of unary tests. */
export const compileTests = (compiler: Compiler, node: NodeOf<"tests">): Eval => {
  const { slot, negated } = node
  const tests = node.tests.map((test) => compileOne(compiler, test, slot))
  const [first, second] = tests
  const test: Test =
    first === undefined || tests.length > 2
      ? (frame, value) => any(tests, frame, value)
      : second === undefined
        ? first
        : (frame, value) => {
            const a = first(frame, value)
            if (a === true) return true
            const b = second(frame, value)
            return b === true ? true : a === null ? null : b
          }
  if (tests.length === 0) return () => true
  if (negated) {
    return (frame) => {
      const answer = test(frame, frame.slots[slot] ?? null)
      return answer === null ? null : !answer
    }
  }
  return (frame) => test(frame, frame.slots[slot] ?? null)
}

/** What unary tests compare with: the tested value has to lie in one of the ranges, or to be equal to one of the values or its items. */
export interface ConstantTests {
  /** Without any, every value passes. */
  readonly values: ReadonlyArray<FeelValue>
  /** Passed by the values that pass none of them. */
  readonly negated: boolean
}

/** The constants of unary tests; null where one of them has to be computed. */
export const constantTests = (compiler: Compiler, { tests, negated }: NodeOf<"tests">): ConstantTests | null => {
  const values: Array<FeelValue> = []
  for (const test of tests) {
    const constant = compiler.constantOf(compiler.node(test))
    if (constant === undefined) return null
    values.push(constant)
  }
  return { values, negated }
}

/**
 * `and`, `or` (three-valued: what is no boolean counts as unknown, DMN 1.5 §10.3.2.4) and `if`.
 */
import type { NodeOf } from "../syntax/Syntax.ts"
import type { FeelValue } from "../values/FeelValue.ts"
import type { Compiler } from "./Compiler.ts"
import { described } from "./compileArithmetic.ts"
import type { Eval, Frame } from "./Run.ts"

/** What is neither true, false nor null counts as unknown, but somebody made a mistake. */
type Doubt = (frame: Frame, value: FeelValue) => null

/** a and b …, a or b …: the deciding value ends it. */
export const compileLogic = (compiler: Compiler, node: NodeOf<"and" | "or">): Eval => {
  const operands = node.operands.map(compiler.node)
  const [first, second] = operands
  const span = compiler.span(node)
  const doubt: Doubt = (frame, value) =>
    value === null || typeof value === "boolean"
      ? null
      : frame.run.failAt(span, "TypeMismatch", `'${node.kind}' needs booleans, but got ${described(value)}.`)
  if (operands.length === 2 && first !== undefined && second !== undefined)
    return node.kind === "and" ? both(first, second, doubt) : either(first, second, doubt)
  return many(operands, node.kind === "or", doubt)
}

const both =
  (first: Eval, second: Eval, doubt: Doubt): Eval =>
  (frame) => {
    const a = first(frame)
    if (a === false) return false
    const b = second(frame)
    if (b === false) return false
    if (a === true && b === true) return true
    doubt(frame, a)
    return doubt(frame, b)
  }

const either =
  (first: Eval, second: Eval, doubt: Doubt): Eval =>
  (frame) => {
    const a = first(frame)
    if (a === true) return true
    const b = second(frame)
    if (b === true) return true
    if (a === false && b === false) return false
    doubt(frame, a)
    return doubt(frame, b)
  }

const many =
  (operands: ReadonlyArray<Eval>, deciding: boolean, doubt: Doubt): Eval =>
  (frame) => {
    let result: boolean | null = !deciding
    let wrong: FeelValue = null
    for (const operand of operands) {
      const value = operand(frame)
      if (value === deciding) return deciding
      if (value === !deciding) continue
      result = null
      if (value !== null) wrong = value
    }
    return result === null ? doubt(frame, wrong) : result
  }

/** if condition then … else …: everything but true takes `else`. */
export const compileIf = (compiler: Compiler, node: NodeOf<"if">): Eval => {
  const condition = compiler.node(node.condition)
  const then = compiler.node(node.then)
  const otherwise = compiler.node(node.otherwise)
  return (frame) => (condition(frame) === true ? then(frame) : otherwise(frame))
}

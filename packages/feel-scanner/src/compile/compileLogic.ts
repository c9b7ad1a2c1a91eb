/**
 * `and`, `or` (three-valued: what is no boolean counts as unknown, DMN 1.5 §10.3.2.4) and `if`.
 */
import type { NodeOf } from "../syntax/Syntax.ts"
import type { Compiler } from "./Compiler.ts"
import type { Eval } from "./Run.ts"

/** a and b …, a or b …: the deciding value ends it. */
export const compileLogic = (compiler: Compiler, node: NodeOf<"and" | "or">): Eval => {
  const operands = node.operands.map(compiler.node)
  const [first, second] = operands
  if (operands.length === 2 && first !== undefined && second !== undefined)
    return node.kind === "and" ? both(first, second) : either(first, second)
  return many(operands, node.kind === "or")
}

const both =
  (first: Eval, second: Eval): Eval =>
  (frame) => {
    const a = first(frame)
    if (a === false) return false
    const b = second(frame)
    if (b === false) return false
    return a === true && b === true ? true : null
  }

const either =
  (first: Eval, second: Eval): Eval =>
  (frame) => {
    const a = first(frame)
    if (a === true) return true
    const b = second(frame)
    if (b === true) return true
    return a === false && b === false ? false : null
  }

const many =
  (operands: ReadonlyArray<Eval>, deciding: boolean): Eval =>
  (frame) => {
    let result: boolean | null = !deciding
    for (const operand of operands) {
      const value = operand(frame)
      if (value === deciding) return deciding
      if (value !== !deciding) result = null
    }
    return result
  }

/** if condition then … else …: everything but true takes `else`. */
export const compileIf = (compiler: Compiler, node: NodeOf<"if">): Eval => {
  const condition = compiler.node(node.condition)
  const then = compiler.node(node.then)
  const otherwise = compiler.node(node.otherwise)
  return (frame) => (condition(frame) === true ? then(frame) : otherwise(frame))
}

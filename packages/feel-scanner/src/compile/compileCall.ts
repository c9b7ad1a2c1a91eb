/**
 * Calls: of built-in functions, which are known when the text is compiled, and of functions that are values.
 */

import type { Signature } from "../builtins/Builtin.ts"
import { type Builtin, builtinOf, candidates, invokeNamed, invokePositional } from "../builtins/Builtins.ts"
import type { Span } from "../Diagnostic.ts"
import type { Node, NodeOf } from "../syntax/Syntax.ts"
import { FeelFunction } from "../values/FeelFunction.ts"
import type { FeelValue } from "../values/FeelValue.ts"
import type { Compiler } from "./Compiler.ts"
import { described } from "./compileArithmetic.ts"
import type { Eval } from "./Run.ts"

/** callee(arguments) */
export const compileCall = (compiler: Compiler, node: NodeOf<"call">): Eval => {
  const { callee } = node
  const given = node.arguments.map(compiler.node)
  if (callee.kind === "name" && callee.binding.kind === "builtin") {
    const builtin = builtinOf(callee.binding.name)
    if (builtin !== undefined) return compileBuiltin(compiler, node, builtin, given)
  }
  const evaluate = compiler.node(callee)
  const span = compiler.span(node)
  const { names } = node
  // A variable may hide a built-in function of the same name; where it is no function, the built-in one is meant.
  const hidden = hiddenBuiltin(callee)
  const fallback = hidden === undefined ? null : compileBuiltin(compiler, node, hidden, given)
  return (frame) => {
    const value = evaluate(frame)
    if (!(value instanceof FeelFunction)) {
      if (fallback !== null) return fallback(frame)
      return frame.run.failAt(
        span,
        "NoFunction",
        `${compiler.text.slice(callee.start, callee.end)} is ${described(value)}, not a function.`,
      )
    }
    const values: Array<FeelValue> = []
    for (const argument of given) values.push(argument(frame))
    frame.run.span = span
    return value.invoke({ values, names }, frame.run)
  }
}

/** Calls with one or two arguments of a function that takes just these. */
const compileShort = (
  span: Span,
  builtin: Builtin,
  { parameters, run: compute }: Signature,
  signatures: ReadonlyArray<Signature>,
  given: ReadonlyArray<Eval>,
): Eval | null => {
  const [first, second] = given
  const acceptFirst = parameters[0]?.type.accept
  const acceptSecond = parameters[1]?.type.accept
  if (first === undefined || acceptFirst === undefined || given.length > 2) return null
  if (second === undefined || acceptSecond === undefined) {
    return (frame) => {
      const value = first(frame)
      const { run } = frame
      run.span = span
      const accepted = acceptFirst(value)
      return accepted === undefined ? invokePositional(builtin, signatures, [value], run) : compute([accepted], run)
    }
  }
  return (frame) => {
    const a = first(frame)
    const b = second(frame)
    const { run } = frame
    run.span = span
    const x = acceptFirst(a)
    const y = acceptSecond(b)
    return x === undefined || y === undefined ? invokePositional(builtin, signatures, [a, b], run) : compute([x, y], run)
  }
}

const hiddenBuiltin = (callee: Node): Builtin | undefined =>
  callee.kind === "name" && callee.binding.kind !== "builtin" ? builtinOf(callee.binding.name) : undefined

const compileBuiltin = (compiler: Compiler, node: NodeOf<"call">, builtin: Builtin, given: ReadonlyArray<Eval>): Eval => {
  const span = compiler.span(node)
  const { names } = node
  if (names !== null) {
    return (frame) => {
      const values: Array<FeelValue> = []
      for (const argument of given) values.push(argument(frame))
      frame.run.span = span
      return invokeNamed(builtin, values, names, frame.run)
    }
  }
  const signatures = candidates(builtin, given.length)
  const [only] = signatures
  if (only !== undefined && signatures.length === 1 && only.rest === null && only.parameters.length === given.length) {
    const short = compileShort(span, builtin, only, signatures, given)
    if (short !== null) return short
  }
  return (frame) => {
    const values: Array<FeelValue> = []
    for (const argument of given) values.push(argument(frame))
    const { run } = frame
    run.span = span
    return invokePositional(builtin, signatures, values, run)
  }
}

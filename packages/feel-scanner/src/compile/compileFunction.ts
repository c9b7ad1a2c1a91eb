/**
 * function(…) …: functions written in FEEL, which keep the slots around them, and external ones, which the caller has to allow.
 */
import type { NodeOf } from "../syntax/Syntax.ts"
import { Any } from "../types/FeelType.ts"
import { bound, feelFunction } from "../values/CallerFunction.ts"
import { FeelFunction } from "../values/FeelFunction.ts"
import { type FeelValue, isContext } from "../values/FeelValue.ts"
import type { Compiler } from "./Compiler.ts"
import { type Eval, Frame } from "./Run.ts"

/** A function as a value. */
export const compileFunction = (compiler: Compiler, node: NodeOf<"function">): Eval => {
  if (node.external) return compileExternal(compiler, node)
  const { parameters, activation, inLoop, type } = node
  const body = compiler.node(node.body)
  const result = type.kind === "function" ? type.result : Any
  const name = "function"
  return (frame) => {
    const outer = inLoop ? new Frame(frame.inputs, frame.slots.slice(), frame.parent, frame.run) : frame
    return new FeelFunction(name, parameters, result, (call, site) => {
      const given = bound(name, parameters, call, site)
      if (given === null) return null
      const slots: Array<FeelValue> = given.slice()
      while (slots.length < activation.size) slots.push(null)
      site.enter()
      const value = body(new Frame(outer.inputs, slots, outer, site))
      site.leave()
      return value
    })
  }
}

const compileExternal = (compiler: Compiler, node: NodeOf<"function">): Eval => {
  const mapping = compiler.node(node.body)
  const span = compiler.span(node)
  const { parameters } = node
  return (frame) => {
    const wanted = mapping(frame)
    const found = isContext(wanted) ? compiler.externals({ mapping: wanted, parameters: parameters.map(({ name }) => name) }) : undefined
    if (found === undefined)
      return frame.run.failAt(span, "ExternalFunction", "This external function is not among those that are allowed.")
    return feelFunction("the external function", parameters, found)
  }
}

/**
 * list[condition] and list[position] (DMN 1.5 §10.3.2.5).
 */
import type { NodeOf } from "../syntax/Syntax.ts"
import { integerOf } from "../values/FeelNumber.ts"
import { type FeelList, type FeelValue, isContext, isList, isNumber } from "../values/FeelValue.ts"
import type { Compiler } from "./Compiler.ts"
import { described } from "./compileArithmetic.ts"
import { compileLookedInto } from "./compileName.ts"
import type { Eval, Frame } from "./Run.ts"
import { compileSelection } from "./Selection.ts"

/** source[condition] */
export const compileFilter = (compiler: Compiler, node: NodeOf<"filter">): Eval => {
  const source = compileLookedInto(compiler, node.source)
  const condition = compiler.node(node.condition)
  const { slot } = node
  const select = compileSelection(compiler, node.condition, slot)
  const span = compiler.span(node)

  const failNull = (frame: Frame): null => frame.run.failAt(span, "TypeMismatch", "There is no filter of null.")

  const at = (frame: Frame, list: FeelList, position: FeelValue): FeelValue => {
    const index = isNumber(position) ? integerOf(position) : 0
    const value = index > 0 ? list[index - 1] : index < 0 ? list[list.length + index] : undefined
    if (value !== undefined) return value
    return frame.run.failAt(span, "OutOfRange", `A list of ${list.length} items has no item at ${described(position)}.`)
  }

  const constant = compiler.constantOf(condition)
  if (constant !== undefined && constant !== null && isNumber(constant)) {
    return (frame) => {
      const value = source(frame)
      return value === null ? failNull(frame) : at(frame, isList(value) ? value : [value], constant)
    }
  }

  /** Without items the condition can only show whether it is a position. */
  const ofNothing = (frame: Frame): FeelValue => {
    frame.slots[slot] = null
    frame.slots[slot + 1] = null
    const value = condition(frame)
    return value !== null && isNumber(value) ? at(frame, [], value) : []
  }

  return (frame) => {
    const value = source(frame)
    if (value === null) return failNull(frame)
    const list = isList(value) ? value : [value]
    if (list.length === 0) return ofNothing(frame)
    const { slots, run } = frame
    run.charge(list.length)
    const selected = select === null ? null : select(frame, list)
    if (selected !== null) return selected
    const found: Array<FeelValue> = []
    for (let i = 0; i < list.length; i++) {
      const item = list[i] ?? null
      slots[slot] = item
      slots[slot + 1] = isContext(item) ? item : null
      const answer = condition(frame)
      if (answer === true) found.push(item)
      else if (answer !== false && answer !== null) {
        if (isNumber(answer) && i === 0) return at(frame, list, answer)
        return run.failAt(span, "TypeMismatch", `A filter needs a boolean or a position, but got ${described(answer)}.`)
      }
    }
    return found
  }
}

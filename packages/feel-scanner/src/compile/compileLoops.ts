/**
 * `for`, `some` and `every` (DMN 1.5 §10.3.2.15): all combinations of the items of one or more lists.
 */

import type { Span } from "../Diagnostic.ts"
import type { Iterator, NodeOf } from "../syntax/Syntax.ts"
import { FeelDate } from "../values/FeelDate.ts"
import { FeelRange } from "../values/FeelRange.ts"
import { type FeelValue, isList } from "../values/FeelValue.ts"
import type { Compiler } from "./Compiler.ts"
import { described } from "./compileArithmetic.ts"
import type { Eval, Frame } from "./Run.ts"

/** Goes through the items with `visit` until that says stop; false where there is nothing to go through. */
type Walk = (frame: Frame, visit: (frame: Frame) => boolean) => boolean

const compileWalk = (compiler: Compiler, iterators: ReadonlyArray<Iterator>, span: Span): Walk => {
  const levels = iterators.map(({ slot, source, to }) => ({
    slot,
    source: compiler.node(source),
    to: to === null ? null : compiler.node(to),
  }))
  const walk = (level: number, frame: Frame, visit: (frame: Frame) => boolean): "stopped" | "done" | "failed" => {
    const here = levels[level]
    if (here === undefined) return visit(frame) ? "done" : "stopped"
    const items = itemsOf(frame, here.source(frame), here.to === null ? undefined : here.to(frame), span)
    if (items === null) return "failed"
    for (const item of items) {
      frame.run.charge(1)
      frame.slots[here.slot] = item
      const outcome = walk(level + 1, frame, visit)
      if (outcome !== "done") return outcome
    }
    return "done"
  }
  return (frame, visit) => walk(0, frame, visit) !== "failed"
}

const itemsOf = (frame: Frame, source: FeelValue, to: FeelValue | undefined, span: Span): Iterable<FeelValue> | null => {
  if (to !== undefined)
    return (
      counted(source, to) ?? frame.run.failAt(span, "TypeMismatch", `There are no steps from ${described(source)} to ${described(to)}.`)
    )
  if (source === null) return frame.run.failAt(span, "TypeMismatch", "There are no items in null.")
  if (isList(source)) return source
  if (!(source instanceof FeelRange)) return [source]
  return rangeItems(source) ?? frame.run.failAt(span, "TypeMismatch", `There are no steps in ${described(source)}.`)
}

const rangeItems = ({ start, end, startIncluded, endIncluded }: FeelRange): Iterable<FeelValue> | null => {
  if (typeof start === "number" && typeof end === "number" && Number.isSafeInteger(start) && Number.isSafeInteger(end)) {
    return counting(start + (startIncluded ? 0 : 1), end - (endIncluded ? 0 : 1), 1, (value) => value)
  }
  if (!(start instanceof FeelDate && end instanceof FeelDate)) return null
  return counting(start.dayNumber + (startIncluded ? 0 : 1), end.dayNumber - (endIncluded ? 0 : 1), 1, FeelDate.ofDayNumber)
}

/** The integers or days from one to the other, downwards too. */
const counted = (from: FeelValue, to: FeelValue): Iterable<FeelValue> | null => {
  if (typeof from === "number" && typeof to === "number" && Number.isSafeInteger(from) && Number.isSafeInteger(to)) {
    return counting(from, to, from <= to ? 1 : -1, (value) => value)
  }
  if (!(from instanceof FeelDate && to instanceof FeelDate)) return null
  const [first, last] = [from.dayNumber, to.dayNumber]
  return counting(first, last, first <= last ? 1 : -1, FeelDate.ofDayNumber)
}

function* counting(from: number, to: number, step: 1 | -1, make: (value: number) => FeelValue): Generator<FeelValue> {
  for (let value = from; step > 0 ? value <= to : value >= to; value += step) yield make(value)
}

/** for … return …: `partial` is the list of the results so far. */
export const compileFor = (compiler: Compiler, node: NodeOf<"for">): Eval => {
  const walk = compileWalk(compiler, node.iterators, compiler.span(node))
  const body = compiler.node(node.body)
  const { partial } = node
  const [only] = node.iterators
  if (node.iterators.length === 1 && only !== undefined) return compileSingleFor(compiler, only, compiler.span(node), partial, body)
  return (frame) => {
    const results: Array<FeelValue> = []
    frame.slots[partial] = results
    const walked = walk(frame, () => {
      frame.slots[partial] = results
      results.push(body(frame))
      return true
    })
    return walked ? results : null
  }
}

/** The same over one list, which is what most of them do. */
const compileSingleFor = (compiler: Compiler, { slot, source, to }: Iterator, span: Span, partial: number, body: Eval): Eval => {
  const from = compiler.node(source)
  const until = to === null ? null : compiler.node(to)
  return (frame) => {
    const items = itemsOf(frame, from(frame), until === null ? undefined : until(frame), span)
    if (items === null) return null
    const { slots, run } = frame
    const results: Array<FeelValue> = []
    for (const item of items) {
      run.charge(1)
      slots[slot] = item
      slots[partial] = results
      results.push(body(frame))
    }
    return results
  }
}

/** some … satisfies …, every … satisfies … */
export const compileQuantified = (compiler: Compiler, node: NodeOf<"some" | "every">): Eval => {
  const span = compiler.span(node)
  const body = compiler.node(node.body)
  const deciding = node.kind === "some"
  const doubt = (frame: Frame, answer: FeelValue): null =>
    answer === null ? null : frame.run.failAt(span, "TypeMismatch", `satisfies needs a boolean, but got ${described(answer)}.`)
  const [only] = node.iterators
  if (node.iterators.length === 1 && only !== undefined) return compileSingleQuantified(compiler, only, span, body, deciding, doubt)
  const walk = compileWalk(compiler, node.iterators, span)
  return (frame) => {
    let result: boolean | null = !deciding
    const walked = walk(frame, () => {
      const answer = body(frame)
      if (answer === deciding) {
        result = deciding
        return false
      }
      if (answer !== !deciding) result = doubt(frame, answer)
      return true
    })
    return walked ? result : null
  }
}

/** The same over one list, which is what most of them do. */
const compileSingleQuantified = (
  compiler: Compiler,
  { slot, source, to }: Iterator,
  span: Span,
  body: Eval,
  deciding: boolean,
  doubt: (frame: Frame, answer: FeelValue) => null,
): Eval => {
  const from = compiler.node(source)
  const until = to === null ? null : compiler.node(to)
  return (frame) => {
    const items = itemsOf(frame, from(frame), until === null ? undefined : until(frame), span)
    if (items === null) return null
    const { slots, run } = frame
    let result: boolean | null = !deciding
    for (const item of items) {
      run.charge(1)
      slots[slot] = item
      const answer = body(frame)
      if (answer === deciding) return deciding
      if (answer !== !deciding) result = doubt(frame, answer)
    }
    return result
  }
}

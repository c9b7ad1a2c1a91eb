/**
 * Values that are put together: lists, contexts, ranges, literals that begin with @, `instance of`.
 */
import type { NodeOf } from "../syntax/Syntax.ts"
import { conforms } from "../types/conforms.ts"
import { compare } from "../values/compare.ts"
import { FeelRange } from "../values/FeelRange.ts"
import { type FeelValue, setEntry } from "../values/FeelValue.ts"
import { temporalOf } from "../values/temporalOf.ts"
import type { Compiler } from "./Compiler.ts"
import { described } from "./compileArithmetic.ts"
import { hasOrder } from "./compileComparison.ts"
import type { Eval } from "./Run.ts"

/** @"…" */
export const compileAt = (compiler: Compiler, node: NodeOf<"at">): Eval => {
  const found = temporalOf(node.text)
  if (found !== null) return compiler.constant(found.value)
  const span = compiler.span(node)
  return (frame) => frame.run.failAt(span, "InvalidLiteral", `"${node.text}" is no date, time, date and time or duration.`)
}

/** [a, b] */
export const compileList = (compiler: Compiler, node: NodeOf<"list">): Eval => {
  const items = node.items.map(compiler.node)
  return (frame) => {
    const list: Array<FeelValue> = []
    for (const item of items) list.push(item(frame))
    return list
  }
}

/** {a: b}: each entry sees those before it. */
export const compileContext = (compiler: Compiler, node: NodeOf<"context">): Eval => {
  const entries = node.entries.map(({ key, slot, value }) => ({ key, slot, value: compiler.node(value) }))
  const keys = entries.map(({ key }) => key)
  const twice = node.entries.find(({ key }, i) => keys.indexOf(key) < i)
  if (twice !== undefined) {
    const span = compiler.span(node)
    return (frame) => frame.run.failAt(span, "DuplicateEntry", `The context has two entries named ${twice.key}.`)
  }
  return (frame) => {
    const context: { [name: string]: FeelValue } = {}
    for (const { key, slot, value } of entries) {
      const entry = value(frame)
      frame.slots[slot] = entry
      setEntry(context, key, entry)
    }
    return context
  }
}

/** [a..b] */
export const compileRange = (compiler: Compiler, node: NodeOf<"range">): Eval => {
  const from = compiler.node(node.from)
  const to = compiler.node(node.to)
  const { fromIncluded, toIncluded } = node
  const span = compiler.span(node)
  return (frame) => {
    const a = from(frame)
    const b = to(frame)
    const comparable = a === null ? b !== null && hasOrder(b) : b === null ? hasOrder(a) : compare(a, b) !== null
    if (!comparable) return frame.run.failAt(span, "TypeMismatch", `There is no range from ${described(a)} to ${described(b)}.`)
    return new FeelRange(a, b, fromIncluded, toIncluded)
  }
}

/** A comparison without its left side, as a value. */
export const compileTest = (compiler: Compiler, node: NodeOf<"test">): Eval => {
  const operand = compiler.node(node.operand)
  const { form } = node
  return (frame) => FeelRange.ofTest(form, operand(frame))
}

/** value instance of type */
export const compileInstance = (compiler: Compiler, node: NodeOf<"instance">): Eval => {
  const value = compiler.node(node.value)
  const { wanted, typeName } = node
  const span = compiler.span(node)
  if (wanted === null) return (frame) => frame.run.failAt(span, "UnknownType", `There is no type named ${typeName}.`)
  return (frame) => conforms(value(frame), wanted, frame.run, false)
}

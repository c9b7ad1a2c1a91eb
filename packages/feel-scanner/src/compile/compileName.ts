/**
 * Names: entries of the caller's context, slots, entries of the item that a filter looks at, built-in functions.
 */
import { builtinFunction } from "../builtins/Builtins.ts"
import type { Binding, LocalBinding } from "../syntax/Scope.ts"
import type { Node, NodeOf } from "../syntax/Syntax.ts"
import { entryOf, type FeelContext, type FeelValue, isList } from "../values/FeelValue.ts"
import type { Compiler } from "./Compiler.ts"
import type { Eval, Frame } from "./Run.ts"

/** A name. */
export const compileName = (compiler: Compiler, node: NodeOf<"name">): Eval => {
  const { binding } = node
  if (binding.kind === "builtin") return compiler.constant(builtinFunction(binding.name) ?? null)
  const span = compiler.span(node)
  const unknown = (frame: Frame, name: string): FeelValue =>
    builtinFunction(name) ?? frame.run.failAt(span, "UnknownName", `Nothing here is named ${name}.`)
  return read(binding, unknown)
}

type Unknown = (frame: Frame, name: string) => FeelValue

const read = (binding: Binding, unknown: Unknown): Eval => {
  switch (binding.kind) {
    case "input":
      return readInput(binding.name, binding.declared ? () => null : unknown)
    case "local":
      return binding.growing ? snapshot(readLocal(binding)) : readLocal(binding)
    case "entry":
      return readEntry(binding, read(binding.otherwise, unknown))
    case "builtin": {
      const builtin = builtinFunction(binding.name) ?? null
      return () => builtin
    }
    case "unknown": {
      const { name } = binding
      return (frame) => unknown(frame, name)
    }
  }
}

const readInput = (name: string, unknown: Unknown): Eval => {
  if (name in Object.prototype) {
    return (frame) => {
      const value = ownEntry(frame.inputs, name)
      return value === undefined ? unknown(frame, name) : value
    }
  }
  return (frame) => {
    const value = frame.inputs[name]
    return value === undefined ? unknown(frame, name) : value
  }
}

/** A copy of a list that grows: what is made of it must not change with it, nor hold itself. */
const snapshot =
  (list: Eval): Eval =>
  (frame) => {
    const value = list(frame)
    if (!isList(value)) return value
    frame.run.charge(value.length)
    return value.slice()
  }

/** A name whose list is only looked into: it need not be copied. */
export const compileLookedInto = (compiler: Compiler, node: Node): Eval =>
  node.kind === "name" && node.binding.kind === "local" ? readLocal(node.binding) : compiler.node(node)

/** An entry of the item that a filter looks at: it stands behind the item's slot where it is a context. */
const readEntry = ({ item: { up, slot }, name }: Binding & { readonly kind: "entry" }, otherwise: Eval): Eval => {
  const entry = (frame: Frame, item: FeelValue): FeelValue => {
    const value = item === null ? undefined : entryOf(item as FeelContext, name)
    return value === undefined ? otherwise(frame) : value
  }
  if (up > 0 || name in Object.prototype) {
    const item = readLocal({ up, slot: slot + 1 })
    return (frame) => entry(frame, item(frame))
  }
  return (frame) => {
    const item = frame.slots[slot + 1] as FeelContext | null
    const value = item === null ? undefined : item[name]
    return value === undefined ? otherwise(frame) : value
  }
}

/** An entry with a name that every object inherits: only where the caller's objects really have it. */
const ownEntry = (inputs: FeelContext, name: string): FeelContext[string] | undefined => {
  for (let at: FeelContext | null = inputs; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    if (Object.hasOwn(at, name)) return at[name]
  }
  return undefined
}

const readLocal = ({ up, slot }: Pick<LocalBinding, "up" | "slot">): Eval => {
  if (up === 0) return (frame) => frame.slots[slot] ?? null
  if (up === 1) return (frame) => frame.parent?.slots[slot] ?? null
  return (frame) => {
    let at: Frame | null = frame
    for (let i = 0; i < up && at !== null; i++) at = at.parent
    return at?.slots[slot] ?? null
  }
}

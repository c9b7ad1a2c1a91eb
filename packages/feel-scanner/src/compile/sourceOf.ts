/**
 * Where a name's value stands, for closures that read it themselves instead of calling another.
 */
import type { Node } from "../syntax/Syntax.ts"

/** An entry of the caller's context, or (with a slot) of the context in that slot. */
export interface Source {
  readonly slot: number | null
  readonly name: string
}

/** The place of a plain name; null where it takes more to read it. */
export const sourceOf = (node: Node): Source | null => {
  if (node.kind !== "name") return null
  const { binding } = node
  // Names that every object inherits need a closer look.
  if ((binding.kind !== "input" && binding.kind !== "entry") || binding.name in Object.prototype) return null
  if (binding.kind === "input") return { slot: null, name: binding.name }
  return binding.item.up === 0 ? { slot: binding.item.slot + 1, name: binding.name } : null
}

/** The name of the input that a node is; null where it is something else. */
export const inputOf = (node: Node): string | null => {
  const source = sourceOf(node)
  return source === null || source.slot !== null ? null : source.name
}

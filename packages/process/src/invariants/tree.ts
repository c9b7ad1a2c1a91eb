/**
 * The tree is one: whoever stands in a scope is known there, once, and a scope knows nobody who is gone.
 */
import type { ElementInstance, ProcessState } from "../State.ts"
import { type Invariant, knownNode, nameOf } from "./Invariant.ts"

export const tree: Invariant = function* (compiled, state) {
  for (const it of state.elements.values()) {
    yield* holds(state, it, "children", it.children ?? [])
    yield* holds(state, it, "leaving", it.leaving ?? [])
    yield* holds(state, it, "armed", it.armed ?? [])
    const around = state.elements.get(it.parent)
    if (around === undefined) continue
    const [first, second] = (["children", "leaving", "armed"] as const).filter((among) => knows(around, among, it.id))
    if (first === undefined) yield `${nameOf(it)} stands in ${nameOf(around)}, which does not know it.`
    if (second !== undefined) yield `${nameOf(it)} is known to ${nameOf(around)} among its ${first} and among its ${second}.`
    if (first === "children" && it.ending !== undefined && !it.ending.cleared) yield `${nameOf(it)} is being ended and counts as working.`
    if (first === "leaving" && it.ending === undefined) yield `${nameOf(it)} counts as being ended and is not.`
  }
  for (const id of state.clearing) {
    const it = state.elements.get(id)
    const ends = it === undefined ? undefined : knownNode(compiled, it)?.element.region
    if (it?.ending === undefined && ends === undefined) yield `Element instance ${id} is to be cleared, and it is not being ended.`
  }
}

const knows = (around: ElementInstance, among: "children" | "leaving" | "armed", id: number): boolean => {
  const ids = around[among]
  return ids !== undefined && (Array.isArray(ids) ? ids.includes(id) : (ids as ReadonlySet<number>).has(id))
}

function* holds(state: ProcessState, it: ElementInstance, among: string, ids: Iterable<number>): Iterable<string> {
  for (const id of ids) {
    const inner = state.elements.get(id)
    if (inner === undefined) yield `${nameOf(it)} has element instance ${id} among its ${among}, which is gone.`
    else if (inner.parent !== it.id) yield `${nameOf(it)} has ${nameOf(inner)} among its ${among}, which stands elsewhere.`
  }
}

/**
 * Nobody waits in silence: whoever is at work waits for something, has others in it that are at work, or is on the
 * agenda; and a scope counts as many tokens on their way as there are.
 */
import type { CompiledProcess } from "../CompiledProcess.ts"
import { liveItems } from "../evolve/toDo.ts"
import { type ElementInstance, hasChildren, isVoid, type ProcessState } from "../State.ts"
import { type Invariant, isArmed, knownNode, nameOf } from "./Invariant.ts"

export const progress: Invariant = function* (compiled, state) {
  const tokens = new Map<number, number>()
  const walking = new Set<number>()
  for (const item of liveItems(state)) {
    if (item.kind === "walk") walking.add(item.owner)
    else if (item.kind === "spawn") walking.add(item.scope)
    else if (item.kind === "lock") continue
    else tokens.set(item.scope, (tokens.get(item.scope) ?? 0) + 1)
  }
  const caught = caughtBy(state)
  for (const it of state.elements.values()) {
    if (it.tokens < 0) yield `${nameOf(it)} counts ${it.tokens} tokens on their way.`
    if (isVoid(state, it)) continue
    const count = tokens.get(it.id) ?? 0
    if (it.ending === undefined && it.tokens !== count)
      yield `${nameOf(it)} counts ${it.tokens} tokens on their way, and there are ${count}.`
    const goesOn =
      waitsForSomething(it) ||
      hasChildren(it) ||
      count > 0 ||
      walking.has(it.id) ||
      state.clearing.has(it.id) ||
      caught.has(it.id) ||
      listens(state, it) ||
      isIdle(compiled, it)
    if (!goesOn) yield `${nameOf(it)} ${isArmed(it) ? "listens" : "is at work"} and waits for nothing.`
  }
}

const waitsForSomething = (it: ElementInstance): boolean =>
  it.job !== 0 || it.timer !== 0 || it.task !== 0 || it.subscription !== 0 || it.incident !== 0 || it.child !== 0 || it.awaits !== undefined

/** It waits for somebody to begin something in it. */
const isIdle = (compiled: CompiledProcess, it: ElementInstance): boolean =>
  knownNode(compiled, it)?.element.idles !== undefined && it.body === undefined

/** It waits for a condition, or by its listeners; or it is one of several listeners and has caught what it waited for. */
const listens = (state: ProcessState, it: ElementInstance): boolean =>
  state.watching.has(it.id) || (it.listens === undefined ? (it.armed?.length ?? 0) > 0 : it.caught !== undefined)

/** Boundary events that go on when their activity has ended. */
const caughtBy = (state: ProcessState): ReadonlySet<number> => {
  const caught = new Set<number>()
  for (const { ending } of state.elements.values()) if (ending?.outcome.to === "boundary") caught.add(ending.outcome.id)
  return caught
}

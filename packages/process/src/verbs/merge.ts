/**
 * Merging: when a join goes on that waits for all tokens that can still come to it.
 *
 * BPMN 2.0.2 §13.4.3, table 13.3: a token holds a join back from which a path leads to a flow where none has arrived, unless
 * a path leads from it to a flow where one has. Whether it holds is asked when nothing is on its way any more: all that
 * moves by itself has moved then. Where joins wait for each other in a circle, and nothing else in their scope can move,
 * the one goes on where a token waited first.
 */
import type { Node } from "../CompiledProcess.ts"
import { reachOf } from "../reach.ts"
import { type ElementInstance, isVoid } from "../State.ts"
import { dropFirst, firstStirred, stir } from "../Stirred.ts"
import { nodeNamed, type Turn } from "../Turn.ts"

/** Where tokens have arrived. */
interface Arrived {
  readonly has: (flow: string) => boolean
}

/** Whether a token somewhere in the scope holds a join back. Looks at each element at work in the scope at most once. */
export const canStillCome = (turn: Turn, scope: ElementInstance, join: Node, arrived: Arrived): boolean => {
  const reach = reachOf(turn.compiled, join)
  const holdsBack = (element: string): boolean => {
    const indexes = reach.get(nodeNamed(turn.compiled, element))
    return indexes?.every((index) => !arrived.has(join.incoming[index]?.id ?? "")) === true
  }
  for (const id of scope.children ?? []) {
    const child = turn.state.elements.get(id)
    if (child !== undefined && holdsBack(child.element)) return true
  }
  for (const element of scope.arrivals?.keys() ?? []) if (element !== join.id && holdsBack(element)) return true
  return false
}

/** What the next join does that waits for others no longer; `last` when nothing in the scope can move any more. */
export const nextMerge = (turn: Turn, scope: ElementInstance, last: boolean): (() => void) | undefined => {
  for (const element of new Set([...(scope.arrivals?.keys() ?? []), ...(scope.resets?.keys() ?? [])])) {
    const join = nodeNamed(turn.compiled, element)
    const merge = join.element.merge?.(turn, scope, join, last)
    if (merge !== undefined) return merge
  }
  return undefined
}

/** The same for all scopes in which something has happened, when nothing is on its way any more. */
export const nextMergeAnywhere = (turn: Turn): (() => void) | undefined => {
  const { state, stirred } = turn
  if (turn.stirsAll) for (const scope of state.merging) stir(stirred, scope)
  turn.stirsAll = false
  for (let id = firstStirred(stirred); id !== undefined; id = firstStirred(stirred)) {
    const scope = state.elements.get(id)
    const merge = scope === undefined || isVoid(state, scope) ? undefined : nextMerge(turn, scope, false)
    if (merge !== undefined) return merge
    dropFirst(stirred)
  }
  return undefined
}

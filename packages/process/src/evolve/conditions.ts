/**
 * Conditions that are waited for. Who waits is noted at every scope whose variables it sees, so that a change of
 * variables finds it without a search.
 */
import type { ConditionEvaluated, ConditionWatched } from "../Event.ts"
import type { ProcessState } from "../State.ts"

export const conditionWatched = (state: ProcessState, event: ConditionWatched): void => watch(state, event.owner, false)

export const conditionEvaluated = (state: ProcessState, event: ConditionEvaluated): void => {
  if (state.watching.has(event.owner)) state.watching.set(event.owner, event.holds)
}

/** Notes that an element instance waits for a condition. */
export const watch = (state: ProcessState, owner: number, holds: boolean): void => {
  state.watching.set(owner, holds)
  for (const scope of scopesAround(state, owner)) {
    const there = state.watchers.get(scope)
    if (there === undefined) state.watchers.set(scope, new Set([owner]))
    else there.add(owner)
  }
}

/** It waits no more. It and the scopes around it are still there. */
export const unwatch = (state: ProcessState, owner: number): void => {
  if (!state.watching.delete(owner)) return
  for (const scope of scopesAround(state, owner)) {
    const there = state.watchers.get(scope)
    there?.delete(owner)
    if (there?.size === 0) state.watchers.delete(scope)
  }
}

function* scopesAround(state: ProcessState, owner: number): Iterable<number> {
  for (let it = state.elements.get(owner); it !== undefined && it.parent !== 0; it = state.elements.get(it.parent)) yield it.parent
}

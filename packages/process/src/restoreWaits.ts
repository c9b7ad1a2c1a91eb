/**
 * Restoring what elements wait for, and the order in which they stand in their scopes.
 */
import { watch } from "./evolve/conditions.ts"
import type { ProcessState } from "./State.ts"
import type { ProcessSnapshot } from "./snapshot.ts"

/** Gives every wait back to the element that waits. */
export const restoreWaits = (state: ProcessState, from: ProcessSnapshot): void => {
  for (const { id, due, ...job } of from.jobs) {
    state.jobs.set(id, { ...job, due })
    const owner = state.elements.get(job.owner)
    if (owner !== undefined) owner.job = id
  }
  for (const { id, ...timer } of from.timers) {
    state.timers.set(id, timer)
    const owner = state.elements.get(timer.owner)
    if (owner !== undefined) owner.timer = id
  }
  for (const { id, owner, assignee, groups, excluded, due } of from.userTasks) {
    state.userTasks.set(id, { owner, assignee, groups, excluded, due })
    const it = state.elements.get(owner)
    if (it !== undefined) it.task = id
  }
  for (const { id, owner, kind, name, key, stays } of from.subscriptions ?? []) {
    state.subscriptions.set(id, { owner, kind, name, key, stays: stays === true })
    const it = state.elements.get(owner)
    if (it !== undefined) it.subscription = id
  }
  for (const [owner, holds] of from.watching ?? []) watch(state, owner, holds)
  for (const { id, ...child } of from.children ?? []) {
    state.children.set(id, child)
    const owner = state.elements.get(child.owner)
    if (owner !== undefined) owner.child = id
  }
  for (const { id, ...incident } of from.incidents) {
    state.incidents.set(id, incident)
    const owner = state.elements.get(incident.owner)
    if (owner !== undefined) owner.incident = id
  }
}

/** What was being ended and is alive again stands behind what began before that, and not where its id is. */
export const inOrder = (state: ProcessState): void => {
  const scopes = new Set<number>()
  for (const it of state.elements.values()) if (it.rejoined !== 0) scopes.add(it.parent)
  const placeOf = (id: number): number => state.elements.get(id)?.rejoined || id
  for (const id of scopes) {
    const scope = state.elements.get(id)
    if (scope?.children !== undefined) scope.children = new Set([...scope.children].sort((a, b) => placeOf(a) - placeOf(b)))
  }
}

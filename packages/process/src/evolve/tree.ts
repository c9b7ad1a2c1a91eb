/**
 * Changes to the tree of element instances that several events share.
 */
import { type ElementInstance, makeElementInstance, type ProcessState, type Registration } from "../State.ts"
import { unwatch } from "./conditions.ts"
import { releaseLocks } from "./locks.ts"

/** Ids count up; the highest one seen decides the next. */
export const took = (state: ProcessState, id: number): void => {
  if (id >= state.nextId) state.nextId = id + 1
}

/** Puts a new element instance into a scope. */
export const addElement = (state: ProcessState, id: number, element: string, parent: number): ElementInstance => {
  took(state, id)
  const it = makeElementInstance(id, element, parent)
  state.elements.set(id, it)
  const scope = state.elements.get(parent)
  if (scope !== undefined) {
    scope.opened = true
    scope.children ??= new Set()
    scope.children.add(id)
  }
  return it
}

/** Takes an element instance and what listens for it out of the tree. */
export const removeElement = (state: ProcessState, it: ElementInstance): void => {
  removeListeners(state, it)
  unwatch(state, it.id)
  state.elements.delete(it.id)
  if (it.locks !== undefined || it.awaits !== undefined) releaseLocks(state, it)
  state.clearing.delete(it.id)
  state.merging.delete(it.id)
  const scope = state.elements.get(it.parent)
  if (scope === undefined) return
  scope.children?.delete(it.id)
  scope.leaving?.delete(it.id)
  clearedIfEmpty(state, scope)
}

/** Takes what listens for an element out of the tree. */
export const removeListeners = (state: ProcessState, it: ElementInstance): void => {
  for (const armed of it.armed ?? []) {
    unwatch(state, armed)
    state.elements.delete(armed)
  }
}

/** What was being ended is alive again: it works in its scope, as the last one that began to. */
export const rejoin = (state: ProcessState, it: ElementInstance): void => {
  const scope = state.elements.get(it.parent)
  if (scope?.leaving?.delete(it.id) !== true) return
  scope.children ??= new Set()
  scope.children.add(it.id)
  it.rejoined = state.nextId
  took(state, it.rejoined)
}

/** An element that is being ended is cleared when nothing works in it any more. */
export const clearedIfEmpty = (state: ProcessState, it: ElementInstance): void => {
  if (it.ending !== undefined && it.children?.size === 0) state.clearing.delete(it.id)
}

/** Notes whether tokens wait for others in a scope. */
export const noteMerging = (state: ProcessState, scope: ElementInstance): void => {
  if (scope.arrivals === undefined && scope.resets === undefined) state.merging.delete(scope.id)
  else state.merging.add(scope.id)
}

/** Adds a completed activity, or a scope with what is complete in it, to a scope. */
export const register = (list: Array<Registration> | undefined, registration: Registration): Array<Registration> => {
  if (list === undefined) return [registration]
  list.push(registration)
  return list
}

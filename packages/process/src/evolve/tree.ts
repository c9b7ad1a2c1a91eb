/**
 * Changes to the tree of element instances that several events share.
 */
import { type AgendaItem, peek, push, remaining, shift } from "../Agenda.ts"
import { nextInLine } from "../activity/Lock.ts"
import { type ElementInstance, isInVoid, isVoid, makeElementInstance, type ProcessState, type Registration } from "../State.ts"
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

/** An element that is being ended is cleared when nothing works in it any more. */
export const clearedIfEmpty = (state: ProcessState, it: ElementInstance): void => {
  if (it.ending !== undefined && it.children?.size === 0) state.clearing.delete(it.id)
}

/** Takes the first item off the agenda, and whatever behind it has no meaning any more. */
export const doneFirst = (state: ProcessState): void => {
  shift(state.agenda)
  dropVoid(state)
}

/** Notes whether tokens wait for others in a scope. */
export const noteMerging = (state: ProcessState, scope: ElementInstance): void => {
  if (scope.arrivals === undefined && scope.resets === undefined) state.merging.delete(scope.id)
  else state.merging.add(scope.id)
}

/** Drops items at the head of the agenda whose scope is gone or being ended. */
export const dropVoid = (state: ProcessState): void => {
  for (let item = peek(state.agenda); item !== undefined && isVoidItem(state, item); item = peek(state.agenda)) shift(state.agenda)
}

/** Whether an item of the agenda has no meaning any more. */
export const isVoidItem = (state: ProcessState, item: AgendaItem): boolean => {
  if (item.kind === "lock") {
    const lock = state.locks.get(item.lock)
    return lock === undefined || lock.holder !== 0 || nextInLine(state, lock) === undefined
  }
  const it = state.elements.get(item.kind === "walk" ? item.owner : item.scope)
  if (it === undefined) return true
  // What is being undone goes on although its scope ends.
  if (item.kind === "walk") return it.ending === undefined && isVoid(state, it)
  if (item.kind === "spawn" && it.closed) return true
  return it.ending !== undefined || isInVoid(state, it)
}

/** Puts an item on the agenda. */
export const toDo = (state: ProcessState, item: AgendaItem): void => {
  if (!isVoidItem(state, item)) push(state.agenda, item)
}

/** Adds a completed activity, or a scope with what is complete in it, to a scope. */
export const register = (list: Array<Registration> | undefined, registration: Registration): Array<Registration> => {
  if (list === undefined) return [registration]
  list.push(registration)
  return list
}

/** What of the agenda still has a meaning, first item first. */
export const liveItems = (state: ProcessState): ReadonlyArray<AgendaItem> =>
  remaining(state.agenda).filter((item) => !isVoidItem(state, item))

/**
 * Elements: what begins, completes and ends.
 */
import * as HashMap from "effect/HashMap"
import type { ElementActivated, ElementCompleted, ElementTerminated, ElementTerminating, ScopeCleared } from "../Event.ts"
import { type ElementInstance, type ProcessState, processInstance, type Registration } from "../State.ts"
import { addElement, clearedIfEmpty, doneFirst, dropVoid, register, removeElement, toDo } from "./tree.ts"

export const elementActivated = (state: ProcessState, event: ElementActivated): void => {
  const scope = state.elements.get(event.scope)
  addElement(state, event.id, event.element, event.scope)
  if (state.turns !== undefined) state.turns.set(event.element, (state.turns.get(event.element) ?? 0) + 1)
  if (event.flow !== undefined) {
    if (scope !== undefined) scope.tokens--
    doneFirst(state)
  }
  if (event.joins === true && scope?.arrivals !== undefined) takeArrivals(scope, event.element)
}

/** One token of each flow. */
const takeArrivals = (scope: ElementInstance, element: string): void => {
  const flows = scope.arrivals?.get(element)
  if (flows === undefined) return
  for (const [flow, count] of flows) {
    if (count > 1) flows.set(flow, count - 1)
    else flows.delete(flow)
  }
  if (flows.size === 0) scope.arrivals?.delete(element)
  if (scope.arrivals?.size === 0) scope.arrivals = undefined
}

export const elementCompleted = (state: ProcessState, event: ElementCompleted): void => {
  const it = state.elements.get(event.id)
  if (it === undefined) return
  const parent = state.elements.get(it.parent)
  if (event.variable !== undefined) {
    const scope = it.compensates === undefined ? parent : state.elements.get(it.compensates.scope)
    if (scope !== undefined) scope.variables = HashMap.set(scope.variables, event.variable, it.result ?? null)
  }
  removeElement(state, it)
  if (parent === undefined) return
  if (parent.walk !== undefined && it.compensates !== undefined) {
    parent.walk = { ...parent.walk, current: undefined }
    toDo(state, { kind: "walk", owner: parent.id })
  }
  if (event.forks !== undefined) {
    parent.tokens++
    toDo(state, { kind: "fork", element: it.element, scope: parent.id, left: event.forks })
  }
}

export const elementTerminating = (state: ProcessState, event: ElementTerminating): void => {
  const it = state.elements.get(event.id)
  if (it === undefined) return
  it.ending = { outcome: event.outcome, undo: event.undo, cleared: false }
  it.tokens = 0
  it.arrivals = undefined
  if (it.id === processInstance) state.status = "terminating"
  const scope = state.elements.get(it.parent)
  if (scope?.children?.delete(it.id) === true) {
    scope.leaving ??= new Set()
    scope.leaving.add(it.id)
    clearedIfEmpty(state, scope)
  }
  if ((it.children?.size ?? 0) > 0) state.clearing.add(it.id)
  dropVoid(state)
}

export const elementTerminated = (state: ProcessState, event: ElementTerminated): void => {
  const it = state.elements.get(event.id)
  if (it === undefined) return
  if (it.walk !== undefined) giveBack(state, it)
  const scope = state.elements.get(it.parent)
  if (scope !== undefined && it.compensates === undefined) {
    if (it.registrations !== undefined) {
      const group = { seq: ++state.registered, element: it.element, items: it.registrations }
      if (event.undo === true) scope.undo = register(scope.undo, group)
      else scope.registrations = register(scope.registrations, group)
    }
    if (it.undo !== undefined) scope.undo = register(scope.undo, { seq: ++state.registered, element: it.element, items: it.undo })
  }
  removeElement(state, it)
  dropVoid(state)
}

/** What a compensation did not come to can be compensated later. */
const giveBack = (state: ProcessState, it: ElementInstance): void => {
  const walk = it.walk
  const scope = walk === undefined ? undefined : state.elements.get(walk.scope)
  if (walk === undefined || scope === undefined) return
  const back: Array<Registration> = walk.current === undefined ? [...walk.todo] : [...walk.todo, walk.current]
  if (back.length === 0) return
  scope.registrations = [...back, ...(scope.registrations ?? [])].sort((a, b) => a.seq - b.seq)
}

export const scopeCleared = (state: ProcessState, event: ScopeCleared): void => {
  const it = state.elements.get(event.id)
  if (it?.ending === undefined) return
  it.ending = { ...it.ending, cleared: true }
  const scope = state.elements.get(it.parent)
  if (scope?.leaving?.delete(it.id) === true) {
    scope.children ??= new Set()
    scope.children.add(it.id)
  }
}

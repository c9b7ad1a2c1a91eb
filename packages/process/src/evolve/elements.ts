/**
 * Elements: what begins, completes and ends.
 */
import * as HashMap from "effect/HashMap"
import { remaining } from "../Agenda.ts"
import type {
  ElementActivated,
  ElementCompleted,
  ElementCompleting,
  ElementTerminated,
  ElementTerminating,
  ScopeCleared,
  ScopeInterrupted,
} from "../Event.ts"
import { type ElementInstance, type ProcessState, processInstance } from "../State.ts"
import { giveBack, outerChain } from "./compensation.ts"
import { homeOf, runActivated, runCompleted, runTerminated } from "./items.ts"
import { doneFirst, dropVoid, toDo } from "./toDo.ts"
import { addElement, clearedIfEmpty, noteMerging, register, rejoin, removeElement, removeListeners } from "./tree.ts"

export const elementActivated = (state: ProcessState, event: ElementActivated): void => {
  const scope = state.elements.get(event.scope)
  const it = addElement(state, event.id, event.element, event.scope)
  it.undecided = event.undecided === true
  runActivated(state, it, event)
  // A list is no endless loop, however long it is.
  const ofList = event.item !== undefined && scope?.body?.total !== undefined
  if (state.turns !== undefined && !ofList) state.turns.set(event.element, (state.turns.get(event.element) ?? 0) + 1)
  if (event.flow !== undefined || event.requested === true) {
    if (scope !== undefined) scope.tokens--
    doneFirst(state)
  }
  if (event.tokens !== undefined && scope?.arrivals !== undefined) takeTokens(state, scope, event.element, event.tokens)
  if (event.joins === true && scope?.arrivals !== undefined) {
    if (event.resets === true) {
      scope.resets ??= new Map()
      scope.resets.set(event.element, new Set(scope.arrivals.get(event.element)?.keys()))
    }
    takeArrivals(state, scope, event.element)
  }
}

/** So many tokens, those of the first flows first. */
const takeTokens = (state: ProcessState, scope: ElementInstance, element: string, tokens: number): void => {
  const flows = scope.arrivals?.get(element)
  if (flows === undefined) return
  let left = tokens
  for (const [flow, count] of flows) {
    const taken = Math.min(left, count)
    left -= taken
    if (taken === count) flows.delete(flow)
    else flows.set(flow, count - taken)
    if (left === 0) break
  }
  if (flows.size === 0) scope.arrivals?.delete(element)
  if (scope.arrivals?.size === 0) scope.arrivals = undefined
  noteMerging(state, scope)
}

/** One token of each flow. */
const takeArrivals = (state: ProcessState, scope: ElementInstance, element: string): void => {
  const flows = scope.arrivals?.get(element)
  if (flows === undefined) return
  for (const [flow, count] of flows) {
    if (count > 1) flows.set(flow, count - 1)
    else flows.delete(flow)
  }
  if (flows.size === 0) scope.arrivals?.delete(element)
  if (scope.arrivals?.size === 0) scope.arrivals = undefined
  noteMerging(state, scope)
}

export const elementCompleting = (state: ProcessState, event: ElementCompleting): void => {
  const it = state.elements.get(event.id)
  if (it === undefined) return
  it.completing = true
  removeListeners(state, it)
  it.armed = undefined
  const scope = state.elements.get(it.parent)
  if (event.variable !== undefined && scope !== undefined) scope.variables = HashMap.set(scope.variables, event.variable, it.result ?? null)
}

export const elementCompleted = (state: ProcessState, event: ElementCompleted): void => {
  const it = state.elements.get(event.id)
  if (it === undefined) return
  const parent = state.elements.get(it.parent)
  if (event.variable !== undefined) {
    const home = homeOf(state, it)
    if (home?.run === false) home.scope.variables = HashMap.set(home.scope.variables, event.variable, it.result ?? null)
  }
  removeElement(state, it)
  if (parent === undefined) return
  runCompleted(state, it, parent, event)
  if (parent.walk !== undefined && it.compensates !== undefined) {
    parent.walk = { ...parent.walk, current: undefined }
    toDo(state, { kind: "walk", owner: parent.id })
  }
  if (event.forks !== undefined) {
    parent.tokens++
    const flows = event.flows === undefined ? {} : { flows: event.flows }
    toDo(state, { kind: "fork", element: it.element, scope: parent.id, left: event.forks, ...flows })
  }
}

export const elementTerminating = (state: ProcessState, event: ElementTerminating): void => {
  const it = state.elements.get(event.id)
  if (it === undefined) return
  it.ending = { outcome: event.outcome, undo: event.undo, cleared: false }
  it.tokens = 0
  it.arrivals = undefined
  it.resets = undefined
  noteMerging(state, it)
  if (it.id === processInstance && event.outcome.to !== "handler") state.status = "terminating"
  const scope = state.elements.get(it.parent)
  if (scope?.children?.delete(it.id) === true) {
    scope.leaving ??= new Set()
    scope.leaving.add(it.id)
    clearedIfEmpty(state, scope)
  }
  // What undoes something for it already finishes first.
  if ((it.children?.size ?? 0) > 0 && it.walk === undefined) state.clearing.add(it.id)
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
  if (event.child !== undefined && scope !== undefined) {
    const { element } = it
    const chain = outerChain(state, scope)
    scope.undo = register(scope.undo, { seq: ++state.registered, element, handler: element, scope: scope.id, chain, child: event.child })
  }
  removeElement(state, it)
  runTerminated(state, it)
  dropVoid(state)
}

export const scopeInterrupted = (state: ProcessState, event: ScopeInterrupted): void => {
  const it = state.elements.get(event.id)
  if (it === undefined) return
  it.ending = undefined
  it.interrupted = true
  // What was on its way in it must not come to life again.
  state.agenda.items = remaining(state.agenda).filter((item) => item.kind === "walk" || item.kind === "lock" || item.scope !== it.id)
  state.agenda.head = 0
  rejoin(state, it)
  dropVoid(state)
}

export const scopeCleared = (state: ProcessState, event: ScopeCleared): void => {
  const it = state.elements.get(event.id)
  if (it?.ending === undefined) return
  it.ending = { ...it.ending, cleared: true }
  rejoin(state, it)
}

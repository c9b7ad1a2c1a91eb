/**
 * Activities that run more than once: how many runs there are, and what becomes of each.
 */
import type { Value } from "@millrace/kernel"
import * as HashMap from "effect/HashMap"
import { peek } from "../Agenda.ts"
import { itemVariables, makeBody, room } from "../activity/Body.ts"
import type {
  ActivityClosed,
  ElementActivated,
  ElementCompleted,
  ElementsRequested,
  ItemAdded,
  ItemsCounted,
  LoopRepeated,
} from "../Event.ts"
import type { ElementInstance, ProcessState } from "../State.ts"
import { doneFirst, dropVoid, toDo } from "./toDo.ts"

export const itemsCounted = (state: ProcessState, event: ItemsCounted): void => {
  const it = state.elements.get(event.id)
  if (it?.body === undefined) return
  it.body.total = event.count
  it.body.list = event.items
  it.body.name = event.name
  it.body.window = event.window
  refill(state, it)
}

export const itemAdded = (state: ProcessState, event: ItemAdded): void => {
  state.turns = undefined
  const it = state.elements.get(event.id)
  if (it?.body?.total === undefined) return
  it.body.total++
  it.body.added ??= []
  it.body.added.push(event.item)
  refill(state, it)
}

export const loopRepeated = (state: ProcessState, event: LoopRepeated): void => {
  const it = state.elements.get(event.id)
  if (it?.body === undefined) return
  it.body.pending++
  toDo(state, { kind: "spawn", scope: it.id, left: 1 })
}

export const activityClosed = (state: ProcessState, event: ActivityClosed): void => {
  const it = state.elements.get(event.id)
  if (it === undefined) return
  it.closed = true
  dropVoid(state)
}

export const elementsRequested = (state: ProcessState, event: ElementsRequested): void => {
  const scope = state.elements.get(event.scope)
  if (scope === undefined) return
  for (const element of event.elements) {
    scope.tokens++
    toDo(state, { kind: "request", element, scope: scope.id })
  }
}

/** Puts as many runs on the agenda as may be at work. */
const refill = (state: ProcessState, it: ElementInstance): void => {
  if (it.body === undefined || it.closed) return
  const left = room(it.body)
  if (left <= 0) return
  it.body.pending += left
  toDo(state, { kind: "spawn", scope: it.id, left })
}

/** What is special to a body, or to a run, as it begins. */
export const runActivated = (state: ProcessState, it: ElementInstance, event: ElementActivated): void => {
  if (event.body === true) it.body = makeBody()
  if (event.item === undefined) return
  it.item = { index: event.item, variables: undefined, chain: undefined }
  const body = state.elements.get(event.scope)?.body
  if (body === undefined) return
  body.started++
  body.active++
  body.pending--
  const first = peek(state.agenda)
  if (first?.kind !== "spawn" || first.scope !== event.scope) return
  first.left--
  if (first.left === 0) doneFirst(state)
}

/** A run is complete; it is out of the tree. */
export const runCompleted = (state: ProcessState, it: ElementInstance, body: ElementInstance, event: ElementCompleted): void => {
  if (body.body === undefined || it.item === undefined) return
  const value: Value | undefined = event.gives ?? (event.variable === undefined ? undefined : (it.result ?? null))
  // A standard loop keeps nothing but its last value, which is a variable.
  if (body.body.total !== undefined && value !== undefined) body.body.results.set(it.item.index, value)
  body.body.completed++
  body.body.active--
  refill(state, body)
}

/** A run ended without doing its work. */
export const runTerminated = (state: ProcessState, it: ElementInstance): void => {
  const body = it.item === undefined ? undefined : state.elements.get(it.parent)?.body
  if (body !== undefined) body.active--
}

/** Where what an element sets is kept: its scope, or the run that it is. */
export const homeOf = (
  state: ProcessState,
  it: ElementInstance,
): { readonly scope: ElementInstance; readonly run: boolean } | undefined => {
  if (it.compensates !== undefined) return place(state.elements.get(it.compensates.scope))
  const around = state.elements.get(it.parent)
  if (it.item === undefined || around === undefined) return place(around)
  // The runs of a loop share the variables around it.
  return around.body?.total === undefined ? homeOf(state, around) : { scope: it, run: true }
}

const place = (scope: ElementInstance | undefined) => (scope === undefined ? undefined : { scope, run: false })

/** Sets a variable of one run. */
export const setInRun = (state: ProcessState, it: ElementInstance, name: string, value: Value): void => {
  if (it.item === undefined) return
  it.item.variables = HashMap.set(itemVariables(state.elements.get(it.parent)?.body, it.item), name, value)
}

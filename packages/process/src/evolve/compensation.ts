/**
 * Compensation: what can be undone, and what is being undone.
 */
import * as HashMap from "effect/HashMap"
import { itemVariables, makeBody } from "../activity/Body.ts"
import type { CompensationEnded, CompensationRegistered, CompensationStarted, CompensationTriggered } from "../Event.ts"
import {
  chainOf,
  type ElementInstance,
  type ProcessState,
  type Registration,
  type RegistrationGroup,
  type SingleRegistration,
  scopeChain,
} from "../State.ts"
import { type Chain, makeChain, noVariables } from "../Variables.ts"
import { doneFirst, toDo } from "./toDo.ts"
import { addElement, register } from "./tree.ts"

export const compensationRegistered = (state: ProcessState, event: CompensationRegistered): void => {
  const scope = state.elements.get(event.scope)
  if (scope === undefined) return
  const seq = ++state.registered
  const { element } = event
  if (event.handler !== undefined) {
    const within = event.within === undefined ? undefined : state.elements.get(event.within)
    const chain = within === undefined ? seenBy(state, scope, event) : outerChain(state, within)
    const child = event.child === undefined ? {} : { child: event.child }
    const held = within?.registrations === undefined ? {} : { held: within.registrations }
    if (within !== undefined) within.registrations = undefined
    scope.registrations = register(scope.registrations, { seq, element, handler: event.handler, scope: scope.id, chain, ...child, ...held })
    return
  }
  const group = event.group === undefined ? undefined : state.elements.get(event.group)
  if (group?.registrations === undefined) return
  scope.registrations = register(scope.registrations, { seq, element, items: group.registrations })
  group.registrations = undefined
}

/** The variables seen inside a scope, as they are now. */
export const outerChain = (state: ProcessState, scope: ElementInstance): Chain => {
  const look = scopeChain(state, scope)
  return "own" in look ? look : makeChain(noVariables, look)
}

/** What the handler will see: the variables as they are now; of one run also its own, with what it gave. */
const seenBy = (state: ProcessState, scope: ElementInstance, event: CompensationRegistered): Chain => {
  const run = event.item === undefined ? undefined : state.elements.get(event.item)
  if (run?.item === undefined) return outerChain(state, scope)
  const own = itemVariables(scope.body, run.item)
  return makeChain(event.variable === undefined ? own : HashMap.set(own, event.variable, run.result ?? null), chainOf(state, scope))
}

export const compensationStarted = (state: ProcessState, event: CompensationStarted): void => {
  const owner = state.elements.get(event.owner)
  const scope = state.elements.get(event.scope)
  if (owner === undefined || scope === undefined) return
  const todo = owner.ending === undefined ? takeThrown(scope, event.activity) : takeEnding(owner)
  owner.walk = { scope: event.scope, todo, current: undefined }
  toDo(state, { kind: "walk", owner: owner.id })
}

const takeThrown = (scope: ElementInstance, activity: string | undefined): Array<Registration> => {
  const all = scope.registrations ?? []
  if (activity === undefined) {
    scope.registrations = undefined
    return all
  }
  const rest = all.filter((registration) => registration.element !== activity)
  scope.registrations = rest.length === 0 ? undefined : rest
  return all.filter((registration) => registration.element === activity)
}

/** Scopes that ended with it are undone before what is complete in it. */
const takeEnding = (it: ElementInstance): Array<Registration> => {
  const own = it.ending?.undo === "all" ? (it.registrations ?? []) : []
  if (it.ending?.undo === "all") it.registrations = undefined
  const todo = [...own, ...(it.undo ?? [])]
  it.undo = undefined
  return todo
}

export const compensationTriggered = (state: ProcessState, event: CompensationTriggered): void => {
  doneFirst(state)
  const owner = state.elements.get(event.owner)
  if (owner?.walk === undefined) return
  const current = takeNext(owner.walk.todo)
  owner.walk = { ...owner.walk, current }
  const it = addElement(state, event.id, event.element, event.owner)
  it.compensates = current
  if (current?.held !== undefined) it.registrations = [...current.held]
  if (event.body === true) it.body = makeBody()
}

const takeNext = (todo: Array<Registration>): SingleRegistration | undefined => {
  for (let last = todo.pop(); last !== undefined; last = todo.pop()) {
    if (!("items" in last)) return last
    const { items, ...of } = last
    for (const item of items) todo.push({ ...item, of })
  }
  return undefined
}

/** What a compensation did not come to can be compensated later, in the place that it had. */
export const giveBack = (state: ProcessState, it: ElementInstance): void => {
  const { walk } = it
  const scope = walk === undefined ? undefined : state.elements.get(walk.scope)
  if (walk === undefined || scope === undefined) return
  const back = regroup(walk.current === undefined ? walk.todo : [...walk.todo, walk.current])
  if (back.length === 0) return
  scope.registrations = [...back, ...(scope.registrations ?? [])].sort((a, b) => a.seq - b.seq)
}

/** What is left of scopes that were taken apart stands in them again. */
const regroup = (list: ReadonlyArray<Registration>): ReadonlyArray<Registration> => {
  const result: Array<Registration> = []
  const groups = new Map<number, Array<Registration>>()
  const itemsOf = ({ of, ...group }: RegistrationGroup): Array<Registration> => {
    const known = groups.get(group.seq)
    if (known !== undefined) return known
    const items: Array<Registration> = []
    groups.set(group.seq, items)
    placeOf(of).push({ ...group, items })
    return items
  }
  const placeOf = (group: RegistrationGroup | undefined) => (group === undefined ? result : itemsOf(group))
  for (const { of, ...one } of list) placeOf(of).push(one)
  return result
}

export const compensationEnded = (state: ProcessState, event: CompensationEnded): void => {
  doneFirst(state)
  const owner = state.elements.get(event.owner)
  if (owner !== undefined) owner.walk = undefined
}

/**
 * Snapshots: the state as plain JSON, and back. Lean: what is empty is left out. Snapshots of variables that are the
 * same map in memory are written once.
 *
 * Names and shapes are the storage format: change one only together with an upcaster.
 */
import type { ErrorValue, Fault, InstanceStatus, Value } from "@millrace/kernel"
import * as HashMap from "effect/HashMap"
import { type AgendaItem, push } from "./Agenda.ts"
import type { Item } from "./activity/Body.ts"
import { type BodySnapshot, bodySnapshot, type ItemSnapshot, itemSnapshot, restoreBody, restoreItem } from "./activity/bodySnapshot.ts"
import type { Caught, EndingOutcome, Undo } from "./Event.ts"
import { liveItems } from "./evolve/toDo.ts"
import { noteMerging } from "./evolve/tree.ts"
import { inOrder, restoreWaits } from "./restoreWaits.ts"
import {
  type ElementInstance,
  initialState,
  makeElementInstance,
  type ProcessState,
  processElement,
  processInstance,
  type Registration,
  type RegistrationGroup,
  type SingleRegistration,
} from "./State.ts"
import type { Repeat } from "./time/Repeat.ts"
import { type Chain, type Input, makeChain, makeInput, noVariables, type Variables } from "./Variables.ts"

interface ElementSnapshot {
  readonly id: number
  readonly element: string
  readonly parent: number
  /** An index into `variables`. */
  readonly variables?: number
  readonly own?: true
  readonly armed?: ReadonlyArray<number>
  readonly tokens?: number
  readonly arrivals?: ReadonlyArray<readonly [string, ReadonlyArray<readonly [string, number]>]>
  readonly resets?: ReadonlyArray<readonly [string, ReadonlyArray<string>]>
  readonly undecided?: boolean
  readonly opened?: boolean
  readonly rejoined?: number
  readonly completing?: boolean
  readonly result?: Value
  readonly work?: number
  readonly progress?: Value
  readonly listens?: { readonly index: number; readonly all?: true }
  readonly interrupted?: true
  readonly caught?: Caught
  readonly repeat?: Repeat
  readonly registrations?: ReadonlyArray<RegistrationSnapshot>
  readonly undo?: ReadonlyArray<RegistrationSnapshot>
  readonly ending?: { readonly outcome: EndingOutcome; readonly undo: Undo; readonly cleared?: boolean }
  readonly walk?: { readonly scope: number; readonly todo: ReadonlyArray<RegistrationSnapshot>; readonly current?: RegistrationSnapshot }
  readonly compensates?: RegistrationSnapshot
  readonly body?: BodySnapshot
  readonly item?: ItemSnapshot
  readonly closed?: boolean
  readonly locks?: ReadonlyArray<string>
  readonly awaits?: string
}

type RegistrationSnapshot =
  | {
      readonly seq: number
      readonly element: string
      readonly handler: string
      readonly scope: number
      readonly chain: ReadonlyArray<number>
      readonly child?: number
      readonly held?: ReadonlyArray<RegistrationSnapshot>
      readonly of?: RegistrationGroup
    }
  | (RegistrationGroup & { readonly items: ReadonlyArray<RegistrationSnapshot> })

export interface ProcessSnapshot {
  readonly status: InstanceStatus | "new"
  readonly nextId: number
  readonly registered: number
  readonly input: Value
  readonly start?: string
  readonly variables: ReadonlyArray<{ readonly [name: string]: Value }>
  /** Parents before what stands in them. */
  readonly elements: ReadonlyArray<ElementSnapshot>
  /** The index of the process's variables, when it has ended. */
  readonly ended?: number
  readonly jobs: ReadonlyArray<{
    readonly id: number
    readonly owner: number
    readonly work: number
    readonly attempt: number
    readonly delivery: number
    readonly due?: number
  }>
  readonly timers: ReadonlyArray<{ readonly id: number; readonly owner: number; readonly due: number }>
  readonly userTasks: ReadonlyArray<{
    readonly id: number
    readonly owner: number
    readonly assignee?: string
    readonly groups?: ReadonlyArray<string>
    readonly excluded?: ReadonlyArray<string>
    readonly due?: number
  }>
  readonly subscriptions?: ReadonlyArray<{
    readonly id: number
    readonly owner: number
    readonly kind: "message" | "signal"
    readonly name: string
    readonly key?: string
    readonly stays?: true
  }>
  /** Who waits for a condition, and whether it holds. */
  readonly watching?: ReadonlyArray<readonly [number, boolean]>
  readonly incidents: ReadonlyArray<{ readonly id: number; readonly owner: number; readonly fault: Fault }>
  readonly called?: boolean
  readonly compensating?: boolean
  /** What can be compensated, when it has ended. */
  readonly kept?: ReadonlyArray<RegistrationSnapshot>
  readonly children?: ReadonlyArray<{ readonly id: number; readonly owner: number; readonly process?: string; readonly compensates?: true }>
  /** Who waits stands in the order in which they came. */
  readonly locks?: ReadonlyArray<{ readonly lock: string; readonly holder: number; readonly queue: ReadonlyArray<number> }>
  readonly agenda: ReadonlyArray<AgendaItem>
  readonly clearing: ReadonlyArray<number>
  readonly turns?: ReadonlyArray<readonly [string, number]>
  readonly output?: Value
  readonly error?: ErrorValue
}

const when = <K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } =>
  (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: T }

/** The state as JSON; large values stay as they are and become references when stringified. */
export const snapshot = (state: ProcessState): ProcessSnapshot => {
  const maps = new Map<Variables, number>()
  const variables: Array<{ readonly [name: string]: Value }> = []
  const indexOf = (own: Variables): number => {
    const known = maps.get(own)
    if (known !== undefined) return known
    maps.set(own, variables.length)
    return variables.push(Object.fromEntries(HashMap.entries(own))) - 1
  }
  const all = [...state.elements.values()]
  const saved = all.map((it) => elementSnapshot(it, indexOf))
  // What is complete refers to variables of runs: they are written once, and are the same map again when they are read.
  const elements = saved.map((one, index) => withItem(state, one, all[index]?.item, (own) => maps.get(own)))
  return {
    status: state.status,
    nextId: state.nextId,
    registered: state.registered,
    input: state.input.value,
    ...when("start", state.start),
    elements,
    ...when("ended", state.elements.size > 0 || state.root === undefined ? undefined : indexOf(state.root.variables)),
    variables,
    jobs: [...state.jobs].map(([id, { due, ...job }]) => ({ id, ...job, ...when("due", due) })),
    timers: [...state.timers].map(([id, timer]) => ({ id, ...timer })),
    userTasks: [...state.userTasks].map(([id, { owner, assignee, groups, excluded, due }]) => ({
      id,
      owner,
      ...when("assignee", assignee),
      ...when("groups", groups),
      ...when("excluded", excluded),
      ...when("due", due),
    })),
    ...when(
      "subscriptions",
      state.subscriptions.size === 0
        ? undefined
        : [...state.subscriptions].map(([id, { owner, kind, name, key, stays }]) => ({
            id,
            owner,
            kind,
            name,
            ...when("key", key),
            ...when("stays", stays ? (true as const) : undefined),
          })),
    ),
    ...when("watching", state.watching.size === 0 ? undefined : [...state.watching]),
    incidents: [...state.incidents].map(([id, incident]) => ({ id, ...incident })),
    ...when("called", state.called ? true : undefined),
    ...when("compensating", state.compensating ? true : undefined),
    ...when("kept", state.elements.size > 0 ? undefined : state.root?.registrations?.map((one) => registrationSnapshot(one, indexOf))),
    ...when("children", state.children.size === 0 ? undefined : [...state.children].map(([id, child]) => ({ id, ...child }))),
    ...when(
      "locks",
      state.locks.size === 0 ? undefined : [...state.locks].map(([lock, { holder, queue }]) => ({ lock, holder, queue: [...queue] })),
    ),
    agenda: liveItems(state).map((item) => ({ ...item })),
    clearing: [...state.clearing],
    ...when("turns", state.turns === undefined ? undefined : [...state.turns]),
    ...when("output", state.output),
    ...when("error", state.error),
  }
}

type IndexOf = (own: Variables) => number

const withItem = (
  state: ProcessState,
  saved: ElementSnapshot,
  item: Item | undefined,
  indexOf: (own: Variables) => number | undefined,
): ElementSnapshot => (item === undefined ? saved : { ...saved, item: itemSnapshot(state.elements.get(saved.parent)?.body, item, indexOf) })

type Unfinished = { -readonly [K in keyof ElementSnapshot]: ElementSnapshot[K] }

/** Written by hand: of an instance with ten thousand elements, spreading what is there took most of the time of a snapshot. */
const elementSnapshot = (it: ElementInstance, indexOf: IndexOf): ElementSnapshot => {
  const registered = (list: ReadonlyArray<Registration>) => list.map((one) => registrationSnapshot(one, indexOf))
  const saved: Unfinished = { id: it.id, element: it.element, parent: it.parent }
  if (it.variables !== noVariables) saved.variables = indexOf(it.variables)
  if (it.own) saved.own = true
  if (it.armed !== undefined) saved.armed = [...it.armed]
  if (it.tokens !== 0) saved.tokens = it.tokens
  if (it.arrivals !== undefined) saved.arrivals = [...it.arrivals].map(([element, flows]) => [element, [...flows]] as const)
  if (it.resets !== undefined) saved.resets = [...it.resets].map(([element, flows]) => [element, [...flows]] as const)
  if (it.undecided) saved.undecided = true
  if (it.opened) saved.opened = true
  if (it.rejoined !== 0) saved.rejoined = it.rejoined
  if (it.completing) saved.completing = true
  if (it.result !== undefined) saved.result = it.result
  if (it.work !== 0) saved.work = it.work
  if (it.progress !== undefined) saved.progress = it.progress
  if (it.listens !== undefined) saved.listens = { index: it.listens.index, ...when("all", it.listens.all ? (true as const) : undefined) }
  if (it.interrupted) saved.interrupted = true
  if (it.caught !== undefined) saved.caught = it.caught
  if (it.repeat !== undefined) saved.repeat = it.repeat
  if (it.registrations !== undefined) saved.registrations = registered(it.registrations)
  if (it.undo !== undefined) saved.undo = registered(it.undo)
  if (it.ending !== undefined) {
    const { outcome, undo, cleared } = it.ending
    saved.ending = { outcome, undo, ...when("cleared", cleared ? true : undefined) }
  }
  if (it.walk !== undefined) {
    const { scope, todo, current } = it.walk
    saved.walk = {
      scope,
      todo: registered(todo),
      ...when("current", current === undefined ? undefined : registrationSnapshot(current, indexOf)),
    }
  }
  if (it.compensates !== undefined) saved.compensates = registrationSnapshot(it.compensates, indexOf)
  if (it.body !== undefined) saved.body = bodySnapshot(it.body)
  if (it.closed) saved.closed = true
  if (it.locks !== undefined) saved.locks = it.locks
  if (it.awaits !== undefined) saved.awaits = it.awaits
  return saved
}

const registrationSnapshot = (one: Registration, indexOf: IndexOf): RegistrationSnapshot => {
  if ("items" in one) return { ...one, items: one.items.map((item) => registrationSnapshot(item, indexOf)) }
  const chain: Array<number> = []
  for (let look: Chain | Input = one.chain; "own" in look; look = look.outer) chain.push(indexOf(look.own))
  const held = one.held?.map((inner) => registrationSnapshot(inner, indexOf))
  return {
    seq: one.seq,
    element: one.element,
    handler: one.handler,
    scope: one.scope,
    chain,
    ...when("child", one.child),
    ...when("held", held),
    ...when("of", one.of),
  }
}

/** The state that a snapshot was taken of. */
export const restore = (from: ProcessSnapshot): ProcessState => {
  const state = initialState()
  state.status = from.status
  state.nextId = from.nextId
  state.registered = from.registered
  state.input = makeInput(from.input)
  state.start = from.start
  const maps = from.variables.map((own) => (Object.keys(own).length === 0 ? noVariables : HashMap.fromIterable(Object.entries(own))))
  const at = (index: number | undefined): Variables => (index === undefined ? noVariables : (maps[index] ?? noVariables))
  const chains = new Map<string, Chain>()
  const chainAt = (path: ReadonlyArray<number>): Chain => {
    const key = path.join()
    const known = chains.get(key)
    if (known !== undefined) return known
    const outer = path.length > 1 ? chainAt(path.slice(1)) : state.input
    const chain = makeChain(at(path[0]), outer)
    chains.set(key, chain)
    return chain
  }
  for (const saved of from.elements) restoreElement(state, saved, at, chainAt)
  inOrder(state)
  state.root = state.elements.get(processInstance)
  if (from.ended !== undefined) {
    state.root = makeElementInstance(processInstance, processElement, 0)
    state.root.variables = at(from.ended)
    state.root.registrations = from.kept?.map((one) => restoreRegistration(one, chainAt))
  }
  restoreWaits(state, from)
  state.called = from.called === true
  state.compensating = from.compensating === true
  for (const { lock, holder, queue } of from.locks ?? []) state.locks.set(lock, { holder, queue: new Set(queue) })
  for (const item of from.agenda) {
    push(state.agenda, { ...item })
    const body = item.kind === "spawn" ? state.elements.get(item.scope)?.body : undefined
    if (body !== undefined && item.kind === "spawn") body.pending += item.left
  }
  for (const id of from.clearing) state.clearing.add(id)
  if (from.turns !== undefined) state.turns = new Map(from.turns)
  state.output = from.output
  state.error = from.error
  return state
}

type ChainAt = (path: ReadonlyArray<number>) => Chain

const restoreRegistration = (one: RegistrationSnapshot, chainAt: ChainAt): Registration =>
  "items" in one ? { ...one, items: one.items.map((item) => restoreRegistration(item, chainAt)) } : restoreSingle(one, chainAt)

const restoreSingle = (
  { held, chain, ...one }: Exclude<RegistrationSnapshot, { readonly items: unknown }>,
  chainAt: ChainAt,
): SingleRegistration => ({
  ...one,
  chain: chainAt(chain),
  ...when(
    "held",
    held?.map((inner) => restoreRegistration(inner, chainAt)),
  ),
})

const restoreElement = (
  state: ProcessState,
  saved: ElementSnapshot,
  at: (index: number | undefined) => Variables,
  chainAt: ChainAt,
): void => {
  const registration = (one: RegistrationSnapshot): Registration => restoreRegistration(one, chainAt)
  const maybe = (one: RegistrationSnapshot | undefined) => (one === undefined || "items" in one ? undefined : restoreSingle(one, chainAt))
  const it = makeElementInstance(saved.id, saved.element, saved.parent)
  it.variables = at(saved.variables)
  it.own = saved.own === true
  it.armed = saved.armed === undefined ? undefined : [...saved.armed]
  it.tokens = saved.tokens ?? 0
  it.arrivals = saved.arrivals === undefined ? undefined : new Map(saved.arrivals.map(([element, flows]) => [element, new Map(flows)]))
  it.resets = saved.resets === undefined ? undefined : new Map(saved.resets.map(([element, flows]) => [element, new Set(flows)]))
  it.undecided = saved.undecided === true
  it.opened = saved.opened === true
  it.rejoined = saved.rejoined ?? 0
  it.completing = saved.completing === true
  it.result = saved.result
  it.work = saved.work ?? 0
  it.progress = saved.progress
  it.listens = saved.listens === undefined ? undefined : { index: saved.listens.index, all: saved.listens.all === true }
  it.interrupted = saved.interrupted === true
  it.caught = saved.caught
  it.repeat = saved.repeat
  it.registrations = saved.registrations?.map(registration)
  it.undo = saved.undo?.map(registration)
  it.ending = saved.ending === undefined ? undefined : { ...saved.ending, cleared: saved.ending.cleared === true }
  it.walk =
    saved.walk === undefined
      ? undefined
      : { scope: saved.walk.scope, todo: saved.walk.todo.map(registration), current: maybe(saved.walk.current) }
  it.compensates = maybe(saved.compensates)
  it.body = saved.body === undefined ? undefined : restoreBody(saved.body)
  it.item = saved.item === undefined ? undefined : restoreItem(state.elements.get(it.parent)?.body, saved.item, at)
  it.closed = saved.closed === true
  it.locks = saved.locks === undefined ? undefined : [...saved.locks]
  it.awaits = saved.awaits
  state.elements.set(it.id, it)
  noteMerging(state, it)
  const scope = state.elements.get(it.parent)
  if (scope === undefined || it.listens !== undefined) return
  const leaving = it.ending !== undefined && !it.ending.cleared
  const among = leaving ? "leaving" : "children"
  scope[among] ??= new Set()
  scope[among].add(it.id)
}

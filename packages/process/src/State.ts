/**
 * The state of a process instance: a tree of element instances, what they wait for, and the agenda.
 * Only `evolve` changes it.
 */
import type { ErrorValue, Fault, InstanceStatus, Value } from "@millrace/kernel"
import { type Agenda, emptyAgenda } from "./Agenda.ts"
import { type Body, type Item, itemVariables } from "./activity/Body.ts"
import type { Lock } from "./activity/Lock.ts"
import type { Caught, EndingOutcome, Undo } from "./Event.ts"
import type { Repeat } from "./time/Repeat.ts"
import { type Chain, type Input, makeChain, makeInput, noVariables, type Variables } from "./Variables.ts"

/** An element at work. The outermost one is the process itself. */
export interface ElementInstance {
  readonly id: number
  readonly element: string
  /** The scope it stands in; what a listener listens for; the owner of a compensation; 0 for the process. */
  readonly parent: number
  variables: Variables
  /** No others stand in it: it sees its variables itself. */
  own: boolean
  /** The snapshot made last, for as long as it holds. */
  chain: Chain | undefined
  /** Element instances in it that work. */
  children: Set<number> | undefined
  /** Element instances in it that are being ended. */
  leaving: Set<number> | undefined
  /** What listens for it. */
  armed: Array<number> | undefined
  /** Which of its event's triggers it is, for a listener. */
  listens: Listening | undefined
  /** Tokens that are on their way in it. */
  tokens: number
  /** Tokens that wait in it, by element and flow. */
  arrivals: Map<string, Map<string, number>> | undefined
  /** Gateways in it that have begun and do not wait for the next time yet, each with the flows on which a token has come. */
  resets: Map<string, Set<string>> | undefined
  /** It could not find out whether it begins, and has taken no token. */
  undecided: boolean
  /** Something in it has begun. */
  opened: boolean
  /** An event sub-process has taken the place of everything in it: nothing listens for it any more. */
  interrupted: boolean
  /** It was being ended and is alive again: its place among those in its scope, as if this were its id; 0 if it never was. */
  rejoined: number
  /** Its work is done: only through which flows it leaves is open. */
  completing: boolean
  /** What its work gave. */
  result: Value | undefined
  /** What it waits for; 0 is nothing. */
  job: number
  timer: number
  task: number
  subscription: number
  incident: number
  /** Its first job: later ones do the same work. */
  work: number
  /** What its handler reported last. */
  progress: Value | undefined
  /** What it caught, until that is used. */
  caught: Caught | undefined
  repeat: Repeat | undefined
  /** What is complete in it and can be compensated, last completed last. */
  registrations: Array<Registration> | undefined
  /** What was complete in scopes that ended in it and has to be undone. */
  undo: Array<Registration> | undefined
  ending: Ending | undefined
  walk: Walk | undefined
  /** What it compensates, for a compensation handler. */
  compensates: SingleRegistration | undefined
  /** Of an activity that runs more than once: how far it is. Its items stand in it. */
  body: Body | undefined
  /** Of one run of an activity that runs more than once: which one it is. */
  item: Item | undefined
  /** Nothing further begins in it: what is at work finishes. */
  closed: boolean
  /** Locks that it holds, and the one that it waits for. */
  locks: ReadonlyArray<string> | undefined
  awaits: string | undefined
  /** The instance that it called and waits for, or whose compensation it waits for. */
  child: number
}

/** What makes an element instance a listener. */
export interface Listening {
  readonly index: number
  /** All listeners of its element have to catch something. */
  readonly all: boolean
}

/** A completed activity with what its compensation needs. */
export interface SingleRegistration {
  readonly seq: number
  readonly element: string
  readonly handler: string
  readonly scope: number
  readonly chain: Chain
  /** The instance that was called: it compensates itself. */
  readonly child?: number
  /** What is complete in it, where its handler stands in it. */
  readonly held?: ReadonlyArray<Registration>
  /** What it was taken out of, one by one, to be compensated. */
  readonly of?: RegistrationGroup
}
/** A scope that has ended. */
export interface RegistrationGroup {
  readonly seq: number
  readonly element: string
  readonly of?: RegistrationGroup
}
/** A scope that has ended, with what is complete in it. */
export interface GroupRegistration extends RegistrationGroup {
  readonly items: ReadonlyArray<Registration>
}
/** What can be compensated. */
export type Registration = SingleRegistration | GroupRegistration

/** A compensation under way. */
export interface Walk {
  /** Where the registrations came from. */
  readonly scope: number
  /** The last one is next. */
  readonly todo: Array<Registration>
  current: SingleRegistration | undefined
}

/** Why and how an element is being ended. */
export interface Ending {
  readonly outcome: EndingOutcome
  readonly undo: Undo
  /** Everything in it is gone; it completes as soon as it can. */
  readonly cleared: boolean
}

/** A handler that has to run. */
export interface Job {
  readonly owner: number
  readonly work: number
  attempt: number
  delivery: number
  /** When the next attempt is due, if that is what it waits for. */
  due: number | undefined
}
/** A moment that is waited for. */
export interface Timer {
  readonly owner: number
  readonly due: number
}
/** A message or a signal that is waited for. */
export interface Subscription {
  readonly owner: number
  readonly kind: "message" | "signal"
  readonly name: string
  readonly key: string | undefined
  readonly stays: boolean
}
/** Something that a person has to do. */
export interface UserTask {
  readonly owner: number
  assignee: string | undefined
  readonly groups: ReadonlyArray<string> | undefined
  readonly excluded: ReadonlyArray<string> | undefined
  due: number | undefined
}
/** Another instance that was called. */
export interface ChildInstance {
  readonly owner: number
  /** The id of its process. */
  readonly process?: string
  /** It has ended, and is to undo what it did. */
  readonly compensates?: true
}
/** Something that people have to mend. */
export interface Incident {
  readonly owner: number
  readonly fault: Fault
}

/** Everything an instance knows. */
export interface ProcessState {
  status: InstanceStatus | "new"
  /** The next id for anything in the instance. */
  nextId: number
  /** Registrations so far. */
  registered: number
  input: Input
  /** What it began with, where that was named. */
  start: string | undefined
  /** Another instance called it and waits for its end. */
  called: boolean
  /** Its caller asked for what is complete in it to be undone. */
  compensating: boolean
  /** The process itself; kept after its end for its variables. */
  root: ElementInstance | undefined
  readonly elements: Map<number, ElementInstance>
  readonly jobs: Map<number, Job>
  readonly timers: Map<number, Timer>
  readonly userTasks: Map<number, UserTask>
  readonly subscriptions: Map<number, Subscription>
  /** Those that wait for a condition, and whether it holds. */
  readonly watching: Map<number, boolean>
  /** Those that wait for a condition, by each scope whose variables they see. Follows from `watching`. */
  readonly watchers: Map<number, Set<number>>
  readonly incidents: Map<number, Incident>
  /** Instances that were called, or that compensate what they did, by their number. */
  readonly children: Map<number, ChildInstance>
  /** Locks that are held or waited for, by their name. */
  readonly locks: Map<string, Lock>
  readonly agenda: Agenda
  /** Scopes in which tokens wait for others. */
  readonly merging: Set<number>
  /** Elements being ended that still have others in them, innermost last. */
  readonly clearing: Set<number>
  /** How often each element began since the first `ContinueRequested` after the last thing that came from outside. */
  turns: Map<string, number> | undefined
  output: Value | undefined
  error: ErrorValue | undefined
}

/** Where the process itself stands in `ElementInstance.element`. */
export const processElement = ""
/** The id of the process itself among the element instances. */
export const processInstance = 1

/** The state of an instance that has not been started. */
export const initialState = (): ProcessState => ({
  status: "new",
  nextId: processInstance,
  registered: 0,
  input: makeInput(null),
  start: undefined,
  called: false,
  compensating: false,
  root: undefined,
  elements: new Map(),
  jobs: new Map(),
  timers: new Map(),
  userTasks: new Map(),
  subscriptions: new Map(),
  watching: new Map(),
  watchers: new Map(),
  incidents: new Map(),
  children: new Map(),
  locks: new Map(),
  agenda: emptyAgenda(),
  merging: new Set(),
  clearing: new Set(),
  turns: undefined,
  output: undefined,
  error: undefined,
})

/** An element instance that has done nothing yet. */
export const makeElementInstance = (id: number, element: string, parent: number): ElementInstance => ({
  id,
  element,
  parent,
  variables: noVariables,
  own: false,
  chain: undefined,
  children: undefined,
  leaving: undefined,
  armed: undefined,
  listens: undefined,
  tokens: 0,
  arrivals: undefined,
  resets: undefined,
  undecided: false,
  opened: false,
  interrupted: false,
  rejoined: 0,
  completing: false,
  result: undefined,
  job: 0,
  timer: 0,
  task: 0,
  subscription: 0,
  incident: 0,
  work: 0,
  progress: undefined,
  caught: undefined,
  repeat: undefined,
  registrations: undefined,
  undo: undefined,
  ending: undefined,
  walk: undefined,
  compensates: undefined,
  body: undefined,
  item: undefined,
  closed: false,
  locks: undefined,
  awaits: undefined,
  child: 0,
})

/** Whether other elements stand in it, working or being ended. */
export const hasChildren = (it: ElementInstance): boolean => (it.children?.size ?? 0) > 0 || (it.leaving?.size ?? 0) > 0

/** Whether a scope has nothing left that could go on. */
export const isAtRest = (scope: ElementInstance): boolean => scope.tokens === 0 && !hasChildren(scope)

/** Whether what an element waits for has no meaning any more, because it or a scope around it is being ended. */
export const isVoid = (state: ProcessState, it: ElementInstance): boolean => {
  if (it.ending !== undefined && !it.ending.cleared) return true
  return isInVoid(state, it)
}

/** Whether a scope around an element is being ended, unless it is to finish first: compensation always does. */
export const isInVoid = (state: ProcessState, it: ElementInstance): boolean => {
  let child = it
  while (child.parent !== 0) {
    const parent = state.elements.get(child.parent)
    if (parent === undefined) return true
    // What stands at the border of a scope listens on while an event sub-process makes room for itself in it.
    const around = child.listens !== undefined && parent.ending?.outcome.to === "handler"
    if (parent.ending !== undefined && !around) return child.compensates === undefined
    child = parent
  }
  return false
}

/** Whether an element undoes something, by itself or as one run of what does. */
export const isUndoing = (state: ProcessState, it: ElementInstance): boolean =>
  it.compensates !== undefined || (it.item !== undefined && state.elements.get(it.parent)?.compensates !== undefined)

/** Whether an element undoes something, or stands in what does. */
export const isWithinUndoing = (state: ProcessState, it: ElementInstance): boolean => {
  for (let inner: ElementInstance | undefined = it; inner !== undefined; inner = state.elements.get(inner.parent))
    if (inner.compensates !== undefined) return true
  return false
}

/** The variables an element sees, as a snapshot. */
export const chainOf = (state: ProcessState, it: ElementInstance): Chain | Input => (it.own ? scopeChain(state, it) : aroundOf(state, it))

/** The variables that are seen around an element. */
const aroundOf = (state: ProcessState, it: ElementInstance): Chain | Input =>
  it.compensates !== undefined
    ? it.compensates.chain
    : it.item !== undefined
      ? itemChain(state, it, it.item)
      : scopeChain(state, state.elements.get(it.parent))

/** What one run of an activity sees: its item and its counter, and what is seen around the activity as a whole. */
const itemChain = (state: ProcessState, it: ElementInstance, item: Item): Chain => {
  const body = state.elements.get(it.parent)
  const outer = body === undefined ? state.input : chainOf(state, body)
  const own = itemVariables(body?.body, item)
  if (item.chain === undefined || item.chain.own !== own || item.chain.outer !== outer) item.chain = makeChain(own, outer)
  return item.chain
}

/** The variables seen from inside a scope, as a snapshot. */
export const scopeChain = (state: ProcessState, scope: ElementInstance | undefined): Chain | Input => {
  if (scope === undefined) return state.input
  const outer = scope.parent === 0 ? state.input : aroundOf(state, scope)
  const chain = scope.chain
  if (chain !== undefined && chain.own === scope.variables && chain.outer === outer) return chain
  scope.chain = makeChain(scope.variables, outer)
  return scope.chain
}

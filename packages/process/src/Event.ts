/**
 * What happens in a process, beside the vocabulary that all deciders share (`WorldEvent`).
 *
 * Names and shapes are the storage format: change one only together with an upcaster. An event says everything that
 * evolving the state needs, so that nothing has to look at the type of an element.
 */
import type { ErrorValue, Value, WorldEvent } from "@millrace/kernel"
import type { Repeat } from "./time/Repeat.ts"

/** An element began in a scope; `flow` is the flow whose token it took. */
export interface ElementActivated {
  readonly type: "ElementActivated"
  readonly id: number
  readonly element: string
  readonly scope: number
  readonly flow?: string
  /** It took one token from each flow on which tokens wait for it. */
  readonly joins?: true
  /** Tokens that still come on the other flows are for what it began with already. */
  readonly resets?: true
  /** It takes no token: it could not find out whether it begins. */
  readonly undecided?: true
  /** It took so many tokens, whichever flows they came on. */
  readonly tokens?: number
  /** It was the first of those that were asked for. */
  readonly requested?: true
  /** It runs more than once: this is what holds its runs together. */
  readonly body?: true
  /** It is one run of the activity that `scope` is as a whole: which one, from 0. */
  readonly item?: number
}
/** An element did its work; through which flows it leaves is decided next. */
export interface ElementCompleting {
  readonly type: "ElementCompleting"
  readonly id: number
  /** The variable of the scope that takes the result. */
  readonly variable?: string
}
/** An element did its work. */
export interface ElementCompleted {
  readonly type: "ElementCompleted"
  readonly id: number
  /** The variable of the scope that takes the result. */
  readonly variable?: string
  /** So many flows are taken now, each with a `SequenceFlowTaken`. */
  readonly forks?: number
  /** Which ones, where those are not all of them. */
  readonly flows?: ReadonlyArray<string>
  /** What one run of an activity gives, where that is not what its work gave. */
  readonly gives?: Value
}
/** An activity that runs for each item of a list, or so many times, knows how many runs there are. */
export interface ItemsCounted {
  readonly type: "ItemsCounted"
  readonly id: number
  readonly count: number
  readonly items?: Value
  /** The variable of each run that has its item. */
  readonly name?: string
  /** At most so many runs at once. */
  readonly window?: number
}
/** It got one more item. */
export interface ItemAdded {
  readonly type: "ItemAdded"
  readonly id: number
  readonly item: Value
}
/** The next run of a loop begins. */
export interface LoopRepeated {
  readonly type: "LoopRepeated"
  readonly id: number
}
/** Nothing further begins in an activity; what is at work finishes. */
export interface ActivityClosed {
  readonly type: "ActivityClosed"
  readonly id: number
}
/** These elements of an ad-hoc scope begin. */
export interface ElementsRequested {
  readonly type: "ElementsRequested"
  readonly scope: number
  readonly elements: ReadonlyArray<string>
}
/** An element waits until it may have a lock. */
export interface LockAwaited {
  readonly type: "LockAwaited"
  readonly id: number
  readonly lock: string
}
/** An element has a lock, until it is gone. */
export interface LockTaken {
  readonly type: "LockTaken"
  readonly id: number
  readonly lock: string
}
/** An element that has other elements in it, or work to undo, is being ended: all its waits are void from now on. */
export interface ElementTerminating {
  readonly type: "ElementTerminating"
  readonly id: number
  readonly outcome: EndingOutcome
  readonly undo: Undo
}
/** An element ended without doing its work. */
export interface ElementTerminated {
  readonly type: "ElementTerminated"
  readonly id: number
  /** What is complete in it is undone together with the scope around it. */
  readonly undo?: true
  /** The instance that it called, and that is undone as well. */
  readonly child?: number
}
/** Nothing is left in a scope that was ended from inside: it completes. */
export interface ScopeCleared {
  readonly type: "ScopeCleared"
  readonly id: number
}
/** Nothing is left in a scope that an event sub-process interrupted: the event sub-process runs in it now. */
export interface ScopeInterrupted {
  readonly type: "ScopeInterrupted"
  readonly id: number
}

/** What follows when an element has been ended. */
export type EndingOutcome =
  /** The triggered boundary event goes on. */
  | { readonly to: "boundary"; readonly id: number }
  /** The event sub-process that begins with this element runs in the scope, which is alive again. */
  | { readonly to: "handler"; readonly start: string; readonly caught?: Caught }
  /** The error leaves the instance. */
  | { readonly to: "failed"; readonly error: ErrorValue }
  | { readonly to: "cancelled"; readonly reason: string }
  /** The scope completes, as a terminate end event wants it. */
  | { readonly to: "completed" }
  /** Nothing: the scope around it is ending too. */
  | { readonly to: "nothing" }

/** What an ending rolls back: everything complete, what is complete in sagas, or nothing. */
export type Undo = "all" | "sagas" | "none"

/** A token is on its way along a flow. */
export interface SequenceFlowTaken {
  readonly type: "SequenceFlowTaken"
  readonly flow: string
  readonly scope: number
  /** One of the flows that the last `ElementCompleted` with `forks` announced. */
  readonly forked?: true
  /** The token is withdrawn before it is on its way. */
  readonly withdrawn?: true
}
/** A token arrived at an element that waits for more of them. */
export interface TokenArrived {
  readonly type: "TokenArrived"
  readonly element: string
  readonly flow: string
  readonly scope: number
  /** It is for what the element began with already. */
  readonly late?: true
}
/** All that could still come for what a gateway began with has come: it waits for the next time. */
export interface GatewayReset {
  readonly type: "GatewayReset"
  readonly element: string
  readonly scope: number
}
/** An element ends others in its scope. */
export interface RegionCancelling {
  readonly type: "RegionCancelling"
  readonly id: number
}
/** All of them have ended. */
export interface RegionCancelled {
  readonly type: "RegionCancelled"
  readonly id: number
}
/** Tokens are taken from these flows, wherever they wait or are on their way. */
export interface TokensWithdrawn {
  readonly type: "TokensWithdrawn"
  readonly scope: number
  readonly flows: ReadonlyArray<string>
}

export interface VariableSet {
  readonly type: "VariableSet"
  readonly scope: number
  readonly name: string
  readonly value: Value
  /** `scope` is one run of an activity that runs more than once: it is a variable of that run. */
  readonly run?: true
  /** `scope` is an element in which no others stand: it is a variable of its own. */
  readonly own?: true
}
/** How a decision was made, as it tells itself: for the history only, nothing evolves. */
export interface DecisionExplained {
  readonly type: "DecisionExplained"
  readonly id: number
  readonly element: string
  readonly explanation: Value
}
/** The value of a scope was given; the last one counts. */
export interface OutputSet {
  readonly type: "OutputSet"
  readonly scope: number
  readonly value: Value
}

/**
 * Something listens beside an element from now on, as long as that lasts: a boundary event beside its activity, the start
 * of an event sub-process beside its scope, what stands behind an event-based gateway beside the gateway, each of several
 * triggers beside the event that has them.
 */
export interface ListenerArmed {
  readonly type: "ListenerArmed"
  readonly id: number
  readonly element: string
  readonly owner: number
  /** Which of several triggers. */
  readonly index?: number
  /** The others of this element have to be caught as well. */
  readonly all?: true
  readonly repeat?: Repeat
}
/** It listens no more. */
export interface ListenerDisarmed {
  readonly type: "ListenerDisarmed"
  readonly id: number
}
/** What was caught: a payload, a typed error, and which of several triggers it was. */
export interface Caught {
  readonly payload?: Value
  readonly error?: ErrorValue
  readonly index?: number
}
/** What an element, or what listens, caught is kept until it is used. */
export interface EventCaught {
  readonly type: "EventCaught"
  readonly id: number
  readonly caught: Caught
}
/** Something was caught, and what caught it is an element of the scope from now on. */
export interface EventTriggered {
  readonly type: "EventTriggered"
  readonly id: number
  readonly element: string
  readonly scope: number
  readonly caught?: Caught
  /** What listened for it, and listens no more. */
  readonly disarms?: number
}
/** Something waits for its condition to become true. */
export interface ConditionWatched {
  readonly type: "ConditionWatched"
  readonly owner: number
}
/** What a watched condition gives, where that has changed. */
export interface ConditionEvaluated {
  readonly type: "ConditionEvaluated"
  readonly owner: number
  readonly holds: boolean
}

/** A completed activity can be compensated, with the variables as they are now. */
export interface CompensationRegistered {
  readonly type: "CompensationRegistered"
  readonly element: string
  readonly scope: number
  /** The element that compensates it. */
  readonly handler?: string
  /** The scope that completes: what is complete in it is compensated as a whole. */
  readonly group?: number
  /** The run that completes, and the variable that takes what its work gave: what compensates it sees them. */
  readonly item?: number
  readonly variable?: string
  /** The instance that was called: it compensates what is complete in it. */
  readonly child?: number
  /** The scope that completes and has the handler in it: that sees its variables, and can compensate what is complete in it. */
  readonly within?: number
}
/** `owner` compensates what is complete in `scope`, or only `activity` in it, last completed first. */
export interface CompensationStarted {
  readonly type: "CompensationStarted"
  readonly owner: number
  readonly scope: number
  readonly activity?: string
}
/** The next handler begins. */
export interface CompensationTriggered {
  readonly type: "CompensationTriggered"
  readonly id: number
  readonly element: string
  readonly owner: number
  /** It runs more than once: this is what holds its runs together. */
  readonly body?: true
}
/** All handlers are done. */
export interface CompensationEnded {
  readonly type: "CompensationEnded"
  readonly owner: number
}

export type OwnEvent =
  | ElementActivated
  | ElementCompleting
  | ElementCompleted
  | ElementTerminating
  | ElementTerminated
  | ScopeCleared
  | ScopeInterrupted
  | SequenceFlowTaken
  | TokenArrived
  | GatewayReset
  | RegionCancelling
  | RegionCancelled
  | TokensWithdrawn
  | VariableSet
  | OutputSet
  | DecisionExplained
  | ListenerArmed
  | ListenerDisarmed
  | EventCaught
  | EventTriggered
  | ConditionWatched
  | ConditionEvaluated
  | CompensationRegistered
  | CompensationStarted
  | CompensationTriggered
  | CompensationEnded
  | ItemsCounted
  | ItemAdded
  | LoopRepeated
  | ActivityClosed
  | ElementsRequested
  | LockAwaited
  | LockTaken

/** Every event in the log of a process. */
export type ProcessEvent = OwnEvent | WorldEvent

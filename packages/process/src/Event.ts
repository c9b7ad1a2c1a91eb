/**
 * What happens in a process, beside the vocabulary that all deciders share (`WorldEvent`).
 *
 * Names and shapes are the storage format: change one only together with an upcaster. An event says everything that
 * evolving the state needs, so that nothing has to look at the type of an element.
 */
import type { ErrorValue, Value, WorldEvent } from "@millrace/kernel"

/** An element began in a scope; `flow` is the flow whose token it took. */
export interface ElementActivated {
  readonly type: "ElementActivated"
  readonly id: number
  readonly element: string
  readonly scope: number
  readonly flow?: string
  /** It took one token from each flow on which tokens wait for it. */
  readonly joins?: true
}
/** An element did its work. */
export interface ElementCompleted {
  readonly type: "ElementCompleted"
  readonly id: number
  /** The variable of the scope that takes the result. */
  readonly variable?: string
  /** So many flows are taken now, each with a `SequenceFlowTaken`. */
  readonly forks?: number
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
}
/** Nothing is left in a scope that was ended from inside: it completes. */
export interface ScopeCleared {
  readonly type: "ScopeCleared"
  readonly id: number
}

/** What follows when an element has been ended. */
export type EndingOutcome =
  /** The triggered boundary event goes on. */
  | { readonly to: "boundary"; readonly id: number }
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
}
/** A token arrived at an element that waits for more of them. */
export interface TokenArrived {
  readonly type: "TokenArrived"
  readonly element: string
  readonly flow: string
  readonly scope: number
}

export interface VariableSet {
  readonly type: "VariableSet"
  readonly scope: number
  readonly name: string
  readonly value: Value
}
/** The value of a scope was given; the last one counts. */
export interface OutputSet {
  readonly type: "OutputSet"
  readonly scope: number
  readonly value: Value
}

/** A boundary event listens from now on, as long as its activity lasts. */
export interface BoundaryArmed {
  readonly type: "BoundaryArmed"
  readonly id: number
  readonly element: string
  readonly activity: number
  readonly repeat?: Repeat
}
/** How a repeating timer goes on: `left` more times (for ever where it is left out), `every` ISO 8601 duration. */
export interface Repeat {
  readonly every: string
  readonly left?: number
}
/** A boundary event caught something and is an element of the scope from now on. */
export interface BoundaryTriggered {
  readonly type: "BoundaryTriggered"
  readonly id: number
  readonly element: string
  readonly scope: number
  readonly error?: ErrorValue
  /** The armed boundary event that listens no more. */
  readonly disarms?: number
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
}
/** All handlers are done. */
export interface CompensationEnded {
  readonly type: "CompensationEnded"
  readonly owner: number
}

export type OwnEvent =
  | ElementActivated
  | ElementCompleted
  | ElementTerminating
  | ElementTerminated
  | ScopeCleared
  | SequenceFlowTaken
  | TokenArrived
  | VariableSet
  | OutputSet
  | BoundaryArmed
  | BoundaryTriggered
  | CompensationRegistered
  | CompensationStarted
  | CompensationTriggered
  | CompensationEnded

/** Every event in the log of a process. */
export type ProcessEvent = OwnEvent | WorldEvent

/**
 * Facts: what a flow needs of the world or does to it, as ONE union of literals that only grows along the chain.
 * A union is cheap to extend; an object type rebuilt at each step is not.
 */
import type { Does } from "@millrace/kernel"
import type { ErrorIn, ServicesIn } from "./Handler.ts"

/** A typed error may leave the flow. */
export interface Raises<out E> {
  readonly "~fact": "raises"
  readonly error: E
}
/** A handler needs a service. */
export interface Needs<out R> {
  readonly "~fact": "needs"
  readonly services: R
}
/** An end gives the output of the scope. */
export interface Returns<out O> {
  readonly "~fact": "returns"
  readonly output: O
}
/** An end stops everything else in the scope, which then has no output. */
export interface Terminates {
  readonly "~fact": "terminates"
}
/** An end cancels the transaction around it. */
export interface Cancels {
  readonly "~fact": "cancels"
}
/** An event sub-process catches a typed error of the scope it stands in. */
export interface Handles<out E> {
  readonly "~fact": "handles"
  readonly error: E
}
/** An event sub-process raises a typed error itself, which the scope it stands in does not catch. */
export interface Rethrows<out E> {
  readonly "~fact": "rethrows"
  readonly error: E
}
/** The flow is a process of this id and input. */
export interface Takes<out Id extends string, out I> {
  readonly "~fact": "takes"
  readonly id: Id
  readonly input: I
}

export type EachRaised<E> = E extends unknown ? Raises<E> : never
export type EachNeeded<R> = R extends unknown ? Needs<R> : never
/** The facts of whatever a handler returns. */
export type FactsOf<Out> = EachRaised<ErrorIn<Out>> | EachNeeded<ServicesIn<Out>>

/** The typed errors that the event sub-processes of a scope catch. */
type Handled<F> = F extends Handles<infer E> ? E : never
type EachRethrown<F> = F extends Rethrows<infer E> ? E : never
/** The typed errors that leave a scope. */
export type ErrorsLeaving<F> = Exclude<F extends Raises<infer E> ? E : never, Handled<F>> | EachRethrown<F>

/** Facts that mean something in their own scope only. */
type Local = Returns<unknown> | Terminates | Cancels | Handles<unknown>

/** The facts of an inner scope: its steps get its name before theirs; its outputs stay inside. */
export type Leaving<Id extends string, F> = [Extract<F, Handles<unknown> | Rethrows<unknown>>] extends [never]
  ? Outside<Id, F>
  : Outside<Id, Exclude<F, Raises<unknown> | Rethrows<unknown>>> | EachRaised<ErrorsLeaving<F>>
type Outside<Id extends string, F> = F extends Does<infer P, infer K, infer T> ? Does<`${Id}/${P}`, K, T> : F extends Local ? never : F

/** The facts of an event sub-process: its outputs are those of the scope it stands in. */
export type OfHandler<Id extends string, F> =
  F extends Does<infer P, infer K, infer T>
    ? Does<`${Id}/${P}`, K, T>
    : F extends Raises<infer E>
      ? Rethrows<E>
      : F extends Terminates
        ? Returns<undefined>
        : F
/** An event sub-process that interrupts its scope and comes to its end leaves it without a value. */
export type Unless<F, Interrupting extends boolean> = Interrupting extends false ? never : [F] extends [never] ? never : Returns<undefined>

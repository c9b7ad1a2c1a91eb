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

/** The facts of an inner scope: its steps get its name before theirs; its outputs stay inside. */
export type Leaving<Id extends string, F> =
  F extends Does<infer P, infer K, infer T> ? Does<`${Id}/${P}`, K, T> : F extends Returns<unknown> | Terminates ? never : F

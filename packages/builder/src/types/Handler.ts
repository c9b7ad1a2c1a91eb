/**
 * Handlers and code as users write them: what they get, and what their result tells about value, errors and services.
 */
import type { Effect } from "effect/Effect"

/** What a handler gets. A handler written elsewhere names only what it reads: `({ vars }: Context<{ readonly email: string }>) => …`. */
export interface Context<out Vars> {
  /** The variables that every path to this step has set; frozen. */
  readonly vars: Vars
  /** Aborted when the job is cancelled, times out or the engine stops for good. */
  readonly signal: AbortSignal
  /** The same for every attempt of one job: give it to services that know such keys, and nothing is done twice. */
  readonly idempotencyKey: string
  /** Counts from 1. */
  readonly attempt: number
  /** The id of the instance. */
  readonly instance: string
}

/** What synchronous code gets: conditions, mappings, values of variables. */
export interface Look<out Vars> {
  /** The variables that every path to this place has set; frozen. */
  readonly vars: Vars
}

type IsAny<T> = 0 extends 1 & T ? true : false

/** The value of whatever a handler returns: a plain value, a Promise or an Effect. */
export type ValueIn<R> = R extends Effect<infer A, infer _E, infer _S> ? A : Awaited<R>
/** The typed errors of an Effect; anything else has none. */
export type ErrorIn<R> = IsAny<R> extends true ? never : R extends Effect<infer _A, infer E, infer _S> ? E : never
/** The services an Effect needs; anything else needs none. */
export type ServicesIn<R> = IsAny<R> extends true ? never : R extends Effect<infer _A, infer _E, infer S> ? S : never

/**
 * Handlers and code as users write them: what they get, and what their result tells about value, errors and services.
 */
import type { Json, TransactionSql } from "@millrace/kernel"
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
  /** What an earlier attempt reported last, by `heartbeat`. */
  readonly progress: Json | undefined
  /**
   * Says that the handler is alive: the step's `heartbeat` begins anew. What it is given is stored, and the next attempt
   * finds it as `progress`; the Promise resolves when that is durable, and rejects when nobody waits for this handler any
   * more, whose `signal` is aborted then.
   */
  readonly heartbeat: (progress?: unknown) => Promise<void>
}

/** What the handler of a step has beside, where the step says `transactional: true`. */
export type Transactional<T extends boolean> = T extends true
  ? {
      /** Statements in the very transaction that records the step's result: done exactly once, or not at all. */
      readonly sql: TransactionSql
    }
  : unknown

/** What the handler of a transactional step gets, for handlers written elsewhere. */
export type TransactionContext<Vars> = Context<Vars> & Transactional<true>

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

/**
 * Failures: how the error of a handler or of a piece of code is written down.
 */
import type { Value } from "./Value.ts"

/** A typed error: a business result that a boundary event can catch by its code. */
export interface ErrorValue {
  /** The `_tag` of the error's class. */
  readonly code: string
  /** For people. */
  readonly message: string
  /** The error's own fields, encoded by its schema. */
  readonly value: Value
}

/** Whatever else went wrong: retried, then an incident. */
export interface Fault {
  /** One of the codes in `docs/reference/errors.md`. */
  readonly code: FaultCode
  readonly message: string
  /** The name of the error that was thrown, for `nonRetryable`. */
  readonly name?: string
  readonly stack?: string
}

export type FaultCode =
  /** The handler threw or rejected with something that is not a typed error. */
  | "HandlerFailed"
  /** The handler took longer than its timeout. */
  | "HandlerTimedOut"
  /** The handler did not say that it is alive for longer than its heartbeat timeout. */
  | "HandlerSilent"
  /** What the handler returned cannot be stored as JSON. */
  | "ResultNotStorable"
  /** A value is larger than the store takes (`maxValueLength`). */
  | "ValueTooLarge"
  /** No handler is registered under the name the definition asks for. */
  | "HandlerMissing"
  /** The engine died too often while this job was running. */
  | "JobDeliveriesExhausted"
  /** A condition or another piece of synchronous code threw, is missing or gave a value of the wrong kind. */
  | "CodeFailed"
  /** No outgoing flow of an exclusive gateway applies, and it has no default. */
  | "NoFlowApplies"
  /** A loop went round without ever reaching a wait. */
  | "EndlessLoop"
  /** A join waits for a flow on which nothing can come any more. */
  | "JoinIncomplete"
  /** The process that a step calls is not known to any engine, or its input is refused. */
  | "ChildNotStarted"
  /** The instance that a step called was cancelled by somebody else. */
  | "ChildCancelled"

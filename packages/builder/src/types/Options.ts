/**
 * What steps can be told beside their id and their work.
 */
import type { RetryPolicy } from "@millrace/kernel"
import type { Input as Duration } from "effect/Duration"
import type { Codec } from "effect/Schema"
import type { ExpressionText } from "../Choice.ts"
import type { Cron } from "../Cron.ts"
import type { Look } from "./Handler.ts"
import type { MillraceTypeError } from "./MillraceTypeError.ts"
import type { Stretches } from "./Names.ts"

/** A class of typed errors, made with `Schema.TaggedError`. */
export type ErrorClass = abstract new (...args: never) => { readonly _tag: string }
/** A class that can be read back from what is stored. */
export type CheckErrorClass<C> = "fields" extends keyof C
  ? unknown
  : MillraceTypeError<"an error that is caught is stored: make its class with Schema.TaggedError">

/** An error of any class, as what catches all of them sees it. */
export interface AnyError {
  readonly _tag: string
  readonly [field: string]: unknown
}

/**
 * A point in time: an ISO duration (`"PT30S"`, `"P2D"`) or one in words (`"2 days"`) counted from now, an ISO date
 * with time and zone, a Date, a `cron`, or code or a text that gives one of these. Timers on an activity also take `"R3/PT10M"`.
 */
export type Due<Vars> = string | Date | Cron | ExpressionText | ((look: Look<Vars>) => string | Date | Cron)

export interface Named {
  /** What people read in diagrams and lists; the id where it is left out. */
  readonly name?: string
}
/** What every activity can be told. */
export interface ActivityOptions extends Named {
  /**
   * At most one activity of the instance that names this lock runs at a time: the others wait, in the order in which they
   * came. A lock on a sub-process makes a critical section of it.
   */
  readonly lock?: string
  /** It begins when so many tokens have come, and takes them all (BPMN's thread merge). */
  readonly startQuantity?: number
  /** So many tokens go on when it is done (BPMN's thread split). */
  readonly completionQuantity?: number
}
export interface TaskOptions<S, T extends boolean = boolean> extends ActivityOptions, Redaction {
  /** Describes the result, and turns it into JSON and back. Needed for what JSON does not carry: Date, Map, bigint, classes. */
  readonly schema?: Codec<S, unknown>
  /** An attempt that takes longer is stopped and counts as failed. With a `heartbeat` there is none unless it is given. */
  readonly timeout?: Duration
  /** The handler calls `heartbeat()` more often than this; one that is silent for longer is stopped and counts as failed. */
  readonly heartbeat?: Duration
  /**
   * The handler gets `sql`, statements in the very transaction that records its result: on that database its work is done
   * exactly once. Only on stores that are SQL databases; short work only.
   */
  readonly transactional?: T
  /** How often a failed attempt is repeated; typed errors are results and are not. */
  readonly retry?: Partial<RetryPolicy>
  /** At most so many of these jobs at once, per engine. */
  readonly concurrency?: number
}
export interface UserTaskOptions<Vars, T> extends ActivityOptions, Redaction {
  /** Describes and checks what the person fills in: an object. */
  readonly form?: Codec<T, unknown>
  /** Who has to do it. */
  readonly assignee?: string | ExpressionText | ((look: Look<Vars>) => string)
  /** People who must not do it (four eyes). */
  readonly exclude?: People<Vars>
  /** Groups whose members may claim it. */
  readonly groups?: People<Vars>
  /** People who may claim it, beside the groups. */
  readonly candidates?: People<Vars>
  /** When it should be done: for lists and reminders, nothing fires by itself. */
  readonly due?: Due<Vars>
}
/** Names of people or groups: a list, code that gives one, or text in an expression language. */
export type People<Vars> = ReadonlyArray<string> | ExpressionText | ((look: Look<Vars>) => ReadonlyArray<string>)
/** What a decision can be told. */
export interface DecisionOptions<S> extends ActivityOptions, Redaction {
  /** Describes what is decided: needed where the decision is text in an expression language. */
  readonly schema?: Codec<S, unknown>
}
/** What a person's task gives beside its form. */
export interface CompletedBy {
  readonly completedBy: string
}
/** What makes a variable that must not be seen by chance. */
export interface Redaction {
  /** The values of the variable never appear in logs, traces or error texts. They are data all the same: whoever may ask the engine sees them. */
  readonly redacted?: boolean
}
export interface ScopeOptions {
  /** Compensate what is complete in this scope, backwards, when an error leaves it or it is cancelled. */
  readonly saga?: boolean
}
/** What a sub-process can be told. */
export interface SubProcessOptions extends ScopeOptions, ActivityOptions, Redaction {}
export interface LoopOptions {
  /** The loop is left after that many rounds. The round is kept in a variable named by the loop's id. */
  readonly max?: number
}
export interface BoundaryOptions<out I extends boolean> {
  /** `false` leaves the activity running, and the flow runs beside it. */
  readonly interrupting: I
}
/** What an event sub-process can be told. */
export interface HandlerOptions<out I extends boolean> extends Partial<BoundaryOptions<I>>, ScopeOptions {}
export interface StartOptions {
  /** It is drawn as a receive task that begins the process, and not as a start event. */
  readonly task?: boolean
}
export interface LabelOptions {
  /** The jumps are drawn as link events, and not as flows. */
  readonly link?: boolean
}
export interface VariableOptions<S> extends Redaction {
  /** Turns the value into JSON and back. */
  readonly schema?: Codec<S, unknown>
}
/** A flow that runs beside its activity cannot jump into the main one. */
export type Inner<I extends boolean, Labels extends string> = I extends false ? Stretches<Labels> : Labels

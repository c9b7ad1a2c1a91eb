/**
 * What messages, calls and multiple activities can be told beside their id and their work.
 */
import type { Input as Duration } from "effect/Duration"
import type { Codec } from "effect/Schema"
import type { ExpressionText } from "../Choice.ts"
import type { Look } from "./Handler.ts"
import type { ActivityOptions, Redaction, ScopeOptions } from "./Options.ts"

export interface ReceiveOptions extends ActivityOptions, Redaction {}
export interface SendOptions extends ActivityOptions {
  /** How long the message is kept while nobody waits for it; the engine's default where it is left out. */
  readonly ttl?: Duration
  /** The key; what the message finds in its payload where it is left out. */
  readonly key?: string | number | ExpressionText
}
export interface CallOptions<in Vars> extends ActivityOptions, Redaction {
  /** The version to start; the highest that the engine knows where it is left out. */
  readonly version?: number
  /** The business key of the child. */
  readonly businessKey?: string | ExpressionText | ((look: Look<Vars>) => string)
}

/** How far a `forEach` or `times` has come. `results` are those that are there, in the order of the items. */
export interface Progress<out Vars, out T> extends Look<Vars> {
  readonly results: ReadonlyArray<T>
  readonly total: number
}
export interface TimesOptions<Vars, T> extends ScopeOptions, ActivityOptions, Redaction {
  /** One after the other; all at once where it is left out. */
  readonly sequential?: boolean
  /** At most so many at once. */
  readonly concurrency?: number
  /** Asked after each: when the answer is yes, that was enough. */
  readonly until?: ExpressionText | ((progress: Progress<Vars, T>) => boolean)
  /** What happens to those that still run when it was enough; they are cancelled where it is left out. */
  readonly remaining?: "cancel" | "finish"
}
export interface ForEachOptions<Vars, As extends string, T, S = never> extends TimesOptions<Vars, T> {
  /** The variable of the item; `item` where it is left out. */
  readonly as?: As
  /** Describes an item, and turns it into JSON and back. Needed for what JSON does not carry. */
  readonly schema?: Codec<S, unknown>
}
/** What `.several` can be told beside its step, which has its own options. */
export type SeveralOptions<Vars, T> = Pick<TimesOptions<Vars, T>, "sequential" | "concurrency" | "until" | "remaining">
/** What `.each` can be told beside its step. */
export interface EachOptions<Vars, As extends string, T, S = never> extends SeveralOptions<Vars, T> {
  /** The variable of the item; `item` where it is left out. */
  readonly as?: As
  /** Describes an item, and turns it into JSON and back. Needed for what JSON does not carry. */
  readonly schema?: Codec<S, unknown>
}
/** What is counted for each item: 1 for the first. */
export type LoopCounter = {
  readonly loopCounter: number
}

export interface SomeOptions {
  /**
   * What happens to the branches that are not through: they are cancelled where it is left out; with `"finish"` they run
   * to their end, and what comes out of them is dropped.
   */
  readonly remaining?: "cancel" | "finish"
  /** In a loop, with `remaining: "finish"`: the next round is held back until all branches of the one before are through. */
  readonly blocking?: boolean
  /** Steps outside the branches, in the same scope, that end when enough branches are through (cancelling region). */
  readonly cancels?: ReadonlyArray<string>
}
/** How far the branches of a `some` are when it asks whether that is enough. */
export interface Arrivals<out Vars> extends Look<Vars> {
  /** How many branches are through. */
  readonly arrived: number
  /** How often each branch is through, by its name; those that are not are left out. */
  readonly arrivals: { readonly [branch: string]: number | undefined }
}
/** How many branches are enough: a number, code that gives one, or a condition. */
export type Enough<Vars> =
  | number
  | ExpressionText
  | ((look: Look<Vars>) => number)
  | { readonly when: ExpressionText | ((look: Arrivals<Vars>) => boolean) }

export interface InclusiveOptions {
  /**
   * The conditions stand on the flows that leave the step before it, which has to be an activity: there is no gateway where
   * they split (BPMN's conditional flows). The choice is `eachOf`.
   */
  readonly withoutGateway?: boolean
}
/** When a join that does not wait for all begins, and what becomes of the rest. */
export interface JoinOptions<Vars> {
  /** So many of its ways. */
  readonly count?: number | ExpressionText | ((look: Look<Vars>) => number)
  /** A condition, which sees `arrived`, the number of ways that have come. */
  readonly when?: ExpressionText | ((look: Look<Vars & { readonly arrived: number }>) => boolean)
  /** Steps that end when it begins. */
  readonly cancels?: ReadonlyArray<string>
  /** What comes a second time is held back for the next round. */
  readonly blocking?: boolean
}
export interface ParallelOptions {
  /** The steps of the branches run one at a time, in any order that the branches allow (interleaved routing). */
  readonly oneAtATime?: boolean
  /** All ways leave the step before it, which has to be an activity: there is no gateway where they split (BPMN's uncontrolled flow). */
  readonly withoutGateway?: boolean
}
export interface AdHocOptions<Vars, Inner, Names> extends ScopeOptions, ActivityOptions, Redaction {
  /** The steps to begin with, by the names of their flows; none where it is left out. */
  readonly begin?: ExpressionText | ((look: Look<Vars>) => ReadonlyArray<Names>)
  /** `"sequential"`: one at a time. */
  readonly ordering?: "parallel" | "sequential"
  /** Of a sequential one: what is asked for while a step is at work waits for its turn where it is left out; or it is refused. */
  readonly busy?: "wait" | "refuse"
  /** Asked after each step: when the answer is yes, it is done. Without it, it is done when nothing runs any more. */
  readonly until?: ExpressionText | ((look: Look<Inner>) => boolean)
  /** What happens to what still runs when it is done; it is cancelled where it is left out. */
  readonly remaining?: "cancel" | "finish"
}

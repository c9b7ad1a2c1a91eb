/**
 * Activities: steps made elsewhere, as plugins bring them. An activity is a value; `.add(id, activity)` makes it a step.
 */
import type { CodeLook } from "@millrace/kernel"
import type { Codec } from "effect/Schema"
import type { EachNeeded, EachRaised } from "./types/Facts.ts"
import type { Context, Look } from "./types/Handler.ts"

/** A reference to synchronous code in the graph. */
export interface CodeReference {
  readonly code: string
}

/** What the code of an activity sees beside the variables: the time, and how to say in the history how a decision was made. */
export type Beside = Pick<CodeLook, "now" | "explain">

/** Binds code to the element that is being made, and gives what the graph refers to it by. */
export interface Binder<out Vars> {
  /** Synchronous code under this role of the element: a condition, an input mapping. */
  readonly code: (role: string, code: (look: Look<Vars> & Beside) => unknown) => CodeReference
  /** A handler, for elements that run jobs. */
  readonly handler: (handler: (context: Context<Vars>) => unknown) => string
}

/** What an activity is made of. */
export interface ActivityDefinition<Vars, T> {
  /** The element type in the graph: one of the process package's, or one that the plugin registers. */
  readonly type: string
  /** The element's own fields, as plain JSON; `id`, `scope` and `result` are filled in. `result: undefined` says that it has no value. */
  readonly fields: (bind: Binder<Vars>) => { readonly [field: string]: unknown }
  /** Describes the value where JSON does not carry it. */
  readonly schema?: Codec<T, unknown>
}

/** What an activity tells the types about: what it reads, its value, and the errors and services of its handler. */
type Facts<E, R> = EachRaised<E> | EachNeeded<R>

/** A step made elsewhere. `Vars` is what it reads, `T` its value, `Facts` what it raises and needs. */
export interface Activity<in Vars, out T, out Facts> {
  readonly "~activity": (vars: Vars) => { readonly value: T; readonly facts: Facts }
}

/**
 * Makes an activity: for plugin authors, and for steps that several processes share. The type parameters say what it
 * reads, what its value is, which typed errors it raises and which services it needs.
 *
 * ```ts
 * const decisionTask = <Vars, I, O>(table: DecisionTable<I, O>, input: (look: Look<Vars>) => I) =>
 *   activity<Vars, O>({ type: "BusinessRuleTask", fields: (bind) => ({ decision: bind.code("decision", (look) => table.decide(input(look))) }) })
 * ```
 */
export function activity<Vars, T, E = never, R = never>(definition: ActivityDefinition<Vars, T>): Activity<Vars, T, Facts<E, R>>
// The types exist at compile time only: an overload is where they meet the recipe.
export function activity(definition: object): object {
  return { definition }
}

/**
 * One step by itself, without its id: what `.step`, `.each`, `.several`, `.again` and `.asLongAs` are told to do.
 */
import type { Does, MessageKey, MessageType } from "@millrace/kernel"
import type { Activity } from "../Activity.ts"
import type { ExpressionText } from "../Choice.ts"
import type { ProcessBuilder, ScopeBuilder } from "../ProcessBuilder.ts"
import type { Callable } from "../processRef.ts"
import type { Assignments, Carrying, Fits, FreeName, Given, Keyed, NewVars } from "../types/Arguments.ts"
import type { AnyDone, Done, FactsDone } from "../types/Doing.ts"
import type { AdHocOptions, CallOptions, ReceiveOptions, SendOptions } from "../types/EventOptions.ts"
import type { Cancels, EachRaised, FactsOf, Leaving } from "../types/Facts.ts"
import type { AddedOf, AllOf, AnyFlow, Beside, FactsIn, Flows, ScopeValue } from "../types/Flow.ts"
import type { Context, Look, Transactional, ValueIn } from "../types/Handler.ts"
import type { NewId, NoVars, Step } from "../types/Names.ts"
import type { ActivityOptions, CompletedBy, DecisionOptions, SubProcessOptions, TaskOptions, UserTaskOptions } from "../types/Options.ts"
import type { CheckResult, CheckStored, Storable } from "../types/Storable.ts"

/** What a step can do. `Vars` is what it sees: with the item of an `.each`, and with what it is `.given`. */
export interface Work<in out Vars, in out Id extends string, in out Ids extends string> {
  /**
   * Variables of its own while it works, in place of more code in each handler.
   *
   * ```ts
   * .step("charge", (one) => one.given({ cents: ({ vars }) => vars.amount * 100 }).serviceTask(({ vars }) => cards.charge(vars.cents)))
   * ```
   */
  given<I extends object>(inputs: Assignments<Vars, I>): Work<Vars & NewVars<Vars, I>, Id, Ids>

  /** Runs a handler, as `.serviceTask`. */
  serviceTask<Out, S = never, const T extends boolean = false>(
    handler: (context: Context<Vars> & Transactional<T>) => Out & CheckResult<ValueIn<Out>, S>,
    options?: TaskOptions<S, T>,
  ): Doing<Vars, Id, Ids, ValueIn<Out>, ValueIn<Out>, never, FactsOf<Out> | Does<Id, "service", ValueIn<Out>>>

  /** Runs a handler that sends something, as `.sendBy`. */
  sendBy<Out, S = never, const T extends boolean = false>(
    handler: (context: Context<Vars> & Transactional<T>) => Out & CheckResult<ValueIn<Out>, S>,
    options?: TaskOptions<S, T>,
  ): Doing<Vars, Id, Ids, ValueIn<Out>, ValueIn<Out>, never, FactsOf<Out> | Does<Id, "service", ValueIn<Out>>>

  /** Waits for a person, as `.userTask`. */
  userTask<T extends object = NoVars>(
    options?: UserTaskOptions<Vars, T>,
  ): Doing<Vars, Id, Ids, T & CompletedBy, T, never, Does<Id, "task", T>>

  /** Waits for a message, as `.receive`. */
  receive<P, K extends MessageKey>(
    message: MessageType<P, K>,
    ...rest: Keyed<Vars, K, [options?: ReceiveOptions]>
  ): Doing<Vars, Id, Ids, P, P, never, never>

  /** Sends a message, as `.send`. */
  send<P, K extends MessageKey>(
    message: MessageType<P, K>,
    ...rest: Carrying<Vars, P, [options?: SendOptions]>
  ): Doing<Vars, Id, Ids, never, never, never, never>

  /** Runs another process, as `.call`. */
  call<I, O, E = never>(
    process: Callable<I, O, E> | ((look: Look<Vars>) => Callable<I, O, E>),
    ...rest: Given<Vars, I, [options?: CallOptions<Vars>]>
  ): Doing<Vars, Id, Ids, O, O, never, EachRaised<E>>

  /** A step made elsewhere, as `.add`. */
  add<T, F>(activity: Activity<Vars, T, F>): Doing<Vars, Id, Ids, T, T, never, F>

  /** Takes a decision, as `.decide`. */
  decide<T, S = never>(
    decision: ((look: Look<Vars>) => T & CheckResult<T, S>) | ExpressionText,
    options?: DecisionOptions<S>,
  ): Doing<Vars, Id, Ids, [S] extends [never] ? T : S, [S] extends [never] ? T : S, never, never>

  /** Sets variables, as `.script`. */
  script<I extends object>(
    assignments: Assignments<Vars, I>,
    options?: ActivityOptions,
  ): Doing<Vars, Id, Ids, never, never, NewVars<Vars, I>, never>

  /** What nobody has to tell the engine about, as `.manualTask`. */
  manualTask(options?: ActivityOptions): Doing<Vars, Id, Ids, never, never, never, never>

  /** A step that says nothing of how it is done, as `.task`. */
  task(options?: ActivityOptions): Doing<Vars, Id, Ids, never, never, never, never>

  /** A scope of its own, as `.subProcess`. */
  subProcess<F extends AnyFlow>(
    body: (b: ScopeBuilder<Vars, NoVars, Ids, never, never>) => F,
    options?: SubProcessOptions,
  ): Doing<Vars, Id, Ids, ScopeValue<F>, ScopeValue<F>, never, Leaving<Id, F["~flow"]["facts"]>>

  /** A scope that can be cancelled as a whole, as `.transaction`. */
  transaction<F extends AnyFlow>(
    body: (b: ScopeBuilder<Vars, NoVars, Ids, never, never>) => F,
    options?: SubProcessOptions,
  ): Doing<Vars, Id, Ids, ScopeValue<F>, ScopeValue<F>, never, Leaving<Id, F["~flow"]["facts"]> | Extract<F["~flow"]["facts"], Cancels>>

  /** Steps without an order, as `.adHoc`. */
  adHoc<Fs extends Flows>(
    steps: { readonly [K in keyof Fs]: (b: ProcessBuilder<Vars, NoVars, Ids, never, never>) => Fs[K] & Beside<Fs[K]> },
    options?: AdHocOptions<Vars, Vars & Partial<AllOf<AddedOf<Fs>>>, keyof Fs>,
  ): Doing<Vars, Id, Ids, Partial<AllOf<AddedOf<Fs>>>, Partial<AllOf<AddedOf<Fs>>>, never, Leaving<Id, FactsIn<Fs>>>
}

/** What becomes of what a step gives: `Given` is that, `Value` what is kept under the name of the step. */
export interface Doing<in out Vars, in out Id extends string, in out Ids extends string, out Value, in out Given, out Sets, out Facts>
  extends Done<Value, Sets, Facts> {
  /**
   * Keeps something made of what the step gave in place of that.
   *
   * ```ts
   * .each("prices", ({ vars }) => vars.lines, (one) => one.serviceTask(quote).gives(({ value }) => value.cents))
   * ```
   */
  gives<R>(value: (look: Look<Vars> & { readonly value: Given }) => R & CheckStored<R>): Doing<Vars, Id, Ids, R, Given, Sets, Facts>

  /**
   * Sets variables of these names in place of the one that is called as the step; a name alone takes all of what it gave.
   *
   * ```ts
   * .step("charge", (one) => one.serviceTask(charge).into({ receipt: ({ value }) => value.id, paid: ({ value }) => value.cents }))
   * ```
   */
  into<const N extends string>(name: NewId<N, Ids>): Doing<Vars, Id, Ids, never, Given, Step<N, Given>, Facts>
  into<O extends object>(
    variables: {
      readonly [K in keyof O]:
        | ((look: Look<Vars> & { readonly value: Given }) => O[K] & Fits<Vars, K, O[K]> & FreeName<Vars, K, Ids>)
        | ExpressionText
    },
  ): Doing<Vars, Id, Ids, never, Given, NewVars<Vars, O>, Facts>

  /**
   * The fields of what it gave become variables, in place of one that is called as the step; with `"process"` they are
   * variables of the process, in whatever scope the step stands.
   *
   * ```ts
   * .step("address", (one) => one.userTask({ form: Address }).spread())
   * ```
   */
  spread(where?: "process"): Doing<Vars, Id, Ids, never, Given, Storable<Given>, Facts>

  /** Says how to undo it, as `.compensate` of a step; the handler sees what the step saw. */
  compensate<Out, const T extends boolean = false>(
    handler: (context: Context<Vars & Step<Id, Given>> & Transactional<T>) => Out,
    options?: Omit<TaskOptions<never, T>, "schema" | "redacted">,
  ): Doing<Vars, Id, Ids, Value, Given, Sets, Facts | FactsOf<Out> | Does<`${Id}:compensation`, "service", unknown>>

  /** Says which step undoes it, as `.compensateBy` of a step. */
  compensateBy<D extends AnyDone>(
    work: (one: Work<Vars & Step<Id, Given>, `${Id}:compensation`, never>) => D,
  ): Doing<Vars, Id, Ids, Value, Given, Sets, Facts | FactsDone<D>>
}

/**
 * The work of a flow: handlers, people, messages and other processes.
 */
import type { Does, MessageKey, MessageType } from "@millrace/kernel"
import type { Activity } from "../Activity.ts"
import type { ActivityBuilder, TaskBuilder } from "../ActivityBuilder.ts"
import type { ExpressionText } from "../Choice.ts"
import type { Fragment } from "../Fragment.ts"
import type { ProcessBuilder } from "../ProcessBuilder.ts"
import type { Callable } from "../processRef.ts"
import type { Assignments, Carrying, Given, Keyed, NewVars } from "../types/Arguments.ts"
import type { CallOptions, ReceiveOptions, SendOptions } from "../types/EventOptions.ts"
import type { EachRaised, FactsOf } from "../types/Facts.ts"
import type { Context, Look, Transactional, ValueIn } from "../types/Handler.ts"
import type { MillraceTypeError } from "../types/MillraceTypeError.ts"
import type { NewId, NoVars, Step } from "../types/Names.ts"
import type { ActivityOptions, CompletedBy, DecisionOptions, TaskOptions, UserTaskOptions } from "../types/Options.ts"
import type { CheckResult } from "../types/Storable.ts"

/** What a flow does, step by step. */
export interface Tasks<in out Vars, out Added, in out Ids extends string, in out Labels extends string, out Facts> {
  /**
   * Runs a handler; its result is the variable `id`. The handler returns a value, a Promise or an Effect, and runs at
   * least once: give `context.idempotencyKey` to services that know such keys. Typed errors of an Effect can be caught
   * by `.onError`; anything else is retried, then an incident.
   *
   * ```ts
   * .serviceTask("charge", ({ vars }) => cards.charge(vars.amount), { retry: exponential({ attempts: 5 }), timeout: "30 seconds" })
   * .serviceTask("book", ({ vars, sql }) => sql`INSERT INTO bookings (id) VALUES (${vars.charge.id})`, { transactional: true })
   * ```
   */
  serviceTask<const Id extends string, Out, S = never, const T extends boolean = false>(
    id: NewId<Id, Ids>,
    handler: (context: Context<Vars> & Transactional<T>) => Out & CheckResult<ValueIn<Out>, S>,
    options?: TaskOptions<S, T>,
  ): TaskBuilder<Vars, Added, Step<Id, ValueIn<Out>>, Ids | Id, Labels, Facts, FactsOf<Out> | Does<Id, "service", ValueIn<Out>>>

  /**
   * Runs a handler that sends something, drawn as a send task; otherwise as `.serviceTask`.
   *
   * ```ts
   * .sendBy("letter", ({ vars }) => post.send(vars.address))
   * ```
   */
  sendBy<const Id extends string, Out, S = never, const T extends boolean = false>(
    id: NewId<Id, Ids>,
    handler: (context: Context<Vars> & Transactional<T>) => Out & CheckResult<ValueIn<Out>, S>,
    options?: TaskOptions<S, T>,
  ): TaskBuilder<Vars, Added, Step<Id, ValueIn<Out>>, Ids | Id, Labels, Facts, FactsOf<Out> | Does<Id, "service", ValueIn<Out>>>

  /**
   * Takes a decision, in code or in an expression language that a plugin brings; the variable `id` is what was decided.
   *
   * ```ts
   * .decide("discount", ({ vars }) => vars.total > 100 ? 10 : 0)
   * .decide("risk", feel("if age < 25 then \"high\" else \"low\""), { schema: Schema.String })
   * ```
   */
  decide<const Id extends string, T, S = never>(
    id: NewId<Id, Ids>,
    decision: ((look: Look<Vars>) => T & CheckResult<T, S>) | ExpressionText,
    options?: DecisionOptions<S>,
  ): TaskBuilder<Vars, Added, Step<Id, [S] extends [never] ? T : S>, Ids | Id, Labels, Facts, never>

  /**
   * Gives several variables their values: new ones, and those that are there, each in the scope where it is. Each value sees
   * those before it.
   *
   * ```ts
   * .script("totals", { net: ({ vars }) => sum(vars.lines), gross: ({ vars }) => sum(vars.lines) * 1.2 })
   * ```
   */
  script<const Id extends string, I extends object>(
    id: NewId<Id, Ids>,
    assignments: Assignments<Vars, I>,
    options?: ActivityOptions,
  ): ActivityBuilder<Vars, Added, NewVars<Vars, I>, Ids | Id | (keyof I & string), Labels, Facts, never>

  /**
   * What is done without the help of the engine: for the picture and the history.
   *
   * ```ts
   * .manualTask("shelve", { name: "Put it on the shelf" })
   * ```
   */
  manualTask<const Id extends string>(
    id: NewId<Id, Ids>,
    options?: ActivityOptions,
  ): ActivityBuilder<Vars, Added, NoVars, Ids | Id, Labels, Facts, never>

  /**
   * A step that says nothing yet of how it is done: it is done at once.
   *
   * ```ts
   * .task("inspect", { name: "Inspect the goods" })
   * ```
   */
  task<const Id extends string>(
    id: NewId<Id, Ids>,
    options?: ActivityOptions,
  ): ActivityBuilder<Vars, Added, NoVars, Ids | Id, Labels, Facts, never>

  /**
   * Waits for a person; the variable `id` is the form they filled in, and `completedBy`.
   *
   * ```ts
   * .userTask("approval", { form: Verdict, groups: ["managers"], exclude: ({ vars }) => [vars.draft.completedBy], due: "2 days" })
   * ```
   */
  userTask<const Id extends string, T extends object = NoVars>(
    id: NewId<Id, Ids>,
    options?: UserTaskOptions<Vars, T>,
  ): TaskBuilder<Vars, Added, Step<Id, T & CompletedBy>, Ids | Id, Labels, Facts, Does<Id, "task", T>>

  /**
   * Waits for a message with this key; the variable `id` is its payload.
   *
   * ```ts
   * .receive("paid", PaymentReceived, ({ vars }) => vars.orderId)
   * ```
   */
  receive<const Id extends string, P, K extends MessageKey>(
    id: NewId<Id, Ids>,
    message: MessageType<P, K>,
    ...rest: Keyed<Vars, K, [options?: ReceiveOptions]>
  ): TaskBuilder<Vars, Added, Step<Id, P>, Ids | Id, Labels, Facts, never>

  /**
   * Sends a message: to one instance that waits for its name and key, or to be kept until there is one.
   *
   * ```ts
   * .send("order", OrderPlaced, ({ vars }) => ({ orderId: vars.orderId, lines: vars.lines }), { ttl: "2 days" })
   * ```
   */
  send<const Id extends string, P, K extends MessageKey>(
    id: NewId<Id, Ids>,
    message: MessageType<P, K>,
    ...rest: Carrying<Vars, P, [options?: SendOptions]>
  ): ProcessBuilder<Vars, Added, Ids | Id, Labels, Facts>

  /**
   * Runs another process and waits for its end; the variable `id` is its output, and its typed errors can be caught. For
   * a process that calls itself, or stands elsewhere, there is `processRef`. Code can choose among processes.
   *
   * ```ts
   * .call("credit", creditCheck, ({ vars }) => ({ person: vars.customer }))
   * ```
   */
  call<const Id extends string, I, O, E = never>(
    id: NewId<Id, Ids>,
    process: Callable<I, O, E> | ((look: Look<Vars>) => Callable<I, O, E>),
    ...rest: Given<Vars, I, [options?: CallOptions<Vars>]>
  ): TaskBuilder<Vars, Added, Step<Id, O>, Ids | Id, Labels, Facts, EachRaised<E>>

  /**
   * A step made elsewhere, by a plugin or by yourself with `activity`; its value is the variable `id`.
   *
   * ```ts
   * .add("risk", decisionTask(riskTable, ({ vars }) => ({ age: vars.age })))
   * ```
   */
  add<const Id extends string, T, F>(
    id: NewId<Id, Ids>,
    activity: Activity<Vars, T, F>,
  ): TaskBuilder<Vars, Added, Step<Id, T>, Ids | Id, Labels, Facts, F>

  /**
   * A stretch of flow made with `fragment`, as if its steps stood here.
   *
   * ```ts
   * .use(remind)
   * ```
   */
  use<A, I extends string, F>(
    fragment: Fragment<Vars, A, I, F> &
      ([I & Ids] extends [never]
        ? unknown
        : MillraceTypeError<`'${I & Ids}' is already a step or variable: put the fragment in a subProcess`>),
  ): ProcessBuilder<Vars & A, Added & A, Ids | I, Labels, Facts | F>
}

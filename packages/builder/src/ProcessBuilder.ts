/**
 * The typed surface of the builder. Every method gives a new builder, so that a prefix can be continued in two ways.
 *
 * `Vars` is what handlers see at this point, a flat intersection of named parts; `Added` is what this flow set of it;
 * `Ids` are the names taken; `Labels` are those a `goto` may name; `Facts` is one union of everything else.
 * What keeps it fast: object types are never flattened along the chain, branches are inferred as whole flows, and
 * checks are intersected into results, never beside parameters.
 */
import type { Does } from "@millrace/kernel"
import type { Activity } from "./Activity.ts"
import type { TaskBuilder } from "./ActivityBuilder.ts"
import type { Choice } from "./Choice.ts"
import type { Fragment } from "./Fragment.ts"
import type { Finish } from "./Process.ts"
import type { EachRaised, FactsOf, Leaving, Returns, Terminates } from "./types/Facts.ts"
import type { AddedOf, AllOf, AnyFlow, Apart, Beside, FactsIn, Flow, Flows, IdsOf, OneOf, ScopeValue } from "./types/Flow.ts"
import type { Context, Look, Transactional, ValueIn } from "./types/Handler.ts"
import type { MillraceTypeError } from "./types/MillraceTypeError.ts"
import type { KnownLabel, NewId, NewLabel, NoVars, Step, TagName, Widen } from "./types/Names.ts"
import type { CompletedBy, Due, LoopOptions, ScopeOptions, TaskOptions, UserTaskOptions, VariableOptions } from "./types/Options.ts"
import type { CheckChoice, CheckCondition, CheckResult, CheckStored } from "./types/Storable.ts"

export interface ProcessBuilder<in out Vars, out Added, in out Ids extends string, in out Labels extends string, out Facts>
  extends Flow<Added, Ids, Facts> {
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
   * Waits until a point in time.
   *
   * ```ts
   * .wait("coolingOff", "14 days").wait("opening", ({ vars }) => vars.opensAt)
   * ```
   */
  wait<const Id extends string>(id: NewId<Id, Ids>, due: Due<Vars>): ProcessBuilder<Vars, Added, Ids | Id, Labels, Facts>

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

  /**
   * A variable of your own; its type stays for good, `.update` changes its value. Code runs inside a decision: it is
   * synchronous, and when it throws, the instance stops at an incident.
   *
   * ```ts
   * .set("total", ({ vars }) => vars.price * vars.count)
   * ```
   */
  set<const Id extends string, T, S = never>(
    id: NewId<Id, Ids>,
    value: ((look: Look<Vars>) => T & CheckResult<T, S>) | (T & CheckResult<T, S>),
    options?: VariableOptions<S>,
  ): ProcessBuilder<Vars & Step<Id, Widen<T>>, Added & Step<Id, Widen<T>>, Ids | Id, Labels, Facts>

  /**
   * Gives a variable another value of its type.
   *
   * ```ts
   * .update("rounds", ({ vars }) => vars.rounds + 1)
   * ```
   */
  update<const K extends keyof Vars & string>(
    name: K,
    value: (look: Look<Vars>) => Vars[K],
  ): ProcessBuilder<Vars, Added, Ids, Labels, Facts>

  /**
   * Goes one of several ways; the choice is the name of a branch, or `firstOf` conditions. What all branches set is
   * there afterwards, what only some set is optional.
   *
   * ```ts
   * .exclusive("size", ({ vars }) => vars.amount > 1000 ? "big" : "small", {
   *   big: (b) => b.userTask("approval", { form: Verdict }),
   *   small: (b) => b,
   * })
   * ```
   */
  exclusive<const Id extends string, const C, Fs extends Flows>(
    id: NewId<Id, Ids>,
    choose: ((look: Look<Vars>) => C & CheckChoice<C, keyof Fs>) | Choice<Vars, keyof Fs & string>,
    branches: { readonly [K in keyof Fs]: (b: ProcessBuilder<Vars, NoVars, Ids | Id, Labels, never>) => Fs[K] },
  ): ProcessBuilder<Vars & OneOf<AddedOf<Fs>>, Added & OneOf<AddedOf<Fs>>, Ids | Id | IdsOf<Fs>, Labels, Facts | FactsIn<Fs>>

  /**
   * Goes one of several ways by the tag of a variable: every tag has its branch, and each branch sees its member.
   *
   * ```ts
   * .match("decided", "approval", "outcome", { approve: (b) => b, reject: (b) => b.end("rejected") })
   * ```
   */
  match<
    const Id extends string,
    const V extends keyof Vars & string,
    const T extends TagName<Vars[V]>,
    Fs extends Record<Vars[V][T & keyof Vars[V]] & string, AnyFlow>,
  >(
    id: NewId<Id, Ids>,
    variable: V,
    tag: T,
    branches: {
      readonly [K in keyof Fs]: (
        b: ProcessBuilder<Vars & Step<V, Extract<Vars[V], { readonly [X in T & string]: K }>>, NoVars, Ids | Id, Labels, never>,
      ) => Fs[K]
    },
  ): ProcessBuilder<Vars & OneOf<AddedOf<Fs>>, Added & OneOf<AddedOf<Fs>>, Ids | Id | IdsOf<Fs>, Labels, Facts | FactsIn<Fs>>

  /**
   * Goes all ways at once and on when all are through; what they set is there afterwards.
   *
   * ```ts
   * .parallel("fulfil", {
   *   shipping: (b) => b.serviceTask("parcel", ship),
   *   billing: (b) => b.serviceTask("charge", charge),
   * })
   * ```
   */
  parallel<const Id extends string, Fs extends Flows>(
    id: NewId<Id, Ids>,
    branches: {
      readonly [K in keyof Fs]: (b: ProcessBuilder<Vars, NoVars, Ids | Id, never, never>) => Fs[K] & Beside<Fs[K]> & Apart<Fs, K>
    },
  ): ProcessBuilder<Vars & AllOf<AddedOf<Fs>>, Added & AllOf<AddedOf<Fs>>, Ids | Id | IdsOf<Fs>, Labels, Facts | FactsIn<Fs>>

  /**
   * A scope of its own: its variables stay inside, errors and timers can be caught for all of it. The variable `id` is
   * what its `.output` gave, else an object of what its flow set. Its steps are called `id/step`.
   *
   * ```ts
   * .subProcess("land", (b) => b.serviceTask("hotel", book).serviceTask("car", rent), { saga: true })
   * ```
   */
  subProcess<const Id extends string, F extends AnyFlow>(
    id: NewId<Id, Ids>,
    body: (b: ScopeBuilder<Vars, NoVars, Ids, never, never>) => F,
    options?: ScopeOptions,
  ): TaskBuilder<Vars, Added, Step<Id, ScopeValue<F>>, Ids | Id, Labels, Facts, Leaving<Id, F["~flow"]["facts"]>>

  /**
   * Runs the body, then asks, and again until the answer is yes; what the body sets is there afterwards. What the next
   * round reads is a declared variable.
   *
   * ```ts
   * .repeat("rework", (b) => b.userTask("review", { form: Review }), { until: ({ vars }) => vars.review.ok, max: 5 })
   * ```
   */
  repeat<const Id extends string, F extends AnyFlow, B>(
    id: NewId<Id, Ids>,
    body: (b: ProcessBuilder<Vars, NoVars, Ids | Id, Labels, never>) => F,
    options: { readonly until: (look: Look<Vars & F["~flow"]["added"]>) => B & CheckCondition<B> } & LoopOptions,
  ): ProcessBuilder<
    Vars & F["~flow"]["added"],
    Added & F["~flow"]["added"],
    Ids | Id | F["~flow"]["ids"],
    Labels,
    Facts | F["~flow"]["facts"]
  >

  /**
   * Asks, and runs the body as long as the answer is yes; what the body sets is optional afterwards.
   *
   * ```ts
   * .variable("left", 3).while("countdown", ({ vars }) => vars.left > 0, (b) => b.update("left", ({ vars }) => vars.left - 1))
   * ```
   */
  while<const Id extends string, F extends AnyFlow, B>(
    id: NewId<Id, Ids>,
    condition: (look: Look<Vars>) => B & CheckCondition<B>,
    body: (b: ProcessBuilder<Vars, NoVars, Ids | Id, Labels, never>) => F,
    options?: LoopOptions,
  ): ProcessBuilder<
    Vars & OneOf<NoVars | F["~flow"]["added"]>,
    Added & OneOf<NoVars | F["~flow"]["added"]>,
    Ids | Id | F["~flow"]["ids"],
    Labels,
    Facts | F["~flow"]["facts"]
  >

  /**
   * A place that a later `.goto` in the same scope can go back to.
   *
   * ```ts
   * .label("again").userTask("draft", { form: Draft })
   * ```
   */
  label<const L extends string>(label: NewLabel<L, Labels>): ProcessBuilder<Vars, Added, Ids, Labels | L, Facts>

  /**
   * Goes back to a label; the flow ends here.
   *
   * ```ts
   * rework: (b) => b.update("rounds", ({ vars }) => vars.rounds + 1).goto("again")
   * ```
   */
  goto<const L extends string>(label: KnownLabel<L, Labels>): Finish<Ids, Facts>

  /**
   * Compensates what is complete in this scope, backwards, or one activity of it, then goes on.
   *
   * ```ts
   * .rollback("undo").end("rejected")
   * ```
   */
  rollback<const Id extends string>(id: NewId<Id, Ids>, only?: Ids): ProcessBuilder<Vars, Added, Ids | Id, Labels, Facts>

  /**
   * Ends the flow with a typed error: the nearest `.onError` around it catches it, else the instance fails with it.
   *
   * ```ts
   * .fail("unpaid", ({ vars }) => new CardDeclined({ reason: vars.reason }))
   * ```
   */
  fail<const Id extends string, E extends { readonly _tag: string }>(
    id: NewId<Id, Ids>,
    error: (look: Look<Vars>) => E,
  ): Finish<Ids | Id, Facts | EachRaised<E>>

  /**
   * Ends the flow without a value; the scope ends when no other flow is left in it. `name` is for people.
   *
   * ```ts
   * reject: (b) => b.end("rejected")
   * ```
   */
  end(name?: string): Finish<Ids, Facts | Returns<undefined>>

  /**
   * Ends the whole scope at once: every other flow in it is cancelled, nothing is compensated.
   *
   * ```ts
   * .onTimer("tooLate", "30 days", (b) => b.terminate("expired"))
   * ```
   */
  terminate(name?: string): Finish<Ids, Facts | Terminates>

  /**
   * Ends the flow with the value of the scope: of a process its result, of a sub-process its variable.
   *
   * ```ts
   * .output(({ vars }) => ({ parcel: vars.parcel, charge: vars.charge.id }))
   * ```
   */
  output<O>(value: (look: Look<Vars>) => O & CheckStored<O>): Finish<Ids, Facts | Returns<O>>
}

/** The start of a scope: its variables are declared here. */
export interface ScopeBuilder<in out Vars, out Added, in out Ids extends string, in out Labels extends string, out Facts>
  extends ProcessBuilder<Vars, Added, Ids, Labels, Facts> {
  /**
   * Declares a variable of this scope with its first value: what loops and branches `.update`.
   *
   * ```ts
   * .variable("comments", [] as ReadonlyArray<string>)
   * ```
   */
  variable<const Id extends string, T, S = never>(
    id: NewId<Id, Ids>,
    initial: T & CheckResult<T, S>,
    options?: VariableOptions<S>,
  ): ScopeBuilder<Vars & Step<Id, Widen<T>>, Added & Step<Id, Widen<T>>, Ids | Id, Labels, Facts>
}

/**
 * The ways a flow can take: one of several, all, any, some, or a graph of its own.
 */
import type { Choice, Choices, ExpressionText } from "../Choice.ts"
import type { ProcessBuilder } from "../ProcessBuilder.ts"
import type { StartBuilder } from "../StartBuilder.ts"
import type { Enough, InclusiveOptions, JoinOptions, ParallelOptions, SomeOptions } from "../types/EventOptions.ts"
import type { AddedOf, AllOf, AnyFlow, Apart, Beside, FactsIn, Flows, IdsOf, OneOf } from "../types/Flow.ts"
import type { Look } from "../types/Handler.ts"
import type { NewId, NoVars, Step, Stretch, Stretches, TagName } from "../types/Names.ts"
import type { CheckChoice } from "../types/Storable.ts"

/** Splitting and coming together. */
export interface Ways<in out Vars, out Added, in out Ids extends string, in out Labels extends string, out Facts> {
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
    choose: ((look: Look<Vars>) => C & CheckChoice<C, keyof Fs>) | Choice<Vars, keyof Fs & string> | ExpressionText,
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
      readonly [K in keyof Fs]: (
        b: ProcessBuilder<Vars, NoVars, Ids | Id, Stretches<Labels>, never>,
      ) => Fs[K] & Beside<Fs[K]> & Apart<Fs, K>
    },
    options?: ParallelOptions,
  ): ProcessBuilder<Vars & AllOf<AddedOf<Fs>>, Added & AllOf<AddedOf<Fs>>, Ids | Id | IdsOf<Fs>, Labels, Facts | FactsIn<Fs>>

  /**
   * Goes any of several ways, at once, and on when those are through; the choice is a list of names, or `eachOf`
   * conditions. What the branches set is optional afterwards.
   *
   * ```ts
   * .inclusive("extras", ({ vars }) => vars.extras, {
   *   gift: (b) => b.serviceTask("wrapped", wrap),
   *   rush: (b) => b.serviceTask("courier", callCourier),
   * })
   * ```
   */
  inclusive<const Id extends string, const C, Fs extends Flows>(
    id: NewId<Id, Ids>,
    choose: ((look: Look<Vars>) => ReadonlyArray<C> & CheckChoice<C, keyof Fs>) | Choices<Vars, keyof Fs & string> | ExpressionText,
    branches: {
      readonly [K in keyof Fs]: (
        b: ProcessBuilder<Vars, NoVars, Ids | Id, Stretches<Labels>, never>,
      ) => Fs[K] & Beside<Fs[K]> & Apart<Fs, K>
    },
    options?: InclusiveOptions,
  ): ProcessBuilder<
    Vars & Partial<AllOf<AddedOf<Fs>>>,
    Added & Partial<AllOf<AddedOf<Fs>>>,
    Ids | Id | IdsOf<Fs>,
    Labels,
    Facts | FactsIn<Fs>
  >

  /**
   * Goes all ways at once, and on when `count` of them are through, or when a condition says so:
   * `{ when: ({ arrivals }) => … }`. The others are cancelled. What the branches set is optional afterwards.
   *
   * ```ts
   * .some("approved", 2, {
   *   legal: (b) => b.userTask("legalVote", { form: Vote }),
   *   finance: (b) => b.userTask("financeVote", { form: Vote }),
   *   tech: (b) => b.userTask("techVote", { form: Vote }),
   * })
   * ```
   */
  some<const Id extends string, Fs extends Flows>(
    id: NewId<Id, Ids>,
    count: Enough<Vars>,
    branches: {
      readonly [K in keyof Fs]: (b: ProcessBuilder<Vars, NoVars, Ids | Id, never, never>) => Fs[K] & Beside<Fs[K]> & Apart<Fs, K>
    },
    options?: SomeOptions,
  ): ProcessBuilder<
    Vars & Partial<AllOf<AddedOf<Fs>>>,
    Added & Partial<AllOf<AddedOf<Fs>>>,
    Ids | Id | IdsOf<Fs>,
    Labels,
    Facts | FactsIn<Fs>
  >

  /**
   * Any graph at all: named stretches that jump to each other with `.goto`. The first name is where it starts; a stretch
   * that comes to its end leaves the graph. Ways that run beside each other can go to stretches, too; those where they come
   * together begin with `.join`, and those of a process may begin with a start of their own. What one stretch sets and another reads is a declared variable.
   *
   * ```ts
   * .graph("talks", ["offer", "counter", "accept"], {
   *   offer: (b) => b.userTask("theirs", { form: Done }).exclusive("ok", yesOrNo, { yes: (b) => b.goto("accept"), no: (b) => b.goto("counter") }),
   *   counter: (b) => b.update("price", ({ vars }) => vars.price - 1).goto("offer"),
   *   accept: (b) => b.serviceTask("contract", ({ vars }) => vars.price),
   * })
   * ```
   */
  graph<const Id extends string, const N extends string, Fs extends Record<N, AnyFlow>>(
    id: NewId<Id, Ids>,
    names: readonly [N, ...ReadonlyArray<N>],
    stretches: { readonly [K in keyof Fs]: (b: StartBuilder<NoVars, Vars, NoVars, Ids | Id, Labels | Stretch<N>, never>) => Fs[K] },
  ): ProcessBuilder<Vars & OneOf<AddedOf<Fs>>, Added & OneOf<AddedOf<Fs>>, Ids | Id | IdsOf<Fs>, Labels, Facts | FactsIn<Fs>>

  /**
   * Begins a stretch of a `.graph` where several ways come together: it waits for all of them (`"parallel"`), for those
   * that can still come (`"inclusive"`), or for so many, or until a condition holds.
   *
   * ```ts
   * both: (b) => b.join("both", "parallel").serviceTask("ship", ship),
   * ```
   */
  join<const Id extends string>(
    id: NewId<Id, Ids>,
    how?: "parallel" | "inclusive" | JoinOptions<Vars>,
  ): ProcessBuilder<Vars, Added, Ids | Id, Labels, Facts>
}

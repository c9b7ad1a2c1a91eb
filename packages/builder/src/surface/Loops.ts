/**
 * Doing things again: for each item, until something holds, or from a label on.
 */
import type { RunsBuilder } from "../ActivityBuilder.ts"
import type { ExpressionText } from "../Choice.ts"
import type { Finish } from "../Process.ts"
import type { ProcessBuilder, ScopeBuilder } from "../ProcessBuilder.ts"
import type { FreeItem } from "../types/Arguments.ts"
import type { ForEachOptions, LoopCounter, TimesOptions } from "../types/EventOptions.ts"
import type { Leaving } from "../types/Facts.ts"
import type { AnyFlow, OneOf, ScopeValue } from "../types/Flow.ts"
import type { Look } from "../types/Handler.ts"
import type { KnownLabel, NewId, NewLabel, NoVars, Step } from "../types/Names.ts"
import type { LabelOptions, LoopOptions } from "../types/Options.ts"
import type { CheckCondition, CheckItem } from "../types/Storable.ts"

/** Again and again. */
export interface Loops<in out Vars, out Added, in out Ids extends string, in out Labels extends string, out Facts> {
  /**
   * Runs the body once for each item, all at once or some at a time; the variable `id` is a list of what each gave, in
   * the order of the items. The steps are called `id/step`, the item is the variable `item`, or whatever `as` says.
   *
   * ```ts
   * .forEach("pages", ({ vars }) => vars.files, (b) => b.serviceTask("text", ({ vars }) => read(vars.file)), { as: "file", concurrency: 10 })
   * ```
   */
  forEach<const Id extends string, T, F extends AnyFlow, const As extends string = "item", S = never>(
    id: NewId<Id, Ids> & FreeItem<As, Ids>,
    items: ((look: Look<Vars>) => ReadonlyArray<T> & CheckItem<T, S>) | ExpressionText,
    body: (b: ScopeBuilder<Vars & Step<As, T> & LoopCounter, NoVars, Ids | As, never, never>) => F,
    options?: ForEachOptions<Vars, As, ScopeValue<F>, S>,
  ): RunsBuilder<
    Vars,
    Added,
    Step<Id, ReadonlyArray<ScopeValue<F>>>,
    Ids | Id,
    Labels,
    Facts,
    Leaving<Id, F["~flow"]["facts"]>,
    Vars & Step<As, T> & LoopCounter & Step<Id, ScopeValue<F>>
  >

  /**
   * Runs the body that many times, all at once or some at a time; otherwise as `forEach`. `loopCounter` tells them apart.
   *
   * ```ts
   * .times("tastings", 3, (b) => b.userTask("taste", { form: Verdict }), { until: ({ results }) => results.some((r) => r.taste.good) })
   * ```
   */
  times<const Id extends string, F extends AnyFlow>(
    id: NewId<Id, Ids>,
    count: number | ExpressionText | ((look: Look<Vars>) => number),
    body: (b: ScopeBuilder<Vars & LoopCounter, NoVars, Ids, never, never>) => F,
    options?: TimesOptions<Vars, ScopeValue<F>>,
  ): RunsBuilder<
    Vars,
    Added,
    Step<Id, ReadonlyArray<ScopeValue<F>>>,
    Ids | Id,
    Labels,
    Facts,
    Leaving<Id, F["~flow"]["facts"]>,
    Vars & LoopCounter & Step<Id, ScopeValue<F>>
  >

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
  label<const L extends string>(label: NewLabel<L, Labels>, options?: LabelOptions): ProcessBuilder<Vars, Added, Ids, Labels | L, Facts>

  /**
   * Goes back to a label; the flow ends here.
   *
   * ```ts
   * rework: (b) => b.update("rounds", ({ vars }) => vars.rounds + 1).goto("again")
   * ```
   */
  goto<const L extends string>(label: KnownLabel<L, Labels>): Finish<Ids, Facts>
}

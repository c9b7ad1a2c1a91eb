/**
 * Single steps that say more than their work: done for each item, again and again, with variables of their own, with what
 * they give written elsewhere. There is no scope around them, as there is with `.forEach` and `.repeat`.
 */
import type { ActivityBuilder } from "../ActivityBuilder.ts"
import type { ExpressionText } from "../Choice.ts"
import type { FreeItem } from "../types/Arguments.ts"
import type { AnyDone, FactsDone, OwnOf, OwnOfEach, ValueDone } from "../types/Doing.ts"
import type { EachOptions, LoopCounter, SeveralOptions } from "../types/EventOptions.ts"
import type { Look } from "../types/Handler.ts"
import type { NewId, Step } from "../types/Names.ts"
import type { LoopOptions } from "../types/Options.ts"
import type { CheckCondition, CheckItem } from "../types/Storable.ts"
import type { Work } from "./Work.ts"

/** Single steps. */
export interface Singles<in out Vars, out Added, in out Ids extends string, in out Labels extends string, out Facts> {
  /**
   * One step, with what it is given and where what it gives goes.
   *
   * ```ts
   * .step("charge", (one) => one
   *   .given({ cents: ({ vars }) => vars.amount * 100 })
   *   .serviceTask(({ vars }) => cards.charge(vars.cents))
   *   .into({ receipt: ({ value }) => value.id }))
   * ```
   */
  step<const Id extends string, D extends AnyDone>(
    id: NewId<Id, Ids>,
    work: (one: Work<Vars, Id, Ids>) => D,
  ): ActivityBuilder<Vars, Added, OwnOf<Id, D>, Ids | Id | (keyof OwnOf<Id, D> & string), Labels, Facts, FactsDone<D>>

  /**
   * One step for each item, all at once or some at a time; the variable `id` is a list of what each gave, in the order of
   * the items. The item is the variable `item`, or whatever `as` says.
   *
   * ```ts
   * .each("prices", ({ vars }) => vars.lines, (one) => one.serviceTask(({ vars }) => price(vars.line)), { as: "line", concurrency: 10 })
   * ```
   */
  each<const Id extends string, T, D extends AnyDone, const As extends string = "item", S = never>(
    id: NewId<Id, Ids> & FreeItem<As, Ids>,
    items: ((look: Look<Vars>) => ReadonlyArray<T> & CheckItem<T, S>) | ExpressionText,
    work: (one: Work<Vars & Step<As, T> & LoopCounter, Id, Ids | As>) => D,
    options?: EachOptions<Vars, As, ValueDone<D>, S>,
  ): ActivityBuilder<Vars, Added, OwnOfEach<Id, D>, Ids | Id, Labels, Facts, FactsDone<D>>

  /**
   * One step so many times; otherwise as `each`.
   *
   * ```ts
   * .several("opinions", 3, (one) => one.userTask({ form: Opinion }), { until: ({ results }) => results.some((one) => one.veto) })
   * ```
   */
  several<const Id extends string, D extends AnyDone>(
    id: NewId<Id, Ids>,
    count: number | ExpressionText | ((look: Look<Vars>) => number),
    work: (one: Work<Vars & LoopCounter, Id, Ids>) => D,
    options?: SeveralOptions<Vars, ValueDone<D>>,
  ): ActivityBuilder<Vars, Added, OwnOfEach<Id, D>, Ids | Id, Labels, Facts, FactsDone<D>>

  /**
   * One step, and again until the answer is yes, at most `max` times; `loopCounter` counts from 1.
   *
   * ```ts
   * .again("poll", (one) => one.serviceTask(askCarrier), { until: ({ vars }) => vars.poll.delivered, max: 20 })
   * ```
   */
  again<const Id extends string, D extends AnyDone, B = boolean>(
    id: NewId<Id, Ids>,
    work: (one: Work<Vars & LoopCounter, Id, Ids>) => D,
    options: {
      readonly until?: (look: Look<Vars & OwnOf<Id, D> & LoopCounter>) => B & CheckCondition<B>
      /** A text in place of `until`: again as long as it holds. */
      readonly while?: ExpressionText
    } & LoopOptions,
  ): ActivityBuilder<Vars, Added, OwnOf<Id, D>, Ids | Id, Labels, Facts, FactsDone<D>>

  /**
   * Asks, and does one step as long as the answer is yes; what it gives is optional afterwards.
   *
   * ```ts
   * .variable("left", 3).asLongAs("pack", ({ vars }) => vars.left > 0, (one) => one.script({ left: ({ vars }) => vars.left - 1 }))
   * ```
   */
  asLongAs<const Id extends string, D extends AnyDone, B>(
    id: NewId<Id, Ids>,
    condition: ((look: Look<Vars & LoopCounter>) => B & CheckCondition<B>) | ExpressionText,
    work: (one: Work<Vars & LoopCounter, Id, Ids>) => D,
    options?: LoopOptions,
  ): ActivityBuilder<Vars, Added, Partial<OwnOf<Id, D>>, Ids | Id, Labels, Facts, FactsDone<D>>
}

/**
 * After an activity: what attaches to it. `Before` is what the activity saw, `Earlier` what the flow had set, `Own`
 * what the activity sets, and `OwnFacts` what it raises and needs: the last two change with what is attached.
 */
import type { Does, EscalationType, MessageKey, MessageType, SignalType } from "@millrace/kernel"
import type { ExpressionText } from "./Choice.ts"
import type { ProcessBuilder } from "./ProcessBuilder.ts"
import type { BorderCatches, Waits } from "./surface/Triggers.ts"
import type { Work } from "./surface/Work.ts"
import type { CancelId, KeyOf } from "./types/Arguments.ts"
import type { AnyDone, FactsDone } from "./types/Doing.ts"
import type { Cancels, FactsOf, Raises } from "./types/Facts.ts"
import type { AnyFlow, Beside, Joined } from "./types/Flow.ts"
import type { Context, Look, Transactional } from "./types/Handler.ts"
import type { NewId, NoVars, Step } from "./types/Names.ts"
import type { AnyError, BoundaryOptions, CheckErrorClass, Due, ErrorClass, Inner, TaskOptions } from "./types/Options.ts"
import type { CheckCondition } from "./types/Storable.ts"
import type { CaughtBy, PayloadOfAll, PayloadOfAny, Triggers } from "./types/Trigger.ts"

export interface ActivityBuilder<
  in out Before,
  out Earlier,
  in out Own,
  in out Ids extends string,
  in out Labels extends string,
  out Facts,
  out OwnFacts,
> extends ProcessBuilder<Before & Own, Earlier & Own, Ids, Labels, Facts | OwnFacts> {
  /**
   * Catches a typed error of this activity; the variable `id` is the error. The activity's own variable is optional
   * afterwards, unless the flow ends.
   *
   * ```ts
   * .onError("declined", CardDeclined, (b) => b.userTask("otherCard", { form: Card }))
   * ```
   */
  onError<const Id extends string, C extends ErrorClass, F extends AnyFlow>(
    id: NewId<Id, Ids>,
    error: C & CheckErrorClass<C>,
    flow: (b: ProcessBuilder<Before & Step<Id, InstanceType<C>>, Step<Id, InstanceType<C>>, Ids | Id, Labels, never>) => F,
  ): ActivityBuilder<
    Before,
    Earlier,
    Joined<Own, F>,
    Ids | Id | F["~flow"]["ids"],
    Labels,
    Facts | F["~flow"]["facts"],
    Exclude<OwnFacts, Raises<InstanceType<C>>>
  >

  /**
   * Goes another way when the activity is not done in time; with `{ interrupting: false }` the flow runs beside it, its
   * variables do not leak, and a repeating due such as `"R3/PT10M"` starts it again.
   *
   * ```ts
   * .onTimer("reminder", "1 day", (b) => b.serviceTask("remind", sendMail), { interrupting: false })
   * ```
   */
  onTimer<const Id extends string, F extends AnyFlow, const I extends boolean = true>(
    id: NewId<Id, Ids>,
    due: Due<Before>,
    flow: (b: ProcessBuilder<Before, NoVars, Ids | Id, Inner<I, Labels>, never>) => F & (I extends false ? Beside<F> : unknown),
    options?: BoundaryOptions<I>,
  ): ActivityBuilder<
    Before,
    Earlier,
    I extends false ? Own : Joined<Own, F>,
    Ids | Id | F["~flow"]["ids"],
    Labels,
    Facts | F["~flow"]["facts"],
    OwnFacts
  >

  /**
   * Goes another way when a message with this key (`undefined` where it has none) comes while the activity runs; the
   * variable `id` is its payload. With `{ interrupting: false }` the flow runs beside the activity, once for each message.
   *
   * ```ts
   * .onMessage("changed", AddressChanged, ({ vars }) => vars.orderId, (b) => b.serviceTask("relabel", relabel), { interrupting: false })
   * ```
   */
  onMessage<const Id extends string, P, K extends MessageKey, F extends AnyFlow, const I extends boolean = true>(
    id: NewId<Id, Ids>,
    message: MessageType<P, K>,
    key: KeyOf<Before, K>,
    flow: (
      b: ProcessBuilder<Before & Step<Id, P>, Step<Id, P>, Ids | Id, Inner<I, Labels>, never>,
    ) => F & (I extends false ? Beside<F> : unknown),
    options?: BoundaryOptions<I>,
  ): ActivityBuilder<
    Before,
    Earlier,
    I extends false ? Own : Joined<Own, F>,
    Ids | Id | F["~flow"]["ids"],
    Labels,
    Facts | F["~flow"]["facts"],
    OwnFacts
  >

  /**
   * Goes another way when a signal is given while the activity runs; the variable `id` is its payload.
   *
   * ```ts
   * .onSignal("closed", MarketClosed, (b) => b.end("closed"))
   * ```
   */
  onSignal<const Id extends string, P, F extends AnyFlow, const I extends boolean = true>(
    id: NewId<Id, Ids>,
    signal: SignalType<P>,
    flow: (
      b: ProcessBuilder<Before & Step<Id, P>, Step<Id, P>, Ids | Id, Inner<I, Labels>, never>,
    ) => F & (I extends false ? Beside<F> : unknown),
    options?: BoundaryOptions<I>,
  ): ActivityBuilder<
    Before,
    Earlier,
    I extends false ? Own : Joined<Own, F>,
    Ids | Id | F["~flow"]["ids"],
    Labels,
    Facts | F["~flow"]["facts"],
    OwnFacts
  >

  /**
   * Goes another way when this scope, or the process it calls, escalates; the variable `id` is the payload. With
   * `{ interrupting: false }` the activity goes on, and the flow runs beside it.
   *
   * ```ts
   * .onEscalation("asked", NeedsHelp, (b) => b.userTask("expert", { form: Answer }), { interrupting: false })
   * ```
   */
  onEscalation<const Id extends string, Code extends string, P, F extends AnyFlow, const I extends boolean = true>(
    id: NewId<Id, Ids>,
    escalation: EscalationType<Code, P>,
    flow: (
      b: ProcessBuilder<Before & Step<Id, P>, Step<Id, P>, Ids | Id, Inner<I, Labels>, never>,
    ) => F & (I extends false ? Beside<F> : unknown),
    options?: BoundaryOptions<I>,
  ): ActivityBuilder<
    Before,
    Earlier,
    I extends false ? Own : Joined<Own, F>,
    Ids | Id | F["~flow"]["ids"],
    Labels,
    Facts | F["~flow"]["facts"],
    OwnFacts
  >

  /**
   * Goes another way when a condition comes to hold while the activity runs; it is asked whenever variables change.
   *
   * ```ts
   * .onCondition("soldOut", ({ vars }) => vars.stock === 0, (b) => b.end("sold out"))
   * ```
   */
  onCondition<const Id extends string, B, F extends AnyFlow, const I extends boolean = true>(
    id: NewId<Id, Ids>,
    holds: ((look: Look<Before>) => B & CheckCondition<B>) | ExpressionText,
    flow: (b: ProcessBuilder<Before, NoVars, Ids | Id, Inner<I, Labels>, never>) => F & (I extends false ? Beside<F> : unknown),
    options?: BoundaryOptions<I>,
  ): ActivityBuilder<
    Before,
    Earlier,
    I extends false ? Own : Joined<Own, F>,
    Ids | Id | F["~flow"]["ids"],
    Labels,
    Facts | F["~flow"]["facts"],
    OwnFacts
  >

  /**
   * Goes another way when one of several events comes while the activity runs, typed errors and escalations of the activity
   * among them; the variable `id` is what it brings: `undefined` of timers and conditions.
   *
   * ```ts
   * .onAny("stopped", (on) => [on.error(CardDeclined), on.message(Cancelled, ({ vars }) => vars.orderId), on.timer("3 days")], (b) => b.end("stopped"))
   * ```
   */
  onAny<const Id extends string, const Ts extends Triggers, F extends AnyFlow, const I extends boolean = true>(
    id: NewId<Id, Ids>,
    events: (on: BorderCatches<Before>) => Ts,
    flow: (
      b: ProcessBuilder<Before & Step<Id, PayloadOfAny<Ts>>, Step<Id, PayloadOfAny<Ts>>, Ids | Id, Inner<I, Labels>, never>,
    ) => F & (I extends false ? Beside<F> : unknown),
    options?: BoundaryOptions<I>,
  ): ActivityBuilder<
    Before,
    Earlier,
    I extends false ? Own : Joined<Own, F>,
    Ids | Id | F["~flow"]["ids"],
    Labels,
    Facts | F["~flow"]["facts"],
    Exclude<OwnFacts, Raises<CaughtBy<Ts>> | CaughtBy<Ts>>
  >

  /**
   * Goes another way when all of several events have come while the activity runs, in any order; the variable `id` is the
   * list of what they bring.
   *
   * ```ts
   * .onAll("revoked", (on) => [on.message(BuyerLeft, ({ vars }) => vars.deal), on.message(SellerLeft, ({ vars }) => vars.deal)], (b) => b.end())
   * ```
   */
  onAll<const Id extends string, const Ts extends Triggers, F extends AnyFlow, const I extends boolean = true>(
    id: NewId<Id, Ids>,
    events: (on: Waits<Before>) => Ts,
    flow: (
      b: ProcessBuilder<Before & Step<Id, PayloadOfAll<Ts>>, Step<Id, PayloadOfAll<Ts>>, Ids | Id, Inner<I, Labels>, never>,
    ) => F & (I extends false ? Beside<F> : unknown),
    options?: BoundaryOptions<I>,
  ): ActivityBuilder<
    Before,
    Earlier,
    I extends false ? Own : Joined<Own, F>,
    Ids | Id | F["~flow"]["ids"],
    Labels,
    Facts | F["~flow"]["facts"],
    OwnFacts
  >

  /**
   * Catches every error of this activity that no `.onError` before it names; the variable `id` has its fields, with `_tag`.
   *
   * ```ts
   * .onAnyError("trouble", (b) => b.serviceTask("report", ({ vars }) => report(vars.trouble._tag)))
   * ```
   */
  onAnyError<const Id extends string, F extends AnyFlow>(
    id: NewId<Id, Ids>,
    flow: (b: ProcessBuilder<Before & Step<Id, AnyError>, Step<Id, AnyError>, Ids | Id, Labels, never>) => F,
  ): ActivityBuilder<
    Before,
    Earlier,
    Joined<Own, F>,
    Ids | Id | F["~flow"]["ids"],
    Labels,
    Facts | F["~flow"]["facts"],
    Exclude<OwnFacts, Raises<unknown>>
  >

  /**
   * Goes another way, or beside the activity, when it escalates, whatever the code; the variable `id` is the payload.
   *
   * ```ts
   * .onAnyEscalation("asked", (b) => b.userTask("expert"), { interrupting: false })
   * ```
   */
  onAnyEscalation<const Id extends string, F extends AnyFlow, const I extends boolean = true>(
    id: NewId<Id, Ids>,
    flow: (
      b: ProcessBuilder<Before & Step<Id, unknown>, Step<Id, unknown>, Ids | Id, Inner<I, Labels>, never>,
    ) => F & (I extends false ? Beside<F> : unknown),
    options?: BoundaryOptions<I>,
  ): ActivityBuilder<
    Before,
    Earlier,
    I extends false ? Own : Joined<Own, F>,
    Ids | Id | F["~flow"]["ids"],
    Labels,
    Facts | F["~flow"]["facts"],
    OwnFacts
  >

  /**
   * Goes on when this transaction was cancelled and what was complete in it is compensated.
   *
   * ```ts
   * .onCancel("calledOff", (b) => b.end("called off"))
   * ```
   */
  onCancel<const Id extends string, F extends AnyFlow>(
    id: CancelId<NewId<Id, Ids>, OwnFacts>,
    flow: (b: ProcessBuilder<Before, NoVars, Ids | Id, Labels, never>) => F,
  ): ActivityBuilder<
    Before,
    Earlier,
    Joined<Own, F>,
    Ids | Id | F["~flow"]["ids"],
    Labels,
    Facts | F["~flow"]["facts"],
    Exclude<OwnFacts, Cancels>
  >
}

/** Straight after an activity, where its compensation can be attached: before what goes round it. */
export interface TaskBuilder<
  in out Before,
  out Earlier,
  in out Own,
  in out Ids extends string,
  in out Labels extends string,
  out Facts,
  out OwnFacts,
> extends ActivityBuilder<Before, Earlier, Own, Ids, Labels, Facts, OwnFacts> {
  /**
   * Says how to undo this activity when what comes after it is rolled back. The handler sees the variables as they
   * were when the activity completed, and is a step called `<activity>:compensation`. What it returns is not kept.
   *
   * ```ts
   * .serviceTask("charge", charge).compensate(({ vars }) => cards.refund(vars.charge.id))
   * ```
   */
  compensate<Out, const T extends boolean = false>(
    handler: (context: Context<Before & Own> & Transactional<T>) => Out,
    options?: Omit<TaskOptions<never, T>, "schema" | "redacted">,
  ): ActivityBuilder<
    Before,
    Earlier,
    Own,
    Ids,
    Labels,
    Facts | FactsOf<Out> | Does<`${keyof Own & string}:compensation`, "service", unknown>,
    OwnFacts
  >

  /**
   * Says which step undoes this activity, where that is more than a handler: a sub-process, a person's task, a call. The
   * step is called `<activity>:compensation`.
   *
   * ```ts
   * .call("flight", bookFlight).compensateBy((one) => one.call(cancelFlight, ({ vars }) => vars.flight))
   * ```
   */
  compensateBy<D extends AnyDone>(
    work: (one: Work<Before & Own, `${keyof Own & string}:compensation`, never>) => D,
  ): ActivityBuilder<Before, Earlier, Own, Ids, Labels, Facts | FactsDone<D>, OwnFacts>
}

/** The same behind what runs for each of several items, which are undone one by one. `Seen` is what one of them saw and gave. */
export interface RunsBuilder<
  in out Before,
  out Earlier,
  in out Own,
  in out Ids extends string,
  in out Labels extends string,
  out Facts,
  out OwnFacts,
  in out Seen,
> extends ActivityBuilder<Before, Earlier, Own, Ids, Labels, Facts, OwnFacts> {
  /**
   * Says how to undo one of the runs when what comes after all of them is rolled back: the variable of the step is what that
   * run gave. The handler is a step called `<activity>:compensation`, and what it returns is not kept.
   *
   * ```ts
   * .forEach("rooms", ({ vars }) => vars.guests, (b) => b.serviceTask("room", book)).compensate(({ vars }) => cancel(vars.rooms.room, vars.item))
   * ```
   */
  compensate<Out, const T extends boolean = false>(
    handler: (context: Context<Seen> & Transactional<T>) => Out,
    options?: Omit<TaskOptions<never, T>, "schema" | "redacted">,
  ): ActivityBuilder<
    Before,
    Earlier,
    Own,
    Ids,
    Labels,
    Facts | FactsOf<Out> | Does<`${keyof Own & string}:compensation`, "service", unknown>,
    OwnFacts
  >

  /** Says which step undoes one of the runs, where that is more than a handler. */
  compensateBy<D extends AnyDone>(
    work: (one: Work<Seen, `${keyof Own & string}:compensation`, never>) => D,
  ): ActivityBuilder<Before, Earlier, Own, Ids, Labels, Facts | FactsDone<D>, OwnFacts>
}

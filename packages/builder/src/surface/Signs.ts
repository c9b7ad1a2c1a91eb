/**
 * What a flow waits for and what it tells: time, conditions, signals, escalations.
 */
import type { EscalationType, SignalType } from "@millrace/kernel"
import type { ExpressionText } from "../Choice.ts"
import type { Events } from "../Events.ts"
import type { ProcessBuilder } from "../ProcessBuilder.ts"
import type { Carrying } from "../types/Arguments.ts"
import type { AddedOf, FactsIn, Flows, IdsOf, OneOf } from "../types/Flow.ts"
import type { Look } from "../types/Handler.ts"
import type { NewId, Step } from "../types/Names.ts"
import type { Due } from "../types/Options.ts"
import type { CheckCondition } from "../types/Storable.ts"
import type { PayloadOfAll, PayloadOfAny, Tellings, Triggers } from "../types/Trigger.ts"
import type { Tells, Waits } from "./Triggers.ts"

/** Waiting and telling. */
export interface Signs<in out Vars, out Added, in out Ids extends string, in out Labels extends string, out Facts> {
  /**
   * Waits until a point in time.
   *
   * ```ts
   * .wait("coolingOff", "14 days").wait("opening", ({ vars }) => vars.opensAt)
   * ```
   */
  wait<const Id extends string>(id: NewId<Id, Ids>, due: Due<Vars>): ProcessBuilder<Vars, Added, Ids | Id, Labels, Facts>

  /**
   * Waits until a condition holds; it is asked whenever variables change. What other flows reach is a milestone for this one.
   *
   * ```ts
   * .waitUntil("cleared", ({ vars }) => vars.documents === "checked")
   * ```
   */
  waitUntil<const Id extends string, B>(
    id: NewId<Id, Ids>,
    condition: ((look: Look<Vars>) => B & CheckCondition<B>) | ExpressionText,
  ): ProcessBuilder<Vars, Added, Ids | Id, Labels, Facts>

  /**
   * Waits for a signal; the variable `id` is its payload. Signals given before do not count.
   *
   * ```ts
   * .receiveSignal("opened", MarketOpened)
   * ```
   */
  receiveSignal<const Id extends string, P>(
    id: NewId<Id, Ids>,
    signal: SignalType<P>,
  ): ProcessBuilder<Vars & Step<Id, P>, Added & Step<Id, P>, Ids | Id, Labels, Facts>

  /**
   * Waits for one of several events, all the same which; the variable `id` is what it brings: `undefined` of timers and
   * conditions. Where each has a way of its own, there is `.race`.
   *
   * ```ts
   * .waitForAny("told", (on) => [on.message(Delivered, ({ vars }) => vars.parcel), on.signal(DepotClosed), on.timer("10 days")])
   * ```
   */
  waitForAny<const Id extends string, const Ts extends Triggers>(
    id: NewId<Id, Ids>,
    events: (on: Waits<Vars>) => Ts,
  ): ProcessBuilder<Vars & Step<Id, PayloadOfAny<Ts>>, Added & Step<Id, PayloadOfAny<Ts>>, Ids | Id, Labels, Facts>

  /**
   * Waits for all of several events, in any order; the variable `id` is the list of what they bring, as they stand here.
   *
   * ```ts
   * .waitForAll("papers", (on) => [on.message(Passport, ({ vars }) => vars.person), on.message(Contract, ({ vars }) => vars.person)])
   * ```
   */
  waitForAll<const Id extends string, const Ts extends Triggers>(
    id: NewId<Id, Ids>,
    events: (on: Waits<Vars>) => Ts,
  ): ProcessBuilder<Vars & Step<Id, PayloadOfAll<Ts>>, Added & Step<Id, PayloadOfAll<Ts>>, Ids | Id, Labels, Facts>

  /**
   * Tells several things at once, to whom they concern, and goes on; without anything to tell it is a mark in the history.
   *
   * ```ts
   * .tell("closing", (to) => [to.message(Closed, ({ vars }) => ({ id: vars.id })), to.signal(SeatFree)])
   * ```
   */
  tell<const Id extends string>(
    id: NewId<Id, Ids>,
    what?: (to: Tells<Vars, Ids>) => Tellings,
  ): ProcessBuilder<Vars, Added, Ids | Id, Labels, Facts>

  /**
   * Waits for the first of several events, and goes its way; the others are forgotten. The name of a branch is the
   * variable of its payload.
   *
   * ```ts
   * .race("outcome", {
   *   paid: (on) => on.message(PaymentReceived, ({ vars }) => vars.orderId),
   *   late: (on) => on.timer("14 days").serviceTask("dunning", sendReminder),
   * })
   * ```
   */
  race<const Id extends string, Fs extends Flows>(
    id: NewId<Id, Ids>,
    branches: { readonly [K in keyof Fs]: (on: Events<Vars, K & string, Ids | Id, Labels>) => Fs[K] },
  ): ProcessBuilder<Vars & OneOf<AddedOf<Fs>>, Added & OneOf<AddedOf<Fs>>, Ids | Id | IdsOf<Fs>, Labels, Facts | FactsIn<Fs>>

  /**
   * Gives a signal: everybody who waits for it at this moment gets it.
   *
   * ```ts
   * .broadcast("tellAll", PricesChanged, ({ vars }) => ({ list: vars.list }))
   * ```
   */
  broadcast<const Id extends string, P>(
    id: NewId<Id, Ids>,
    signal: SignalType<P>,
    ...rest: Carrying<Vars, P, []>
  ): ProcessBuilder<Vars, Added, Ids | Id, Labels, Facts>

  /**
   * Tells whoever is around (`.onEscalation` of a scope, or of the step that called this process), and goes on.
   *
   * ```ts
   * .escalate("ask", NeedsHelp, ({ vars }) => ({ question: vars.ticket }))
   * ```
   */
  escalate<const Id extends string, Code extends string, P>(
    id: NewId<Id, Ids>,
    escalation: EscalationType<Code, P>,
    ...rest: Carrying<Vars, P, []>
  ): ProcessBuilder<Vars, Added, Ids | Id, Labels, Facts>
}

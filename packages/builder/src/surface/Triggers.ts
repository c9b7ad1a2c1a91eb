/**
 * Several triggers for one event, and several things told by one: `(on) => [on.message(…), on.signal(…)]`.
 */
import type { EscalationType, MessageKey, MessageType, SignalType } from "@millrace/kernel"
import type { ExpressionText } from "../Choice.ts"
import type { Carrying, Keyed } from "../types/Arguments.ts"
import type { SendOptions } from "../types/EventOptions.ts"
import type { Cancels } from "../types/Facts.ts"
import type { Look } from "../types/Handler.ts"
import type { CheckErrorClass, Due, ErrorClass } from "../types/Options.ts"
import type { CheckCondition } from "../types/Storable.ts"
import type { Telling, Trigger } from "../types/Trigger.ts"

/** What can be waited for. */
export interface Waits<in Vars> {
  /** A message of this key; brings its payload. */
  message<P, K extends MessageKey>(message: MessageType<P, K>, ...rest: Keyed<Vars, K, []>): Trigger<P, never>
  /** A signal; brings its payload. */
  signal<P>(signal: SignalType<P>): Trigger<P, never>
  /** A point in time; brings nothing. */
  timer(due: Due<Vars>): Trigger<undefined, never>
  /** A condition that comes to hold; brings nothing. */
  condition<B>(holds: ((look: Look<Vars>) => B & CheckCondition<B>) | ExpressionText): Trigger<undefined, never>
}

/** What can be waited for at the border of an activity and in a scope: beside what comes from outside, what is raised there. */
export interface Catches<in Vars> extends Waits<Vars> {
  /** A typed error; brings it. */
  error<C extends ErrorClass>(error: C & CheckErrorClass<C>): Trigger<InstanceType<C>, InstanceType<C>>
  /** An escalation; brings its payload. */
  escalation<Code extends string, P>(escalation: EscalationType<Code, P>): Trigger<P, never>
}

/** What can be waited for at the border of an activity: of a transaction, that it was cancelled, too. */
export interface BorderCatches<in Vars> extends Catches<Vars> {
  /** The transaction was cancelled; brings nothing. */
  cancel(): Trigger<undefined, Cancels>
}

/** What can start a process. */
export interface Begins {
  /** A message that nobody waits for; brings its payload. */
  message<P>(message: MessageType<P, string> | MessageType<P, number> | MessageType<P, undefined>): Trigger<P, never>
  /** A signal; brings its payload. */
  signal<P>(signal: SignalType<P>): Trigger<P, never>
  /** A point in time, again and again, or by the calendar; brings nothing. */
  timer(due: Exclude<Due<never>, (...look: never) => unknown>): Trigger<undefined, never>
}

/** What can be told. */
export interface Tells<in Vars, in Ids extends string> {
  /** A message, to the one who waits for it. */
  message<P, K extends MessageKey>(
    message: MessageType<P, K>,
    ...rest: Carrying<Vars, P, [options?: Pick<SendOptions, "key" | "ttl">]>
  ): Telling
  /** A signal, to everybody who waits for it. */
  signal<P>(signal: SignalType<P>, ...rest: Carrying<Vars, P, []>): Telling
  /** An escalation, to whoever is around. */
  escalation<Code extends string, P>(escalation: EscalationType<Code, P>, ...rest: Carrying<Vars, P, []>): Telling
  /** What is complete in this scope, or one step of it, is compensated. */
  rollback(only?: Ids): Telling
}

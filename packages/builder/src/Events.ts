/**
 * Where a flow begins with an event: in the branches of a `race`, and in what a scope listens to with `.on`. `Name` is
 * the branch or the step; the payload becomes its variable.
 */
import type { EscalationType, MessageKey, MessageType, SignalType } from "@millrace/kernel"
import type { ExpressionText } from "./Choice.ts"
import type { ProcessBuilder } from "./ProcessBuilder.ts"
import type { FreeBranch, Keyed } from "./types/Arguments.ts"
import type { Handles } from "./types/Facts.ts"
import type { Look } from "./types/Handler.ts"
import type { NoVars, Step } from "./types/Names.ts"
import type { CheckErrorClass, Due, ErrorClass } from "./types/Options.ts"
import type { CheckCondition } from "./types/Storable.ts"

export interface Events<in out Vars, in out Name extends string, in out Ids extends string, in out Labels extends string> {
  /**
   * Begins with a message of this key; its payload is the variable.
   *
   * ```ts
   * paid: (on) => on.message(PaymentReceived, ({ vars }) => vars.orderId)
   * ```
   */
  message<P, K extends MessageKey>(
    message: MessageType<P, K> & FreeBranch<Name, Ids>,
    ...rest: Keyed<Vars, K, []>
  ): ProcessBuilder<Vars & Step<Name, P>, Step<Name, P>, Ids | Name, Labels, never>

  /**
   * Begins with a signal; its payload is the variable.
   *
   * ```ts
   * opened: (on) => on.signal(MarketOpened)
   * ```
   */
  signal<P>(signal: SignalType<P> & FreeBranch<Name, Ids>): ProcessBuilder<Vars & Step<Name, P>, Step<Name, P>, Ids | Name, Labels, never>

  /**
   * Begins at a point in time; there is no variable.
   *
   * ```ts
   * late: (on) => on.timer("14 days")
   * ```
   */
  timer(due: Due<Vars>): ProcessBuilder<Vars, NoVars, Ids, Labels, never>

  /**
   * Begins when a condition holds; it is asked whenever variables change. There is no variable.
   *
   * ```ts
   * full: (on) => on.condition(({ vars }) => vars.seats === 0)
   * ```
   */
  condition<B>(holds: ((look: Look<Vars>) => B & CheckCondition<B>) | ExpressionText): ProcessBuilder<Vars, NoVars, Ids, Labels, never>
}

/** What a scope can listen to: beside the events, what is raised in it. */
export interface ScopeEvents<in out Vars, in out Name extends string, in out Ids extends string> extends Events<Vars, Name, Ids, never> {
  /**
   * Begins with a typed error that nothing in the scope caught; the error is the variable. What else ran in the scope has
   * ended.
   *
   * ```ts
   * .on("declined", (on) => on.error(CardDeclined).output(({ vars }) => vars.declined.reason))
   * ```
   */
  error<C extends ErrorClass>(
    error: C & CheckErrorClass<C>,
  ): ProcessBuilder<Vars & Step<Name, InstanceType<C>>, Step<Name, InstanceType<C>>, Ids | Name, never, Handles<InstanceType<C>>>

  /**
   * Begins with an escalation of the scope; its payload is the variable.
   *
   * ```ts
   * .on("asked", (on) => on.escalation(NeedsHelp).userTask("help"), { interrupting: false })
   * ```
   */
  escalation<Code extends string, P>(
    escalation: EscalationType<Code, P>,
  ): ProcessBuilder<Vars & Step<Name, P>, Step<Name, P>, Ids | Name, never, never>
}

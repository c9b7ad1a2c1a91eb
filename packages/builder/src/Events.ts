/**
 * Where a flow begins with an event: in the branches of a `race`, and in what a scope listens to with `.on`. `Name` is
 * the branch or the step; the payload becomes its variable.
 */
import type { EscalationType, MessageKey, MessageType, SignalType } from "@millrace/kernel"
import type { ExpressionText } from "./Choice.ts"
import type { ProcessBuilder } from "./ProcessBuilder.ts"
import type { Catches, Waits } from "./surface/Triggers.ts"
import type { FreeBranch, Keyed } from "./types/Arguments.ts"
import type { Handles } from "./types/Facts.ts"
import type { Look } from "./types/Handler.ts"
import type { NoVars, Step } from "./types/Names.ts"
import type { AnyError, CheckErrorClass, Due, ErrorClass } from "./types/Options.ts"
import type { CheckCondition } from "./types/Storable.ts"
import type { CaughtBy, PayloadOfAll, PayloadOfAny, Triggers } from "./types/Trigger.ts"

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

  /**
   * Begins with one of several events; what it brings is the variable: `undefined` of timers and conditions.
   *
   * ```ts
   * over: (on) => on.any((one) => [one.message(Cancelled, ({ vars }) => vars.orderId), one.timer("30 days")])
   * ```
   */
  any<const Ts extends Triggers>(
    events: (one: Waits<Vars>) => Ts & FreeBranch<Name, Ids>,
  ): ProcessBuilder<Vars & Step<Name, PayloadOfAny<Ts>>, Step<Name, PayloadOfAny<Ts>>, Ids | Name, Labels, never>

  /**
   * Begins when all of several events have come, in any order; the list of what they bring is the variable.
   *
   * ```ts
   * complete: (on) => on.all((one) => [one.message(Passport, ({ vars }) => vars.id), one.message(Contract, ({ vars }) => vars.id)])
   * ```
   */
  all<const Ts extends Triggers>(
    events: (one: Waits<Vars>) => Ts & FreeBranch<Name, Ids>,
  ): ProcessBuilder<Vars & Step<Name, PayloadOfAll<Ts>>, Step<Name, PayloadOfAll<Ts>>, Ids | Name, Labels, never>
}

/** What a scope can listen to: beside the events, what is raised in it. */
export interface ScopeEvents<in out Vars, in out Name extends string, in out Ids extends string>
  extends Omit<Events<Vars, Name, Ids, never>, "any"> {
  /**
   * Begins with one of several events, errors and escalations of the scope among them; what it brings is the variable.
   *
   * ```ts
   * .on("over", (on) => on.any((one) => [one.error(CardDeclined), one.timer("30 days")]).end())
   * ```
   */
  any<const Ts extends Triggers>(
    events: (one: Catches<Vars>) => Ts,
  ): ProcessBuilder<
    Vars & Step<Name, PayloadOfAny<Ts>>,
    Step<Name, PayloadOfAny<Ts>>,
    Ids | Name,
    never,
    [CaughtBy<Ts>] extends [never] ? never : Handles<CaughtBy<Ts>>
  >

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

  /**
   * Begins with any error that nothing in the scope caught; the variable has its fields, with `_tag`.
   *
   * ```ts
   * .on("trouble", (on) => on.anyError().serviceTask("report", ({ vars }) => report(vars.trouble._tag)))
   * ```
   */
  anyError(): ProcessBuilder<Vars & Step<Name, AnyError>, Step<Name, AnyError>, Ids | Name, never, Handles<unknown>>

  /**
   * Begins with any escalation of the scope; its payload is the variable.
   *
   * ```ts
   * .on("asked", (on) => on.anyEscalation().userTask("help"), { interrupting: false })
   * ```
   */
  anyEscalation(): ProcessBuilder<Vars & Step<Name, unknown>, Step<Name, unknown>, Ids | Name, never, never>

  /**
   * Undoes the sub-process, in place of what is complete in it, when it is compensated; sees its variables as they were.
   *
   * ```ts
   * .on("undo", (on) => on.compensation().serviceTask("release", ({ vars }) => release(vars.hotel)).rollback("rest"))
   * ```
   */
  compensation(): ProcessBuilder<Vars, NoVars, Ids, never, never>
}

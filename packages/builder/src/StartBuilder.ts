/**
 * The very beginning of a process: what starts it beside `millrace.start`.
 */
import type { MessageType, SignalType } from "@millrace/kernel"
import type { ScopeBuilder } from "./ProcessBuilder.ts"
import type { Mapped } from "./types/Arguments.ts"
import type { NewId, Step } from "./types/Names.ts"
import type { Due } from "./types/Options.ts"

/** `Input` is what the process takes: every start has to make one. */
export interface StartBuilder<Input, in out Vars, out Added, in out Ids extends string, in out Labels extends string, out Facts>
  extends ScopeBuilder<Vars, Added, Ids, Labels, Facts> {
  /**
   * Starts an instance for each message that nobody waits for; the variable `id` is its payload, in instances that were
   * started so. The input is the payload, or what `input` makes of it.
   *
   * ```ts
   * process("order", { version: 1, input: Order }).startOnMessage("placed", OrderPlaced, (placed) => placed.order)
   * ```
   */
  startOnMessage<const Id extends string, P>(
    id: NewId<Id, Ids>,
    message: MessageType<P, string> | MessageType<P, number> | MessageType<P, undefined>,
    ...input: Mapped<P, Input>
  ): StartBuilder<Input, Vars & Partial<Step<Id, P>>, Added & Partial<Step<Id, P>>, Ids | Id, Labels, Facts>

  /**
   * Starts an instance for each signal; the variable `id` is its payload, in instances that were started so.
   *
   * ```ts
   * process("repricing", { version: 1 }).startOnSignal("changed", PricesChanged)
   * ```
   */
  startOnSignal<const Id extends string, P>(
    id: NewId<Id, Ids>,
    signal: SignalType<P>,
    ...input: Mapped<P, Input>
  ): StartBuilder<Input, Vars & Partial<Step<Id, P>>, Added & Partial<Step<Id, P>>, Ids | Id, Labels, Facts>

  /**
   * Starts instances by the clock: at a date, again and again (`"R/P1D"`), or by the calendar (`cron`).
   *
   * ```ts
   * process("report", { version: 1 }).startOnTimer("monthly", cron("0 9 1 * *", { zone: "Europe/Berlin" }))
   * ```
   */
  startOnTimer<const Id extends string>(
    id: NewId<Id, Ids>,
    due: Exclude<Due<never>, (...look: never) => unknown>,
    ...input: Mapped<undefined, Input>
  ): StartBuilder<Input, Vars, Added, Ids | Id, Labels, Facts>
}

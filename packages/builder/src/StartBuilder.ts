/**
 * The very beginning of a process: what starts it beside `millrace.start`.
 */
import type { MessageType, SignalType } from "@millrace/kernel"
import type { ExpressionText } from "./Choice.ts"
import type { ProcessBuilder, ScopeBuilder } from "./ProcessBuilder.ts"
import type { Begins } from "./surface/Triggers.ts"
import type { BringsInput, FreeBranch, Mapped } from "./types/Arguments.ts"
import type { AddedOf, AllOf, Apart, Beside, FactsIn, Flows, IdsOf, OneOf } from "./types/Flow.ts"
import type { Look } from "./types/Handler.ts"
import type { NewId, NoVars, Step } from "./types/Names.ts"
import type { Due, StartOptions } from "./types/Options.ts"
import type { CheckCondition } from "./types/Storable.ts"
import type { PayloadOfAll, PayloadOfAny, Triggers } from "./types/Trigger.ts"

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
    ...input: Mapped<P, Input, [options?: StartOptions]>
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

  /**
   * Starts an instance for each of several events, all the same which; the variable `id` is what it brings, in instances that
   * were started so.
   *
   * ```ts
   * process("audit", { version: 1 }).startOnAny("begun", (on) => [on.signal(YearEnded), on.message(AuditAsked), on.timer("R/P90D")])
   * ```
   */
  startOnAny<const Id extends string, const Ts extends Triggers>(
    id: NewId<Id, Ids>,
    events: (on: Begins) => Ts & BringsInput<PayloadOfAny<Ts>, Input>,
  ): StartBuilder<Input, Vars & Partial<Step<Id, PayloadOfAny<Ts>>>, Added & Partial<Step<Id, PayloadOfAny<Ts>>>, Ids | Id, Labels, Facts>
  startOnAny<const Id extends string, const Ts extends Triggers>(
    id: NewId<Id, Ids>,
    events: (on: Begins) => Ts,
    input: (payload: PayloadOfAny<Ts>) => Input,
  ): StartBuilder<Input, Vars & Partial<Step<Id, PayloadOfAny<Ts>>>, Added & Partial<Step<Id, PayloadOfAny<Ts>>>, Ids | Id, Labels, Facts>

  /**
   * Starts an instance with the first of several messages that belong together, and waits for all the others: messages with the
   * same key, signals and times. Where no message has a key, a signal may come first, too. The variable `id` is the list of what they brought, in instances
   * that were started so, and the input is made of it.
   *
   * ```ts
   * process("admission", { version: 1, input: Admission }).startOnEvery("papers", (on) => [on.message(Passport), on.message(Contract)],
   *   ([passport, contract]) => ({ person: passport.person, since: contract.from }))
   * ```
   */
  startOnEvery<const Id extends string, const Ts extends Triggers>(
    id: NewId<Id, Ids>,
    events: (on: Begins) => Ts & BringsInput<PayloadOfAll<Ts>, Input>,
  ): StartBuilder<Input, Vars & Partial<Step<Id, PayloadOfAll<Ts>>>, Added & Partial<Step<Id, PayloadOfAll<Ts>>>, Ids | Id, Labels, Facts>
  startOnEvery<const Id extends string, const Ts extends Triggers>(
    id: NewId<Id, Ids>,
    events: (on: Begins) => Ts,
    input: (payload: PayloadOfAll<Ts>) => Input,
  ): StartBuilder<Input, Vars & Partial<Step<Id, PayloadOfAll<Ts>>>, Added & Partial<Step<Id, PayloadOfAll<Ts>>>, Ids | Id, Labels, Facts>

  /**
   * Lets `millrace.start` begin the process only with an input for which the condition holds.
   *
   * ```ts
   * process("refund", { version: 1, input: Order }).startOnCondition("paid", ({ vars }) => vars.cents > 0)
   * ```
   */
  startOnCondition<const Id extends string, B>(
    id: NewId<Id, Ids>,
    holds: ((look: Look<Input>) => B & CheckCondition<B>) | ExpressionText,
  ): StartBuilder<Input, Vars, Added, Ids | Id, Labels, Facts>

  /**
   * Starts an instance with the first of several events, each of which has a way of its own; they come together afterwards.
   * The name of a branch is the variable of its payload. A branch makes the input of its payload.
   *
   * ```ts
   * process("order", { version: 1, input: Order }).startOnFirst("came", {
   *   web: (on) => on.message(OrderPlaced),
   *   letter: (on) => on.message(LetterScanned, (letter) => letter.order).userTask("checked"),
   * })
   * ```
   */
  startOnFirst<const Id extends string, Fs extends Flows>(
    id: NewId<Id, Ids>,
    branches: { readonly [K in keyof Fs]: (on: StartEvents<Input, Vars, K & string, Ids | Id>) => Fs[K] },
  ): StartBuilder<
    Input,
    Vars & Partial<OneOf<AddedOf<Fs>>>,
    Added & Partial<OneOf<AddedOf<Fs>>>,
    Ids | Id | IdsOf<Fs>,
    Labels,
    Facts | FactsIn<Fs>
  >

  /**
   * Starts an instance with the first of several messages that belong together, and waits for all the others: those with the
   * same key. The input is made of what they brought, under the names of the branches.
   *
   * ```ts
   * process("admission", { version: 1, input: Admission }).startOnAll("papers", {
   *   passport: (on) => on.message(Passport),
   *   contract: (on) => on.message(Contract),
   * }, ({ passport, contract }) => ({ person: passport.person, since: contract.from }))
   * ```
   */
  startOnAll<const Id extends string, Fs extends Flows>(
    id: NewId<Id, Ids>,
    branches: { readonly [K in keyof Fs]: (on: StartsTogether<K & string, Ids | Id>) => Fs[K] & Beside<Fs[K]> & Apart<Fs, K> },
    ...input: Mapped<AllOf<AddedOf<Fs>>, Input>
  ): StartBuilder<
    Input,
    Vars & Partial<AllOf<AddedOf<Fs>>>,
    Added & Partial<AllOf<AddedOf<Fs>>>,
    Ids | Id | IdsOf<Fs>,
    Labels,
    Facts | FactsIn<Fs>
  >
}

/** What a branch of `.startOnFirst` begins with; `input` makes the input of the process. */
export interface StartEvents<Input, in out Vars, in out Name extends string, in out Ids extends string> {
  /** A message that nobody waits for; its payload is the variable. */
  message<P>(
    message: (MessageType<P, string> | MessageType<P, number> | MessageType<P, undefined>) & FreeBranch<Name, Ids>,
    ...input: Mapped<P, Input>
  ): ProcessBuilder<Vars & Step<Name, P>, Step<Name, P>, Ids | Name, never, never>
  /** A signal; its payload is the variable. */
  signal<P>(
    signal: SignalType<P> & FreeBranch<Name, Ids>,
    ...input: Mapped<P, Input>
  ): ProcessBuilder<Vars & Step<Name, P>, Step<Name, P>, Ids | Name, never, never>
}

/** What a branch of `.startOnAll` begins with. It sees its payload alone: the input is made when all have come. */
export interface StartsTogether<in out Name extends string, in out Ids extends string> {
  /** A message; its payload is the variable. */
  message<P>(
    message: (MessageType<P, string> | MessageType<P, number> | MessageType<P, undefined>) & FreeBranch<Name, Ids>,
  ): ProcessBuilder<NoVars & Step<Name, P>, Step<Name, P>, Ids | Name, never, never>
  /** A signal; its payload is the variable. */
  signal<P>(signal: SignalType<P> & FreeBranch<Name, Ids>): ProcessBuilder<NoVars & Step<Name, P>, Step<Name, P>, Ids | Name, never, never>
}

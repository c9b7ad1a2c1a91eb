/**
 * How a flow ends, and what is undone.
 */
import type { Json } from "@millrace/kernel"
import type { ExpressionText } from "../Choice.ts"
import type { Finish } from "../Process.ts"
import type { ProcessBuilder } from "../ProcessBuilder.ts"
import type { Cancels, EachRaised, Returns, Terminates } from "../types/Facts.ts"
import type { Look } from "../types/Handler.ts"
import type { NewId } from "../types/Names.ts"
import type { CheckStored } from "../types/Storable.ts"
import type { Tellings } from "../types/Trigger.ts"
import type { Tells } from "./Triggers.ts"

/** What every end can be told. */
export interface EndOptions<out Vars, out Ids extends string> {
  /** What the end tells others, as `.tell`: `(to) => [to.message(Closed, ({ vars }) => vars.id)]`. */
  readonly tell?: (to: Tells<Vars, Ids>) => Tellings
}

/** Ending and undoing. */
export interface Ends<in out Vars, out Added, in out Ids extends string, in out Labels extends string, out Facts> {
  /**
   * Compensates what is complete in this scope, backwards, or one activity of it, then goes on.
   *
   * ```ts
   * .rollback("undo").end("rejected")
   * ```
   */
  rollback<const Id extends string>(id: NewId<Id, Ids>, only?: Ids): ProcessBuilder<Vars, Added, Ids | Id, Labels, Facts>

  /**
   * Ends the flow with a typed error: the nearest `.onError` around it catches it, else the instance fails with it.
   *
   * ```ts
   * .fail("unpaid", ({ vars }) => new CardDeclined({ reason: vars.reason }))
   * .fail("late", new TooLate({}))
   * ```
   */
  fail<const Id extends string, E extends { readonly _tag: string }>(
    id: NewId<Id, Ids>,
    error: ((look: Look<Vars>) => E) | E,
    options?: EndOptions<Vars, Ids>,
  ): Finish<Ids | Id, Facts | EachRaised<E>>

  /**
   * Ends the flow without a value; the scope ends when no other flow is left in it. `name` is for people. Where every way
   * before it has ended, it closes the chain and adds nothing. With `tell`, the end tells others something; every end can.
   *
   * ```ts
   * reject: (b) => b.end("rejected")
   * ```
   */
  end(name?: string, options?: EndOptions<Vars, Ids>): Finish<Ids, Facts | ([Vars] extends [never] ? never : Returns<undefined>)>

  /**
   * Ends the whole scope at once: every other flow in it is cancelled, nothing is compensated.
   *
   * ```ts
   * .onTimer("tooLate", "30 days", (b) => b.terminate("expired"))
   * ```
   */
  terminate(name?: string, options?: EndOptions<Vars, Ids>): Finish<Ids, Facts | Terminates>

  /**
   * Ends the flow and cancels the transaction around it: what is complete in it is compensated, and its `.onCancel` goes on.
   *
   * ```ts
   * no: (b) => b.cancel()
   * ```
   */
  cancel(name?: string, options?: EndOptions<Vars, Ids>): Finish<Ids, Facts | Cancels>

  /** Ends the flow with what a text of an expression language gives: JSON. */
  output(value: ExpressionText): Finish<Ids, Facts | Returns<Json>>
  /**
   * Ends the flow with the value of the scope: of a process its result, of a sub-process its variable.
   *
   * ```ts
   * .output(({ vars }) => ({ parcel: vars.parcel, charge: vars.charge.id }))
   * ```
   */
  output<O>(value: (look: Look<Vars>) => O & CheckStored<O>, options?: EndOptions<Vars, Ids>): Finish<Ids, Facts | Returns<O>>
}

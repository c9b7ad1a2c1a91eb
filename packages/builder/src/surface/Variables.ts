/**
 * Variables of one's own.
 */
import type { Json } from "@millrace/kernel"
import type { ExpressionText } from "../Choice.ts"
import type { ProcessBuilder } from "../ProcessBuilder.ts"
import type { Look } from "../types/Handler.ts"
import type { NewId, Step, Widen } from "../types/Names.ts"
import type { VariableOptions } from "../types/Options.ts"
import type { CheckResult } from "../types/Storable.ts"

/** Making variables and changing them. */
export interface Variables<in out Vars, out Added, in out Ids extends string, in out Labels extends string, out Facts> {
  /** A variable that a text of an expression language gives: JSON. */
  set<const Id extends string>(
    id: NewId<Id, Ids>,
    value: ExpressionText,
    options?: VariableOptions<never>,
  ): ProcessBuilder<Vars & Step<Id, Json>, Added & Step<Id, Json>, Ids | Id, Labels, Facts>
  /**
   * A variable of your own; its type stays for good, `.update` changes its value. Code runs inside a decision: it is
   * synchronous, and when it throws, the instance stops at an incident.
   *
   * ```ts
   * .set("total", ({ vars }) => vars.price * vars.count)
   * ```
   */
  set<const Id extends string, T, S = never>(
    id: NewId<Id, Ids>,
    value: ((look: Look<Vars>) => T & CheckResult<T, S>) | (T & CheckResult<T, S>),
    options?: VariableOptions<S>,
  ): ProcessBuilder<Vars & Step<Id, Widen<T>>, Added & Step<Id, Widen<T>>, Ids | Id, Labels, Facts>

  /**
   * Gives a variable another value of its type.
   *
   * ```ts
   * .update("rounds", ({ vars }) => vars.rounds + 1)
   * ```
   */
  update<const K extends keyof Vars & string>(
    name: K,
    value: ((look: Look<Vars>) => Vars[K]) | ExpressionText,
  ): ProcessBuilder<Vars, Added, Ids, Labels, Facts>
}

/**
 * Choices: conditions tried in order, in code or in a registered expression language.
 */
import { conditions as anyConditions, text as textOf } from "./recipe/Parameter.ts"
import { take } from "./recipe/parameters.ts"
import type { Look } from "./types/Handler.ts"

/** Text in an expression language that a plugin brings. */
export interface ExpressionText {
  readonly language: string
  readonly text: string
}

/** Conditions tried in order; the first that holds names the branch. */
export interface Choice<in Vars, out Keys extends string> {
  readonly conditions: ReadonlyArray<{ readonly branch: Keys; readonly holds: ExpressionText | ((look: Look<Vars>) => boolean) }>
  /** Left out: that one holds is sure, and an incident where none does. */
  readonly otherwise?: Keys
}

/** A condition for each branch, by its name. */
type Conditions<Vars, K extends string> = { readonly [C in K]: ExpressionText | ((look: Look<Vars>) => boolean) }

/** A condition or value written in an expression language: `expression("feel", "amount > 1000")`. */
export const expression = (language: string, text: string): ExpressionText => {
  take("expression", [textOf("the name of its language"), textOf("its text")], [language, text])
  return { language, text }
}

/** A condition written in FEEL, the language of DMN. */
export const feel = (text: string): ExpressionText => expression("feel", text)

/**
 * Conditions tried in the order they stand; when none holds, the branch `otherwise`, or an incident where it is left out.
 *
 * ```ts
 * .exclusive("priced", firstOf({ cheap: feel("rate < 0.03"), odd: ({ vars }) => vars.rate > 1 }, "normal"), { … })
 * ```
 */
export function firstOf<Vars, const K extends string>(conditions: Conditions<Vars, K>): Choice<Vars, K>
export function firstOf<Vars, const K extends string, const D extends string>(
  conditions: Conditions<Vars, K>,
  otherwise: D,
): Choice<Vars, K | D>
export function firstOf<Vars>(conditions: Conditions<Vars, string>, otherwise?: string): Choice<Vars, string> {
  take("firstOf", [anyConditions], [conditions])
  return {
    conditions: Object.entries(conditions).map(([branch, holds]) => ({ branch, holds })),
    ...(otherwise === undefined ? {} : { otherwise }),
  }
}

/** Conditions of which any number may hold; each that holds names a branch. */
export interface Choices<in Vars, out Keys extends string> {
  readonly each: Choice<Vars, Keys>
}

/**
 * Each condition that holds names a branch; when none holds, the branch `otherwise`, or an incident where it is left out.
 *
 * ```ts
 * .inclusive("extras", eachOf({ gift: ({ vars }) => vars.gift, rush: feel("days < 2") }, "plain"), { … })
 * ```
 */
export function eachOf<Vars, const K extends string>(conditions: Conditions<Vars, K>): Choices<Vars, K>
export function eachOf<Vars, const K extends string, const D extends string>(
  conditions: Conditions<Vars, K>,
  otherwise: D,
): Choices<Vars, K | D>
export function eachOf<Vars>(conditions: Conditions<Vars, string>, otherwise?: string): Choices<Vars, string> {
  take("eachOf", [anyConditions], [conditions])
  return { each: otherwise === undefined ? firstOf(conditions) : firstOf(conditions, otherwise) }
}

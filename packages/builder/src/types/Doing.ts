/**
 * What a single step does, as `.step`, `.each` and their like are told it: a carrier of what it gives, what it sets and
 * what it needs.
 */
import type { NoVars, Step } from "./Names.ts"

/**
 * `Value` is what it gives, under its name; `never` where it gives nothing. `Sets` are variables that it sets in place of
 * that; `never` where it sets none.
 */
export interface Done<out Value, out Sets, out Facts> {
  readonly "~doing": { readonly value: Value; readonly sets: Sets; readonly facts: Facts }
}
export type AnyDone = Done<unknown, unknown, unknown>

export type FactsDone<D extends AnyDone> = D["~doing"]["facts"]
export type ValueDone<D extends AnyDone> = D["~doing"]["value"]

/** The variables of a step that is done once. */
export type OwnOf<Id extends string, D extends AnyDone> = [D["~doing"]["sets"]] extends [never]
  ? [ValueDone<D>] extends [never]
    ? NoVars
    : Step<Id, ValueDone<D>>
  : D["~doing"]["sets"]

/** The variables of a step that is done for each of several items: a list of what each gave; what each sets, if any did. */
export type OwnOfEach<Id extends string, D extends AnyDone> = [D["~doing"]["sets"]] extends [never]
  ? [ValueDone<D>] extends [never]
    ? NoVars
    : Step<Id, ReadonlyArray<ValueDone<D>>>
  : Partial<D["~doing"]["sets"]>

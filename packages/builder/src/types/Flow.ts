/**
 * Flows: what a branch gives back, and how the variables of branches come together after them.
 */
import type { Returns, Terminates } from "./Facts.ts"
import type { MillraceTypeError } from "./MillraceTypeError.ts"
import type { NoVars } from "./Names.ts"

/** A small covariant carrier, never the builder itself, which is invariant. `added: never` says that no token comes out. */
export interface Flow<out Added, out Ids extends string, out Facts> {
  readonly "~flow": { readonly added: Added; readonly ids: Ids; readonly facts: Facts }
}
export type AnyFlow = Flow<unknown, string, unknown>
/** Branches by name. */
export type Flows = Record<string, AnyFlow>

/** Without any branch, inference falls back to `Flows` itself, whose names are not literals: nothing is added then. */
type Of<Fs extends Flows, Part extends keyof AnyFlow["~flow"]> = string extends keyof Fs ? never : Fs[keyof Fs]["~flow"][Part]
export type AddedOf<Fs extends Flows> = Of<Fs, "added">
export type IdsOf<Fs extends Flows> = Of<Fs, "ids">
export type FactsIn<Fs extends Flows> = Of<Fs, "facts">

export type ToIntersection<U> = (U extends unknown ? (x: U) => void : never) extends (x: infer I) => void ? I : never
/** After all of several branches: everything they set. */
export type AllOf<U> = [U] extends [never] ? NoVars : ToIntersection<U>
/** After one of several branches: what each sets is there, what only some set is optional; branches that ended do not count. */
export type OneOf<U> = [U] extends [ToIntersection<U>]
  ? U
  : [keyof U] extends [never]
    ? Partial<ToIntersection<U>>
    : Either<U> & Partial<Omit<ToIntersection<U>, keyof U>>
type Either<U> = { readonly [K in keyof U & string]: U[K] }
/** An activity's own result, joined by a way round it; unchanged where that way ends. */
export type Joined<Own, F extends AnyFlow> = [F["~flow"]["added"]] extends [never] ? Own : OneOf<Own | F["~flow"]["added"]>
/** The value of a scope: its outputs, else what its flow set, by name. */
export type ScopeValue<F extends AnyFlow> =
  | (F["~flow"]["added"] extends infer A ? ([A] extends [never] ? never : A) : never)
  | (F["~flow"]["facts"] extends infer X ? (X extends Returns<infer O> ? O : X extends Terminates ? undefined : never) : never)

/** A branch beside which others run must not end the scope. */
export type Beside<F extends AnyFlow> = [Extract<F["~flow"]["facts"], Returns<unknown>>] extends [never]
  ? unknown
  : MillraceTypeError<"a branch beside others cannot end the scope or give its output: leave that to the flow after them">
/** Two parallel branches must not set the same variable; one that ended sets none. */
export type Apart<Fs extends Flows, K extends keyof Fs> = NamesOf<Fs[K]["~flow"]["added"]> &
  keyof ToIntersection<Fs[Exclude<keyof Fs, K>]["~flow"]["added"]> extends infer Twice
  ? [Twice] extends [never]
    ? unknown
    : MillraceTypeError<`another branch also sets '${Twice & string}'`>
  : never
type NamesOf<Added> = [Added] extends [never] ? never : keyof Added

/**
 * What can be stored: variables are JSON, so a value that JSON would lose or bend does not compile without a schema.
 */
import type { MillraceTypeError } from "./MillraceTypeError.ts"

/** What answers later: a Promise or an Effect. */
type Later = PromiseLike<unknown> | { readonly "~effect/Effect": unknown }

/** `T` itself where JSON carries it, a sentence where it does not. */
export type Storable<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends (...args: never) => unknown
    ? MillraceTypeError<"a function cannot be stored">
    : T extends Date
      ? MillraceTypeError<"a Date cannot be stored as it is: give the step a schema">
      : T extends Map<unknown, unknown> | Set<unknown> | bigint | symbol
        ? MillraceTypeError<"this value cannot be stored as it is: give the step a schema">
        : T extends Later
          ? MillraceTypeError<"a value that comes later cannot be stored: compute it in a service task">
          : T extends ReadonlyArray<infer U>
            ? ReadonlyArray<Storable<U>>
            : T extends object
              ? { readonly [K in keyof T]: Storable<T[K]> }
              : T

/** `unknown` where `T` can be stored, else what is wrong with it. */
export type CheckStored<T> = [T] extends [Storable<T>]
  ? unknown extends T
    ? MillraceTypeError<"the result is unknown: declare its type or give the step a schema">
    : unknown
  : Storable<T>

/** With a schema the value must be the schema's (`S`); without one (`never`) it must be JSON. */
export type CheckResult<T, S> = [S] extends [never]
  ? CheckStored<T>
  : [T] extends [S]
    ? unknown
    : MillraceTypeError<"the handler's result is not what the schema of the step describes">

/** An item of a list: described by a schema (`S`), or JSON. */
export type CheckItem<T, S> = [S] extends [never]
  ? CheckStored<T>
  : [T] extends [S]
    ? unknown
    : MillraceTypeError<"the items are not what the schema describes">

/** Code inside a decision answers at once. */
type NotLater = "a decision cannot wait: compute this in a service task before it, and read its variable here"

/** A condition gives a boolean, at once. */
export type CheckCondition<T> = [T] extends [boolean]
  ? unknown
  : [T] extends [Later]
    ? MillraceTypeError<NotLater>
    : MillraceTypeError<"a condition gives a boolean">

/** A choice gives the name of a branch, at once. */
export type CheckChoice<T, Names> = [T] extends [Names]
  ? unknown
  : [T] extends [Later]
    ? MillraceTypeError<NotLater>
    : [Exclude<T, Names>] extends [string]
      ? MillraceTypeError<`there is no branch '${Exclude<T, Names>}'`>
      : MillraceTypeError<"a choice gives the name of a branch, as text">

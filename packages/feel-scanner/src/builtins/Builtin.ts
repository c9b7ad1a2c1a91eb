/**
 * How built-in functions are described (DMN 1.5 §10.3.4): names and types of parameters, and what they compute.
 */
import type { FeelType } from "../types/FeelType.ts"
import { DaysTimeDuration } from "../values/DaysTimeDuration.ts"
import { FeelDate } from "../values/FeelDate.ts"
import { FeelDateTime } from "../values/FeelDateTime.ts"
import { type CallSite, FeelFunction } from "../values/FeelFunction.ts"
import type { FeelNumber } from "../values/FeelNumber.ts"
import { FeelRange } from "../values/FeelRange.ts"
import { FeelTime } from "../values/FeelTime.ts"
import { type FeelContext, type FeelList, type FeelValue, isContext, isList, isNumber } from "../values/FeelValue.ts"
import { YearsMonthsDuration } from "../values/YearsMonthsDuration.ts"

/** What a parameter takes: the value as the function gets it, or undefined where it takes no such value. */
export interface Accepted<A extends FeelValue> {
  readonly text: string
  readonly accept: (value: FeelValue) => A | undefined
}

/** A parameter. */
export interface Parameter<A extends FeelValue = FeelValue> {
  readonly name: string
  readonly type: Accepted<A>
  /** May be left out; the function gets null then. */
  readonly optional: boolean
}

/** One list of parameters of a function, and what it computes for them. */
export interface Signature {
  readonly parameters: ReadonlyArray<Parameter>
  /** The type of further arguments: they come as a list in the last place. */
  readonly rest: Accepted<FeelValue> | null
  /** How many further arguments there have to be. */
  readonly least: number
  readonly run: (given: ReadonlyArray<FeelValue>, site: CallSite) => FeelValue
}

/** A built-in function. */
export interface Builtin {
  readonly name: string
  readonly signatures: ReadonlyArray<Signature>
  /** The type of the result for arguments of these types. */
  readonly result: (given: ReadonlyArray<FeelType>) => FeelType
  /** Gives always the same for the same arguments. */
  readonly pure: boolean
}

const type = <A extends FeelValue>(text: string, is: (value: FeelValue) => value is A): Accepted<A> => ({
  text,
  accept: (value) => {
    if (is(value)) return value
    // A list of one item stands for that item where no list is wanted.
    if (!isList(value) || value.length !== 1) return undefined
    const [only] = value
    return only !== undefined && is(only) ? only : undefined
  },
})

const either = <A extends FeelValue, B extends FeelValue>(a: Accepted<A>, b: Accepted<B>): Accepted<A | B> => ({
  text: `${a.text} or ${b.text}`,
  accept: (value) => a.accept(value) ?? b.accept(value),
})

/** The types that parameters of built-in functions have. */
export const take = {
  any: { text: "any value", accept: (value: FeelValue): FeelValue => value } as Accepted<FeelValue>,
  value: { text: "a value", accept: (value: FeelValue) => (value === null ? undefined : value) } as Accepted<FeelValue>,
  number: type("a number", (value): value is FeelNumber => isNumber(value)),
  string: type("a string", (value) => typeof value === "string"),
  boolean: type("a boolean", (value) => typeof value === "boolean"),
  context: type("a context", (value): value is FeelContext => isContext(value)),
  function: type("a function", (value) => value instanceof FeelFunction),
  range: type("a range", (value) => value instanceof FeelRange),
  date: type("a date", (value) => value instanceof FeelDate),
  time: type("a time", (value) => value instanceof FeelTime),
  dateTime: type("a date and time", (value) => value instanceof FeelDateTime),
  daysTime: type("a days and time duration", (value) => value instanceof DaysTimeDuration),
  yearsMonths: type("a years and months duration", (value) => value instanceof YearsMonthsDuration),
  /** A list; any other value but null counts as a list of itself. */
  list: {
    text: "a list",
    accept: (value: FeelValue): FeelList | undefined => (isList(value) ? value : value === null ? undefined : [value]),
  } as Accepted<FeelList>,
  orNull: <A extends FeelValue>(other: Accepted<A>): Accepted<A | null> => ({
    text: `${other.text} or null`,
    accept: (value) => (value === null ? null : other.accept(value)),
  }),
  either,
} as const

/** A parameter that has to be given. */
export const parameter = <A extends FeelValue>(name: string, accepted: Accepted<A>): Parameter<A> => ({
  name,
  type: accepted,
  optional: false,
})

/** A parameter that may be left out. */
export const optional = <A extends FeelValue>(name: string, accepted: Accepted<A>): Parameter<A | null> => ({
  name,
  type: accepted,
  optional: true,
})

type Values<P extends ReadonlyArray<Parameter>> = { readonly [I in keyof P]: P[I] extends Parameter<infer A> ? A : never }

/** A list of parameters and what a function computes for them. */
export const signature = <const P extends ReadonlyArray<Parameter>>(
  parameters: P,
  run: (given: Values<P>, site: CallSite) => FeelValue,
): Signature => ({
  parameters,
  rest: null,
  least: 0,
  // The caller has checked each value with its parameter.
  run: run as (given: ReadonlyArray<FeelValue>, site: CallSite) => FeelValue,
})

/** The same with further arguments, at least so many: `run` gets them as a list behind the others. */
export const variadic = <const P extends ReadonlyArray<Parameter>, A extends FeelValue>(
  parameters: P,
  rest: Accepted<A>,
  least: number,
  run: (given: readonly [...Values<P>, ReadonlyArray<A>], site: CallSite) => FeelValue,
): Signature => ({ parameters, rest, least, run: run as (given: ReadonlyArray<FeelValue>, site: CallSite) => FeelValue })

/** A function with the type of its result. */
export const builtin = (name: string, result: FeelType | Builtin["result"], ...signatures: ReadonlyArray<Signature>): Builtin => ({
  name,
  signatures,
  result: typeof result === "function" ? result : () => result,
  pure: true,
})

/**
 * The values of FEEL (DMN 1.5 §10.3.2.3) as JavaScript values.
 */
import type { DaysTimeDuration } from "./DaysTimeDuration.ts"
import { isDecimal } from "./Decimal34.ts"
import type { FeelDate } from "./FeelDate.ts"
import type { FeelDateTime } from "./FeelDateTime.ts"
import type { FeelFunction } from "./FeelFunction.ts"
import type { FeelNumber } from "./FeelNumber.ts"
import { FeelObject, type Kind } from "./FeelObject.ts"
import type { FeelRange } from "./FeelRange.ts"
import type { FeelTime } from "./FeelTime.ts"
import type { YearsMonthsDuration } from "./YearsMonthsDuration.ts"

/** A context: names and values. Plain objects of the caller serve as they are. */
export interface FeelContext {
  readonly [name: string]: FeelValue
}

/** A list. */
export type FeelList = ReadonlyArray<FeelValue>

/** Any value of FEEL. */
export type FeelValue =
  | null
  | boolean
  | string
  | FeelNumber
  | FeelDate
  | FeelTime
  | FeelDateTime
  | DaysTimeDuration
  | YearsMonthsDuration
  | FeelRange
  | FeelFunction
  | FeelList
  | FeelContext

/** The kind of a value. */
export const kindOf = (value: FeelValue): Kind => {
  switch (typeof value) {
    case "number":
      return "number"
    case "string":
      return "string"
    case "boolean":
      return "boolean"
    default:
      if (value === null || value === undefined) return "null"
      if (value instanceof FeelObject) return value.kind
      if (Array.isArray(value)) return "list"
      return isDecimal(value) ? "number" : "context"
  }
}

/** Whether a value is a number. */
export const isNumber = (value: FeelValue): value is FeelNumber => typeof value === "number" || isDecimal(value)

/** Whether a value is a list. */
export const isList = (value: FeelValue): value is FeelList => Array.isArray(value)

/** Whether a value is a context. */
export const isContext = (value: FeelValue): value is FeelContext => {
  if (typeof value !== "object" || value === null) return false
  // What nearly all contexts have, and nothing else has; found faster than the prototype.
  if ((value as object).constructor === Object) return true
  return !(value instanceof FeelObject) && !Array.isArray(value) && !isDecimal(value)
}

/** The entry of a context, undefined where it has none of that name. */
export const entryOf = (context: FeelContext, name: string): FeelValue | undefined => {
  if (name === "__proto__") return Object.hasOwn(context, name) ? context[name] : undefined
  const value = context[name]
  // Names such as toString are found on every object; no value of FEEL is a JavaScript function.
  return typeof (value as unknown) === "function" ? undefined : value
}

/** Sets an entry of a context that is being made, whatever its name. */
export const setEntry = (context: { [name: string]: FeelValue }, name: string, value: FeelValue): void => {
  if (name === "__proto__") Object.defineProperty(context, name, { value, enumerable: true, configurable: true, writable: true })
  else context[name] = value
}

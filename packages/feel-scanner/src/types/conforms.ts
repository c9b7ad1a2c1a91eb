/**
 * Whether a value has a type (DMN 1.5 §10.3.2.9), and what a value becomes where a type is wanted.
 */
import { DaysTimeDuration } from "../values/DaysTimeDuration.ts"
import { FeelDate } from "../values/FeelDate.ts"
import { FeelDateTime } from "../values/FeelDateTime.ts"
import { FeelFunction } from "../values/FeelFunction.ts"
import { FeelRange } from "../values/FeelRange.ts"
import { FeelTime } from "../values/FeelTime.ts"
import { entryOf, type FeelContext, type FeelList, type FeelValue, isContext, isList, isNumber } from "../values/FeelValue.ts"
import { type Meter, metered } from "../values/Meter.ts"
import { YearsMonthsDuration } from "../values/YearsMonthsDuration.ts"
import type { FeelType } from "./FeelType.ts"

/**
 * Whether a value that is not null has the type; null has none. `instance of` does not ask which values a constrained type allows, so
 * `allowed` says whether that counts.
 */
export const conforms = (value: FeelValue, type: FeelType, meter?: Meter, allowed = true): boolean => {
  if (meter === undefined) return metered((own) => conforms(value, type, own, allowed))
  if (value === null || value === undefined) return type.kind === "Null"
  switch (type.kind) {
    case "Any":
      return true
    case "Null":
      return false
    case "number":
      return isNumber(value)
    case "string":
    case "boolean":
      return typeof value === type.kind
    case "date":
      return value instanceof FeelDate
    case "time":
      return value instanceof FeelTime
    case "date and time":
      return value instanceof FeelDateTime
    case "days and time duration":
      return value instanceof DaysTimeDuration
    case "years and months duration":
      return value instanceof YearsMonthsDuration
    case "list":
      return isList(value) && (type.item.kind === "Any" || allConform(value, type.item, meter, allowed))
    case "range":
      return (
        value instanceof FeelRange &&
        conformsOrNull(value.start, type.item, meter, allowed) &&
        conformsOrNull(value.end, type.item, meter, allowed)
      )
    case "context":
      return isContext(value) && hasEntries(value, type.entries, meter, allowed)
    case "function":
      return value instanceof FeelFunction && functionConforms(value, type)
    case "constrained":
      return conforms(value, type.base, meter, allowed) && (!allowed || type.allows(value))
  }
}

const conformsOrNull = (value: FeelValue, type: FeelType, meter: Meter, allowed: boolean): boolean =>
  value === null || conforms(value, type, meter, allowed)

const allConform = (items: FeelList, type: FeelType, meter: Meter, allowed: boolean): boolean => {
  meter.charge(items.length)
  return items.every((item) => conformsOrNull(item, type, meter, allowed))
}

const hasEntries = (value: FeelContext, entries: ReadonlyMap<string, FeelType>, meter: Meter, allowed: boolean): boolean => {
  meter.charge(entries.size)
  for (const [name, type] of entries) {
    const entry = entryOf(value, name)
    if (entry === undefined || !conformsOrNull(entry, type, meter, allowed)) return false
  }
  return true
}

const functionConforms = (value: FeelFunction, type: FeelType & { readonly kind: "function" }): boolean => {
  if (!typeConforms(value.result, type.result)) return false
  if (type.parameters === null || value.parameters === null) return true
  const wanted = type.parameters
  return value.parameters.length === wanted.length && value.parameters.every(({ type: own }, i) => typeConforms(wanted[i] ?? own, own))
}

/** Whether every value of the first type has the second. */
const typeConforms = (type: FeelType, wanted: FeelType): boolean => {
  if (wanted.kind === "Any" || type.kind === "Null" || type === wanted) return true
  if (wanted.kind === "constrained") return false
  if (type.kind === "constrained") return typeConforms(type.base, wanted)
  if (type.kind === "list" && wanted.kind === "list") return typeConforms(type.item, wanted.item)
  if (type.kind === "range" && wanted.kind === "range") return typeConforms(type.item, wanted.item)
  if (type.kind === "context" && wanted.kind === "context") {
    return Array.from(wanted.entries).every(([name, entry]) => {
      const own = type.entries.get(name)
      return own !== undefined && typeConforms(own, entry)
    })
  }
  if (type.kind === "function" && wanted.kind === "function") {
    if (!typeConforms(type.result, wanted.result)) return false
    if (type.parameters === null || wanted.parameters === null) return true
    const others = wanted.parameters
    return type.parameters.length === others.length && type.parameters.every((own, i) => typeConforms(others[i] ?? own, own))
  }
  return type.kind === wanted.kind
}

/**
 * The value as one of the type (DMN 1.5 §10.3.2.9.4): itself, the only item of a list, a list of it, or a date at midnight in UTC;
 * undefined where it is none of these. Null stays null.
 */
export const coerced = (value: FeelValue, type: FeelType, meter?: Meter): FeelValue | undefined => {
  if (meter === undefined) return metered((own) => coerced(value, type, own))
  if (value === null || type.kind === "Any" || conforms(value, type, meter)) return value
  if (value instanceof FeelDate && conforms(FeelDateTime.ofDate(value), type, meter)) return FeelDateTime.ofDate(value)
  if (isList(value) && type.kind !== "list" && value.length === 1) {
    const [only] = value
    return only !== undefined && only !== null && conforms(only, type, meter) ? only : undefined
  }
  if (type.kind === "list" && !isList(value) && conforms(value, type.item, meter)) return [value]
  return undefined
}

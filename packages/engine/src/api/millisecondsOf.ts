/**
 * The length of time that a caller gives, in milliseconds.
 */
import { Duration, Option } from "effect"
import { isFields } from "./Argument.ts"

const units = new Set(["weeks", "days", "hours", "minutes", "seconds", "milliseconds", "microseconds", "nanoseconds"])

/** Effect takes every object, and NaN, for no time at all. */
const isNone = (given: unknown): boolean => {
  if (typeof given === "number") return Number.isNaN(given)
  if (typeof given !== "object" || given === null || Duration.isDuration(given) || Array.isArray(given)) return false
  return (
    !isFields(given) ||
    Object.entries(given).length === 0 ||
    Object.entries(given).some(([unit, value]) => !units.has(unit) || !Number.isFinite(value))
  )
}

/** `undefined` for what is no length of time, or one below nothing. */
export const millisecondsOf = (given: unknown): number | undefined => {
  try {
    if (isNone(given)) return undefined
    const found = Option.getOrUndefined(Duration.fromInput(given as Duration.Input))
    const milliseconds = found === undefined ? Number.NaN : Duration.toMillis(found)
    return milliseconds >= 0 ? milliseconds : undefined
  } catch {
    return undefined
  }
}

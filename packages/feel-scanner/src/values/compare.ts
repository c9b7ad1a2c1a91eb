/**
 * Order (DMN 1.5 §10.3.2.15): of numbers, strings, dates, times and durations, each among themselves.
 */
import { DaysTimeDuration } from "./DaysTimeDuration.ts"
import { comparedNanos } from "./equal.ts"
import { FeelDate } from "./FeelDate.ts"
import { FeelDateTime } from "./FeelDateTime.ts"
import { compareNumbers } from "./FeelNumber.ts"
import { FeelTime } from "./FeelTime.ts"
import { type FeelValue, isNumber } from "./FeelValue.ts"
import { YearsMonthsDuration } from "./YearsMonthsDuration.ts"

/** Negative, zero or positive as the left value is less, equal or greater; null where the values have no order. */
export const compare = (left: FeelValue, right: FeelValue): number | null => {
  if (isNumber(left)) return isNumber(right) ? compareNumbers(left, right) : null
  if (typeof left === "string") return typeof right === "string" ? compareStrings(left, right) : null
  if (left instanceof FeelDate && right instanceof FeelDate) {
    return left.year - right.year || left.month - right.month || left.day - right.day
  }
  if (left instanceof FeelDateTime && right instanceof FeelDateTime) {
    if ((left.offsetSeconds === null) !== (right.offsetSeconds === null)) return null
    const [a, b] = [left.instant, right.instant]
    return a.day - b.day || Math.floor(a.nanos / comparedNanos) - Math.floor(b.nanos / comparedNanos)
  }
  if (left instanceof FeelTime && right instanceof FeelTime) {
    if ((left.offsetSeconds === null) !== (right.offsetSeconds === null)) return null
    return Math.floor(left.utcNanos / comparedNanos) - Math.floor(right.utcNanos / comparedNanos)
  }
  if (left instanceof DaysTimeDuration && right instanceof DaysTimeDuration) return left.days - right.days || left.nanos - right.nanos
  if (left instanceof YearsMonthsDuration && right instanceof YearsMonthsDuration) return left.months - right.months
  return null
}

/** By code points: JavaScript's own order differs from it above the basic plane. */
const compareStrings = (left: string, right: string): number => {
  const length = Math.min(left.length, right.length)
  for (let i = 0; i < length; i++) {
    const a = left.charCodeAt(i)
    const b = right.charCodeAt(i)
    if (a !== b) {
      const [high, low] = [isSurrogate(a), isSurrogate(b)]
      return high === low ? a - b : high ? 1 : -1
    }
  }
  return left.length - right.length
}

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff

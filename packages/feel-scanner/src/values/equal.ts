/**
 * Equality (DMN 1.5 §10.3.2.15): of two values of one kind, or of anything with null; other pairs have none.
 */
import { DaysTimeDuration } from "./DaysTimeDuration.ts"
import { FeelDate } from "./FeelDate.ts"
import { FeelDateTime } from "./FeelDateTime.ts"
import { equalNumbers } from "./FeelNumber.ts"
import { FeelObject } from "./FeelObject.ts"
import { FeelRange } from "./FeelRange.ts"
import { FeelTime } from "./FeelTime.ts"
import { entryOf, type FeelContext, type FeelList, type FeelValue, isContext, isList, isNumber } from "./FeelValue.ts"
import { costOf, type Meter, metered } from "./Meter.ts"
import { YearsMonthsDuration } from "./YearsMonthsDuration.ts"

/** Times are compared to the millisecond. */
export const comparedNanos = 1_000_000

/** Whether two values are equal; null where values of their kinds cannot be compared. */
export const equal = (left: FeelValue, right: FeelValue, meter?: Meter): boolean | null => {
  if (meter === undefined) return metered((own) => equal(left, right, own))
  if (typeof left === "string" && left.length > 1000) meter.charge(costOf(left))
  if (left === right) return true
  if (left === null || right === null || left === undefined || right === undefined) return left === undefined && right === null
  if (typeof left === "string" || typeof left === "boolean") return typeof left === typeof right ? false : null
  if (isNumber(left)) return isNumber(right) ? equalNumbers(left, right) : null
  if (left instanceof FeelObject) return right instanceof FeelObject && left.kind === right.kind ? equalObjects(left, right, meter) : null
  if (isList(left)) return isList(right) ? equalLists(left, right, meter) : null
  return isContext(left) && isContext(right) ? equalContexts(left, right, meter) : null
}

const equalObjects = (left: FeelObject, right: FeelObject, meter: Meter): boolean | null => {
  if (left instanceof FeelDate && right instanceof FeelDate) {
    return left.day === right.day && left.month === right.month && left.year === right.year
  }
  if (left instanceof FeelDateTime && right instanceof FeelDateTime) {
    if ((left.offsetSeconds === null) !== (right.offsetSeconds === null)) return false
    const [a, b] = [left.instant, right.instant]
    return a.day === b.day && Math.floor(a.nanos / comparedNanos) === Math.floor(b.nanos / comparedNanos)
  }
  if (left instanceof FeelTime && right instanceof FeelTime) {
    if ((left.offsetSeconds === null) !== (right.offsetSeconds === null)) return false
    return Math.floor(left.utcNanos / comparedNanos) === Math.floor(right.utcNanos / comparedNanos)
  }
  if (left instanceof DaysTimeDuration && right instanceof DaysTimeDuration) return left.days === right.days && left.nanos === right.nanos
  if (left instanceof YearsMonthsDuration && right instanceof YearsMonthsDuration) return left.months === right.months
  if (left instanceof FeelRange && right instanceof FeelRange) {
    return (
      left.form === right.form &&
      left.startIncluded === right.startIncluded &&
      left.endIncluded === right.endIncluded &&
      equal(left.start, right.start, meter) === true &&
      equal(left.end, right.end, meter) === true
    )
  }
  return null
}

const equalLists = (left: FeelList, right: FeelList, meter: Meter): boolean => {
  if (left.length !== right.length) return false
  meter.charge(left.length)
  return left.every((item, i) => equal(item, right[i] ?? null, meter) === true)
}

const equalContexts = (left: FeelContext, right: FeelContext, meter: Meter): boolean => {
  const names = Object.keys(left)
  if (names.length !== Object.keys(right).length) return false
  meter.charge(names.length)
  return names.every((name) => {
    const other = Object.hasOwn(right, name) ? entryOf(right, name) : undefined
    return other !== undefined && equal(left[name] ?? null, other, meter) === true
  })
}

/**
 * The operators + - * / ** on values of all kinds (DMN 1.5 §10.3.2.15). Undefined where an operator has no meaning for the kinds,
 * null where the result is no value (too large, division by zero).
 */
import { dayNanos } from "./Calendar.ts"
import { DaysTimeDuration } from "./DaysTimeDuration.ts"
import { Decimal34 } from "./Decimal34.ts"
import { FeelDate } from "./FeelDate.ts"
import { FeelDateTime } from "./FeelDateTime.ts"
import { add, compareNumbers, divide, doubleOf, type FeelNumber, multiply, narrow, negate, power, subtract, widen } from "./FeelNumber.ts"
import { FeelTime } from "./FeelTime.ts"
import { type FeelValue, isNumber } from "./FeelValue.ts"
import { YearsMonthsDuration } from "./YearsMonthsDuration.ts"

/** left + right */
export const plus = (left: FeelValue, right: FeelValue): FeelValue | undefined => {
  if (isNumber(left)) return isNumber(right) ? add(left, right) : undefined
  if (typeof left === "string") return typeof right === "string" ? left + right : undefined
  if (right instanceof DaysTimeDuration) return shifted(left, right)
  if (right instanceof YearsMonthsDuration) return shiftedByMonths(left, right.months)
  if (left instanceof DaysTimeDuration) return shifted(right, left)
  return left instanceof YearsMonthsDuration ? shiftedByMonths(right, left.months) : undefined
}

/** left - right */
export const minus = (left: FeelValue, right: FeelValue): FeelValue | undefined => {
  if (isNumber(left)) return isNumber(right) ? subtract(left, right) : undefined
  if (right instanceof DaysTimeDuration) return shifted(left, right.negated())
  if (right instanceof YearsMonthsDuration) return shiftedByMonths(left, 0 - right.months)
  if (left instanceof FeelTime && right instanceof FeelTime) {
    if ((left.offsetSeconds === null) !== (right.offsetSeconds === null)) return undefined
    return DaysTimeDuration.of(0, left.utcNanos - right.utcNanos)
  }
  if (left instanceof FeelDate && right instanceof FeelDate) return DaysTimeDuration.of(left.dayNumber - right.dayNumber, 0)
  const [from, to] = [asDateTime(right), asDateTime(left)]
  if (from === null || to === null || (from.offsetSeconds === null) !== (to.offsetSeconds === null)) return undefined
  const [a, b] = [to.instant, from.instant]
  return DaysTimeDuration.of(a.day - b.day, a.nanos - b.nanos)
}

/** left * right */
export const times = (left: FeelValue, right: FeelValue): FeelValue | undefined => {
  if (isNumber(left)) {
    if (isNumber(right)) return multiply(left, right)
    return isDuration(right) ? scaled(right, left) : undefined
  }
  return isDuration(left) && isNumber(right) ? scaled(left, right) : undefined
}

/** left / right */
export const over = (left: FeelValue, right: FeelValue): FeelValue | undefined => {
  if (isNumber(left)) return isNumber(right) ? divide(left, right) : undefined
  if (left instanceof YearsMonthsDuration) {
    if (right instanceof YearsMonthsDuration) return divide(left.months, right.months)
    if (!isNumber(right)) return undefined
    const months = divide(left.months, right)
    return months === null ? null : YearsMonthsDuration.of(Math.trunc(doubleOf(months)))
  }
  if (!(left instanceof DaysTimeDuration)) return undefined
  if (right instanceof DaysTimeDuration) {
    const divisor = new Decimal34(right.totalNanos.toString())
    return divisor.isZero() ? null : narrow(new Decimal34(left.totalNanos.toString()).dividedBy(divisor))
  }
  if (!isNumber(right)) return undefined
  if (compareNumbers(right, 0) === 0) return null
  return ofDecimal(new Decimal34(left.totalNanos.toString()).dividedBy(widen(right)))
}

/** left ** right */
export const raised = (left: FeelValue, right: FeelValue): FeelValue | undefined =>
  isNumber(left) && isNumber(right) ? power(left, right) : undefined

/** -value */
export const opposite = (value: FeelValue): FeelValue | undefined => {
  if (isNumber(value)) return negate(value)
  if (value instanceof DaysTimeDuration) return value.negated()
  return value instanceof YearsMonthsDuration ? YearsMonthsDuration.of(0 - value.months) : undefined
}

const isDuration = (value: FeelValue): value is DaysTimeDuration | YearsMonthsDuration =>
  value instanceof DaysTimeDuration || value instanceof YearsMonthsDuration

/** A date counts as its midnight in UTC beside a date and time. */
const asDateTime = (value: FeelValue): FeelDateTime | null =>
  value instanceof FeelDateTime ? value : value instanceof FeelDate ? FeelDateTime.ofDate(value) : null

const shifted = (value: FeelValue, by: DaysTimeDuration): FeelValue | undefined => {
  if (value instanceof FeelDate) return value.plusDays(by.days)
  if (value instanceof FeelTime) return FeelTime.ofNanos(value.nanos + by.nanos, value)
  if (value instanceof DaysTimeDuration) return DaysTimeDuration.of(value.days + by.days, value.nanos + by.nanos)
  if (!(value instanceof FeelDateTime)) return undefined
  if (value.zone === null) return FeelDateTime.ofLocal(value.dayNumber + by.days, value.nanos + by.nanos, value)
  const { day, nanos } = value.instant
  return FeelDateTime.ofInstant(day + by.days, nanos + by.nanos, value)
}

const shiftedByMonths = (value: FeelValue, months: number): FeelValue | undefined => {
  if (value instanceof FeelDate) return value.plusMonths(months)
  if (value instanceof YearsMonthsDuration) return YearsMonthsDuration.of(value.months + months)
  if (!(value instanceof FeelDateTime)) return undefined
  const date = value.date?.plusMonths(months) ?? null
  return date === null ? null : FeelDateTime.ofLocal(date.dayNumber, value.nanos, value)
}

const scaled = (duration: DaysTimeDuration | YearsMonthsDuration, factor: FeelNumber): FeelValue => {
  if (duration instanceof YearsMonthsDuration) {
    const months = multiply(duration.months, factor)
    return months === null ? null : YearsMonthsDuration.of(Math.trunc(doubleOf(months)))
  }
  if (typeof factor === "number" && Number.isInteger(factor)) {
    const [days, nanos] = [duration.days * factor, duration.nanos * factor]
    if (Number.isSafeInteger(days) && Number.isSafeInteger(nanos)) return DaysTimeDuration.of(days, nanos)
  }
  return ofDecimal(new Decimal34(duration.totalNanos.toString()).times(widen(factor)))
}

const longest = new Decimal34(dayNanos).times(1e13)

const ofDecimal = (nanos: Decimal34): FeelValue =>
  !nanos.isFinite() || nanos.abs().greaterThan(longest) ? null : DaysTimeDuration.ofNanos(BigInt(nanos.trunc().toFixed()))

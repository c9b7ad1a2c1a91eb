/**
 * Numbers of FEEL (DMN 1.5 §10.3.2.3.1): a JavaScript number where that is exact, a decimal with 34 digits elsewhere.
 *
 * A JavaScript number stands for the shortest decimal that reads back as it: 0.1 is one tenth. A result is computed in doubles only where
 * that gives the decimal result: for safe integers, and for decimals that are integers after a shift by a few digits.
 */
import { Decimal34, type RoundingMode } from "./Decimal34.ts"

/** A number of FEEL. */
export type FeelNumber = number | Decimal34

/** Below this an integer has at most 15 digits, and every decimal of 15 digits survives the way through a double. */
const exact = 1e15

/** The number as a decimal. */
export const widen = (value: FeelNumber): Decimal34 => (typeof value === "number" ? new Decimal34(value) : value)

/** The decimal as a JavaScript number where that is exact; null where it is not finite. */
export const narrow = (value: Decimal34): FeelNumber | null => {
  if (!value.isFinite()) return null
  if (value.isZero()) return 0
  const exponent = value.e
  if (exponent > 300 || exponent < -300) return value
  if (value.precision() <= 15) return value.toNumber()
  if (exponent === 15 && value.isInteger()) {
    const double = value.toNumber()
    if (Number.isSafeInteger(double)) return double
  }
  return value
}

/** The number that a numeral (digits, point, exponent) stands for, rounded to 34 digits; null where it is too large. */
export const numberOf = (numeral: string): FeelNumber | null => narrow(new Decimal34(numeral).toSignificantDigits(34))

/** The smallest shift (1, 100, 10^4, 10^6) that makes an integer of at most 15 digits of the number; 0 where there is none. */
const shiftOf = (value: number): number => {
  if (Number.isSafeInteger(value)) return 1
  let shift = 100
  while (shift <= 1e6) {
    const shifted = Math.round(value * shift)
    if (shifted < exact && shifted > -exact && shifted / shift === value) return shift
    shift *= 100
  }
  return 0
}

const common = 1e6

/** The sum. */
export const add = (left: FeelNumber, right: FeelNumber): FeelNumber | null => {
  if (typeof left === "number" && typeof right === "number") {
    const sum = left + right
    if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) {
      if (Number.isSafeInteger(sum)) return sum
    } else {
      const a = Math.round(left * common)
      const b = Math.round(right * common)
      const shifted = a + b
      if (inExact(a) && inExact(b) && inExact(shifted) && a / common === left && b / common === right) return shifted / common
    }
  }
  return narrow(widen(left).plus(widen(right)))
}

const inExact = (value: number): boolean => value < exact && value > -exact

/** The difference. */
export const subtract = (left: FeelNumber, right: FeelNumber): FeelNumber | null => add(left, negate(right))

/** The number with the other sign. */
export const negate = (value: FeelNumber): FeelNumber => (typeof value === "number" ? 0 - value : value.negated())

/** The product; null where it is too large. */
export const multiply = (left: FeelNumber, right: FeelNumber): FeelNumber | null => {
  if (typeof left === "number" && typeof right === "number") {
    const a = shiftOf(left)
    const b = shiftOf(right)
    if (a !== 0 && b !== 0) {
      const product = Math.round(left * a) * Math.round(right * b)
      if (product === 0) return 0
      if (a === 1 && b === 1) {
        if (Number.isSafeInteger(product)) return product
      } else if (inExact(product)) return product / (a * b)
    }
  }
  return narrow(widen(left).times(widen(right)))
}

/** The quotient; null where the divisor is zero or the result too large. */
export const divide = (left: FeelNumber, right: FeelNumber): FeelNumber | null => {
  if (typeof left === "number" && typeof right === "number") {
    if (right === 0) return null
    if (left === 0) return 0
    const quotient = left / right
    const a = shiftOf(left)
    const b = shiftOf(right)
    if (a !== 0 && b !== 0) {
      // left / right = numerator / denominator; the quotient is exact if it times the denominator gives the numerator back.
      const numerator = Math.round(left * a) * (b > a ? b / a : 1)
      const denominator = Math.round(right * b) * (a > b ? a / b : 1)
      const shifted = Math.round(quotient * common)
      const back = shifted * denominator
      const forth = numerator * common
      if (inExact(shifted) && Number.isSafeInteger(back) && Number.isSafeInteger(forth) && back === forth) return shifted / common
    }
  }
  const divisor = widen(right)
  return divisor.isZero() ? null : narrow(widen(left).dividedBy(divisor))
}

/** The power; null where it is not a real number or too large. */
export const power = (base: FeelNumber, exponent: FeelNumber): FeelNumber | null => {
  if (typeof base === "number" && typeof exponent === "number" && Number.isSafeInteger(base) && exponent >= 0 && exponent <= 64) {
    if (Number.isInteger(exponent)) {
      let result = 1
      for (let i = 0; i < exponent && Number.isSafeInteger(result); i++) result *= base
      if (Number.isSafeInteger(result)) return result === 0 ? 0 : result
    }
  }
  const wide = widen(base)
  if (wide.isZero() && widen(exponent).isNegative()) return null
  const result = wide.pow(widen(exponent))
  return narrow(result.toSignificantDigits(34))
}

/** Negative, zero or positive as the left number is less, equal or greater. */
export const compareNumbers = (left: FeelNumber, right: FeelNumber): number => {
  if (typeof left === "number" && typeof right === "number") return left < right ? -1 : left > right ? 1 : 0
  return widen(left).comparedTo(widen(right))
}

/** Whether both are the same number. */
export const equalNumbers = (left: FeelNumber, right: FeelNumber): boolean =>
  typeof left === "number" && typeof right === "number" ? left === right : compareNumbers(left, right) === 0

/** The number rounded to so many digits after the point (before it, where negative). */
export const roundTo = (value: FeelNumber, scale: number, mode: RoundingMode): FeelNumber | null => {
  if (typeof value === "number" && scale >= 0 && Number.isSafeInteger(value)) return value
  const wide = widen(value)
  if (scale >= wide.decimalPlaces()) return value
  if (scale >= 0) return narrow(wide.toDecimalPlaces(scale, mode))
  const shift = new Decimal34(10).pow(-scale)
  return narrow(wide.dividedBy(shift).toDecimalPlaces(0, mode).times(shift))
}

/** The integer part as a JavaScript number; values beyond the safe integers give infinity. */
export const integerOf = (value: FeelNumber): number => {
  const whole = typeof value === "number" ? Math.trunc(value) : value.trunc().toNumber()
  return Number.isSafeInteger(whole) ? whole : whole > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
}

/** The nearest JavaScript number. */
export const doubleOf = (value: FeelNumber): number => (typeof value === "number" ? value : value.toNumber())

/** The number in digits, without an exponent. */
export const textOfNumber = (value: FeelNumber): string => {
  if (typeof value !== "number") return value.toFixed()
  const text = String(value)
  return text.includes("e") ? new Decimal34(text).toFixed() : text
}

/**
 * Numeric functions (DMN 1.5 §10.3.4.5).
 */
import { Any, BooleanType, NumberType } from "../types/FeelType.ts"
import { opposite } from "../values/Arithmetic.ts"
import { DaysTimeDuration } from "../values/DaysTimeDuration.ts"
import { type Decimal34, Rounding, type RoundingMode } from "../values/Decimal34.ts"
import {
  compareNumbers,
  divide,
  type FeelNumber,
  integerOf,
  multiply,
  narrow,
  negate,
  roundTo,
  subtract,
  widen,
} from "../values/FeelNumber.ts"
import { YearsMonthsDuration } from "../values/YearsMonthsDuration.ts"
import { type Builtin, builtin, type Parameter, parameter, signature, take } from "./Builtin.ts"

const smallestScale = -6111
const largestScale = 6176

const n: Parameter<FeelNumber> = parameter("n", take.number)

/** Rounding to a scale, and to integers where the scale may be left out. */
const rounding = (name: string, mode: RoundingMode, alone: boolean): Builtin =>
  builtin(
    name,
    NumberType,
    ...(alone ? [signature([n], ([value]) => roundTo(value, 0, mode))] : []),
    signature([n, parameter("scale", take.number)], ([value, scale], site) => {
      const digits = integerOf(scale)
      if (digits < smallestScale || digits > largestScale) {
        return site.fail("InvalidArgument", `${name} needs a scale from ${smallestScale} to ${largestScale}.`)
      }
      return roundTo(value, digits, mode)
    }),
  )

/** A function of one number that has no value for some of them. */
const ofNumber = (name: string, compute: (value: Decimal34) => Decimal34): Builtin =>
  builtin(
    name,
    NumberType,
    signature([parameter("number", take.number)], ([value], site) => {
      // Series with 34 digits take as long as a thousand other steps.
      site.charge(1000)
      const result = compute(widen(value))
      return (result.isFinite() ? narrow(result) : null) ?? site.fail("NoResult", `${name} has no value here.`)
    }),
  )

const floorOf = (value: FeelNumber): FeelNumber | null => roundTo(value, 0, Rounding.floor)

/** dividend - divisor * floor(dividend / divisor) */
const modulo = (dividend: FeelNumber, divisor: FeelNumber): FeelNumber | null => {
  if (typeof dividend === "number" && typeof divisor === "number" && Number.isSafeInteger(dividend) && Number.isSafeInteger(divisor)) {
    const rest = dividend % divisor
    return rest === 0 ? 0 : rest < 0 !== divisor < 0 ? rest + divisor : rest
  }
  const quotient = divide(dividend, divisor)
  const whole = quotient === null ? null : floorOf(quotient)
  const product = whole === null ? null : multiply(divisor, whole)
  return product === null ? null : subtract(dividend, product)
}

const isEven = (value: FeelNumber): boolean | null => {
  const rest = modulo(value, 2)
  return rest === 0 ? true : rest === 1 ? false : null
}

const duration = take.either(take.daysTime, take.yearsMonths)

/** Functions on numbers. */
export const numberFunctions: ReadonlyArray<Builtin> = [
  rounding("decimal", Rounding.halfEven, false),
  rounding("floor", Rounding.floor, true),
  rounding("ceiling", Rounding.ceiling, true),
  rounding("round up", Rounding.up, false),
  rounding("round down", Rounding.down, false),
  rounding("round half up", Rounding.halfUp, false),
  rounding("round half down", Rounding.halfDown, false),
  builtin(
    "abs",
    ([type]) => type ?? Any,
    signature([n], ([value]) => (compareNumbers(value, 0) < 0 ? negate(value) : value)),
    signature([parameter("n", duration)], ([value]) => {
      const negative = value instanceof YearsMonthsDuration ? value.months < 0 : value instanceof DaysTimeDuration && value.isNegative
      return negative ? (opposite(value) ?? null) : value
    }),
  ),
  builtin(
    "modulo",
    NumberType,
    signature([parameter("dividend", take.number), parameter("divisor", take.number)], ([dividend, divisor], site) => {
      if (compareNumbers(divisor, 0) === 0) return site.fail("NoResult", "modulo needs a divisor that is not zero.")
      return modulo(dividend, divisor)
    }),
  ),
  ofNumber("sqrt", (value) => value.sqrt()),
  ofNumber("log", (value) => value.ln()),
  ofNumber("exp", (value) => value.exp()),
  builtin(
    "odd",
    BooleanType,
    signature([parameter("number", take.number)], ([value]) => {
      const even = isEven(value)
      return even === null ? null : !even
    }),
  ),
  builtin(
    "even",
    BooleanType,
    signature([parameter("number", take.number)], ([value]) => isEven(value)),
  ),
]

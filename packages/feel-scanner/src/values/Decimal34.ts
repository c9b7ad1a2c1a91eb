/**
 * Decimals with 34 digits (IEEE 754 decimal128, as DMN 1.5 §10.3.2.3.1 asks for): the arithmetic behind the fast path of `FeelNumber.ts`.
 */
import { Decimal } from "decimal.js"

/** The decimal type of FEEL: 34 significant digits, half-even rounding, exponents of decimal128. */
export const Decimal34 = Decimal.clone({ precision: 34, rounding: Decimal.ROUND_HALF_EVEN, minE: -6176, maxE: 6144, defaults: true })

/** A number that does not fit a JavaScript number exactly. */
export type Decimal34 = Decimal

/** Whether a value is a decimal of this package. */
export const isDecimal = (value: unknown): value is Decimal => value instanceof Decimal34

/** Rounding modes as the decimal library numbers them. */
export const Rounding = {
  up: Decimal.ROUND_UP,
  down: Decimal.ROUND_DOWN,
  ceiling: Decimal.ROUND_CEIL,
  floor: Decimal.ROUND_FLOOR,
  halfUp: Decimal.ROUND_HALF_UP,
  halfDown: Decimal.ROUND_HALF_DOWN,
  halfEven: Decimal.ROUND_HALF_EVEN,
} as const

/** One of `Rounding`. */
export type RoundingMode = (typeof Rounding)[keyof typeof Rounding]

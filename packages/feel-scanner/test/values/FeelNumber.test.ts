import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Decimal34 } from "../../src/values/Decimal34.ts"
import { add, divide, type FeelNumber, multiply, narrow, power, subtract, textOfNumber, widen } from "../../src/values/FeelNumber.ts"

/** Numbers of all sizes, with many that have few digits: those take the short way. */
const number = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }),
  fc.maxSafeInteger(),
  fc.tuple(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.integer({ min: 0, max: 8 })).map(([digits, shift]) => digits / 10 ** shift),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)

const text = (value: FeelNumber | null): string => (value === null ? "null" : textOfNumber(value))

const agree = (short: (a: FeelNumber, b: FeelNumber) => FeelNumber | null, long: (a: Decimal34, b: Decimal34) => Decimal34) =>
  fc.assert(
    fc.property(number, number, (a, b) => {
      expect(text(short(a, b))).toBe(text(narrow(long(widen(a), widen(b)))))
    }),
    { numRuns: 3000 },
  )

describe("numbers", () => {
  it("add as decimals with 34 digits do", () => {
    agree(add, (a, b) => a.plus(b))
  })

  it("subtract as decimals with 34 digits do", () => {
    agree(subtract, (a, b) => a.minus(b))
  })

  it("multiply as decimals with 34 digits do", () => {
    agree(multiply, (a, b) => a.times(b))
  })

  it("divide as decimals with 34 digits do", () => {
    agree(divide, (a, b) => (b.isZero() ? new Decimal34(Number.NaN) : a.dividedBy(b)))
  })

  it("are raised to powers as decimals with 34 digits are", () => {
    fc.assert(
      fc.property(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 0, max: 64 }), (base, exponent) => {
        expect(text(power(base, exponent))).toBe(text(narrow(new Decimal34(base).pow(exponent))))
      }),
    )
  })

  it("stay exact where doubles do not", () => {
    expect(text(add(0.1, 0.2))).toBe("0.3")
    expect(text(multiply(1.1, 1.1))).toBe("1.21")
    expect(text(divide(1, 3))).toBe("0.3333333333333333333333333333333333")
    expect(text(add(9_007_199_254_740_991, 2))).toBe("9007199254740993")
    expect(text(subtract(0.3, 0.1))).toBe("0.2")
  })

  it("never give minus zero", () => {
    expect(Object.is(multiply(0, -5), 0)).toBe(true)
    expect(Object.is(divide(0, -5), 0)).toBe(true)
  })
})

import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  contextOf,
  DateTimeType,
  DateType,
  DaysTimeDurationType,
  equal,
  FeelDate,
  FeelLimitError,
  type FeelValue,
  fromJson,
  listOf,
  NumberType,
  numberOf,
  StringType,
  textOf,
  toJson,
  typeOfValue,
} from "../../src/index.ts"

describe("JSON", () => {
  it("gives back what it was made of", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        const { value, misfits } = fromJson(json)
        expect(misfits).toEqual([])
        expect(JSON.stringify(toJson(value))).toBe(JSON.stringify(json))
      }),
    )
  })

  it("has texts for dates, durations and large numbers", () => {
    const value = { d: FeelDate.of(2024, 2, 29), n: numberOf("12345678901234567890.5") }
    expect(toJson(value, { exact: true })).toEqual({ d: "2024-02-29", n: "12345678901234567890.5" })
    expect(toJson(value)).toEqual({ d: "2024-02-29", n: 12345678901234567000 })
  })

  it("becomes values of a type", () => {
    const type = contextOf({ born: DateType, at: DateTimeType, wait: DaysTimeDurationType, amounts: listOf(NumberType), name: StringType })
    const { value, misfits } = fromJson(
      { born: "2024-02-29", at: new Date(0), wait: "PT5M", amounts: [1, 2n, "12345678901234567890.5"] },
      type,
    )
    expect(misfits).toEqual([])
    expect(textOf(value)).toBe(
      '{born: @"2024-02-29", at: @"1970-01-01T00:00:00Z", wait: @"PT5M", amounts: [1, 2, 12345678901234567890.5], name: null}',
    )
  })

  it("says what does not fit, and where", () => {
    const type = contextOf({ people: listOf(contextOf({ born: DateType })) })
    const { value, misfits } = fromJson({ people: [{ born: "2024-02-29" }, { born: "yesterday" }] }, type)
    expect(misfits).toEqual([{ path: ["people", 1, "born"], reason: 'Expected date, but got "yesterday".' }])
    expect(textOf(value)).toBe('{people: [{born: @"2024-02-29"}, {born: null}]}')
  })

  it("refuses what is no value", () => {
    expect(fromJson(Number.NaN).misfits).toHaveLength(1)
    expect(fromJson({ f: () => 1 }).misfits).toHaveLength(1)
  })

  it("is refused for values that are too large when they are written out", () => {
    let value: FeelValue = "x"
    for (let i = 0; i < 60; i++) value = [value, value]
    expect(() => toJson(value)).toThrow(FeelLimitError)
    expect(() => textOf(value)).toThrow(FeelLimitError)
  })

  it("shows the types of its parts", () => {
    expect(typeOfValue(fromJson({ a: [{ b: 1 }] }).value)).toEqual(contextOf({ a: listOf(contextOf({ b: NumberType })) }))
    expect(equal(fromJson({ a: 1 }).value, { a: 1 })).toBe(true)
  })
})

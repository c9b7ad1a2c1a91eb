import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { DaysTimeDuration, FeelDate, FeelDateTime, FeelTime, YearsMonthsDuration } from "../../src/index.ts"
import { dayNumber, dayOfNumber, isLeapYear, maxDay, minDay } from "../../src/values/Calendar.ts"
import { feel } from "../evaluated.ts"

describe("the calendar", () => {
  it("gives each day number its day and back, over all years", () => {
    fc.assert(
      fc.property(fc.integer({ min: minDay, max: maxDay }), (number) => {
        const { year, month, day } = dayOfNumber(number)
        expect(dayNumber(year, month, day)).toBe(number)
      }),
    )
  })

  it("agrees with JavaScript's", () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(-8e15), max: new Date(8e15), noInvalidDate: true }), (date) => {
        const day = FeelDate.ofDayNumber(Math.floor(date.getTime() / 86_400_000))
        expect(day).toMatchObject({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() })
        expect((day?.weekday ?? 0) % 7).toBe(date.getUTCDay())
      }),
    )
  })

  it("knows leap years", () => {
    expect([2000, 1900, 2024, 2023].map(isLeapYear)).toEqual([true, false, true, false])
  })
})

describe("texts of dates and times", () => {
  it.each(["2024-02-29", "-0044-03-15", "999999999-12-31", "-999999999-01-01"])("read and print the date %s", (text) => {
    expect(String(FeelDate.parse(text))).toBe(text)
  })

  it.each(["2023-02-29", "2024-13-01", "24-01-01", "02024-01-01", "+2024-01-01", "2024-1-1", "1000000000-01-01"])(
    "refuse the date %s",
    (text) => {
      expect(FeelDate.parse(text)).toBeNull()
    },
  )

  it.each(["10:30:00", "10:30:00.5", "10:30:00.000000001Z", "23:59:59+18:00", "00:00:00-03:30", "10:30:00@Europe/Paris"])(
    "read and print the time %s",
    (text) => {
      expect(String(FeelTime.parse(text))).toBe(text)
    },
  )

  it.each(["24:00:01", "10:60:00", "10:30", "10:30:00+18:01", "10:30:00@No/Where", "10:30:00Z@Etc/UTC", "T10:30:00"])(
    "refuse the time %s",
    (text) => {
      expect(FeelTime.parse(text)).toBeNull()
    },
  )

  it.each(["2024-02-29T10:30:00", "-0001-01-01T00:00:00Z", "2024-02-29T10:30:00.25@America/New_York"])(
    "read and print the date and time %s",
    (text) => {
      expect(String(FeelDateTime.parse(text))).toBe(text)
    },
  )

  it("take 24:00:00 for the next midnight", () => {
    expect(String(FeelDateTime.parse("2024-02-28T24:00:00"))).toBe("2024-02-29T00:00:00")
  })

  it.each([
    ["PT36H", "P1DT12H"],
    ["-PT0.5S", "-PT0.5S"],
    ["P0D", "PT0S"],
    ["PT1M60S", "PT2M"],
  ])("bring the duration %s to %s", (text, brought) => {
    expect(String(DaysTimeDuration.parse(text))).toBe(brought)
  })

  it.each([
    ["P14M", "P1Y2M"],
    ["-P1Y", "-P1Y"],
    ["P0Y", "P0M"],
  ])("bring the duration %s to %s", (text, brought) => {
    expect(String(YearsMonthsDuration.parse(text))).toBe(brought)
  })
})

describe("arithmetic with dates and times", () => {
  it.each([
    ['@"2024-01-31" + @"P1M"', "2024-02-29"],
    ['@"2024-03-31" - @"P1Y1M"', "2023-02-28"],
    ['@"2021-01-01" + @"PT36H"', "2021-01-02"],
    ['@"23:30:00" + @"PT1H"', "00:30:00"],
    ['@"2024-03-30T12:00:00@Europe/Paris" + @"PT24H"', "2024-03-31T13:00:00@Europe/Paris"],
    ['@"2024-03-30T12:00:00@Europe/Paris" + @"P1M"', "2024-04-30T12:00:00@Europe/Paris"],
    ['@"2024-01-02" - @"2024-01-01T12:00:00Z"', "PT12H"],
    ['@"P1D" / @"PT1H"', "24"],
    ['@"P1D" / 2', "PT12H"],
    ['@"P1Y" * 1.5', "P1Y6M"],
    ['@"999999999-12-31" - @"-999999999-01-01" > @"P730000000000D"', "true"],
  ])("%s is %s", (text, value) => {
    expect(feel(text)).toBe(value)
  })

  it.each([
    '@"2024-01-01T10:00:00" - @"2024-01-01T10:00:00Z"',
    '@"2024-01-01" + 1',
    '@"10:00:00" + @"P1Y"',
    '@"P1D" / 0',
    '@"999999999-12-31" + @"P1D"',
  ])("%s is null", (text) => {
    expect(feel(text)).toBe("null")
  })

  it("compares times in different places by their instants", () => {
    expect(feel('@"2024-01-01T12:00:00+01:00" = @"2024-01-01T11:00:00Z"')).toBe("true")
    expect(feel('@"2024-07-01T12:00:00@Europe/Paris" < @"2024-07-01T12:00:00@America/New_York"')).toBe("true")
    expect(feel('@"2024-01-01T12:00:00" < @"2024-01-01T12:00:00Z"')).toBe("null")
  })
})

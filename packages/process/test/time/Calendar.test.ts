import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { lastTime, nextTime } from "../../src/time/Calendar.ts"
import { readCron } from "../../src/time/Cron.ts"
import { type CalendarText, calendarOf } from "../../src/time/readCalendar.ts"

const calendar = (cron: string, zone = "UTC", more: Partial<CalendarText> = {}) => {
  const read = calendarOf({ cron, zone, ...more })
  if (read === undefined) throw new Error(`'${cron}' cannot be read`)
  return read
}
/** The next times after a moment, in UTC. */
const times = (count: number, from: string, ...about: Parameters<typeof calendar>) => {
  const one = calendar(...about)
  const found: Array<string> = []
  let at: number | undefined = Date.parse(from)
  for (let i = 0; i < count; i++) {
    at = at === undefined ? undefined : nextTime(one, at)
    if (at !== undefined) found.push(new Date(at).toISOString().replace(":00.000Z", "Z"))
  }
  return found
}

describe("times by the calendar", () => {
  it("come at their minute, hour, day, month and day of the week", () => {
    expect(times(3, "2026-01-31T10:00Z", "30 9 * * *")).toEqual(["2026-02-01T09:30Z", "2026-02-02T09:30Z", "2026-02-03T09:30Z"])
    expect(times(2, "2026-01-31T10:00Z", "0 9 1 * *")).toEqual(["2026-02-01T09:00Z", "2026-03-01T09:00Z"])
    expect(times(2, "2026-01-31T10:00Z", "*/20 9-17/4 * * MON-FRI")).toEqual(["2026-02-02T09:00Z", "2026-02-02T09:20Z"])
    expect(times(2, "2026-01-31T10:00Z", "0 0 * JAN,JUL sun")).toEqual(["2026-07-05T00:00Z", "2026-07-12T00:00Z"])
    expect(times(2, "2026-01-31T10:00Z", "@monthly")).toEqual(["2026-02-01T00:00Z", "2026-03-01T00:00Z"])
    expect(times(2, "2026-01-31T10:00Z", "15 30 9 * * *")).toEqual(["2026-02-01T09:30:15.000Z", "2026-02-02T09:30:15.000Z"])
  })

  it("come strictly after the moment from which they are asked for", () => {
    expect(times(1, "2026-01-31T10:00Z", "0 10 * * *")).toEqual(["2026-02-01T10:00Z"])
    expect(times(1, "2026-01-31T09:59:59.999Z", "0 10 * * *")).toEqual(["2026-01-31T10:00Z"])
  })

  it("leave out months without the day, and find leap days", () => {
    expect(times(3, "2026-01-31T10:00Z", "0 0 31 * *")).toEqual(["2026-03-31T00:00Z", "2026-05-31T00:00Z", "2026-07-31T00:00Z"])
    expect(times(2, "2026-01-31T10:00Z", "0 0 29 2 *")).toEqual(["2028-02-29T00:00Z", "2032-02-29T00:00Z"])
    expect(times(2, "2096-03-01T00:00Z", "0 0 29 2 *")).toEqual(["2104-02-29T00:00Z", "2108-02-29T00:00Z"])
    expect(times(1, "2026-01-31T10:00Z", "0 0 30 2 *")).toEqual([])
  })

  it("know the last day, working days, and the nth day of the week", () => {
    expect(times(3, "2028-01-31T10:00Z", "0 0 L * *")).toEqual(["2028-02-29T00:00Z", "2028-03-31T00:00Z", "2028-04-30T00:00Z"])
    expect(times(2, "2026-01-01T10:00Z", "0 0 L-1 * *")).toEqual(["2026-01-30T00:00Z", "2026-02-27T00:00Z"])
    expect(times(2, "2026-01-01T10:00Z", "0 0 * * 5L")).toEqual(["2026-01-30T00:00Z", "2026-02-27T00:00Z"])
    expect(times(2, "2026-01-01T10:00Z", "0 0 * * MON#2")).toEqual(["2026-01-12T00:00Z", "2026-02-09T00:00Z"])
    // 1 August 2026 is a Saturday, 31 May 2026 a Sunday.
    expect(times(1, "2026-07-31T10:00Z", "0 0 1W * *")).toEqual(["2026-08-03T00:00Z"])
    expect(times(1, "2026-05-15T10:00Z", "0 0 LW * *")).toEqual(["2026-05-29T00:00Z"])
  })

  it("come on either day where both are limited", () => {
    expect(times(4, "2026-01-31T10:00Z", "0 0 13 * FRI")).toEqual([
      "2026-02-06T00:00Z",
      "2026-02-13T00:00Z",
      "2026-02-20T00:00Z",
      "2026-02-27T00:00Z",
    ])
  })

  it("are those of the time zone", () => {
    expect(times(2, "2026-03-28T10:00Z", "0 9 * * *", "Europe/Berlin")).toEqual(["2026-03-29T07:00Z", "2026-03-30T07:00Z"])
    expect(times(1, "2026-01-31T10:00Z", "0 0 1 1 *", "Pacific/Kiritimati")).toEqual(["2026-12-31T10:00Z"])
    expect(times(1, "2026-01-31T10:00Z", "0 9 * * *", "Asia/Kathmandu")).toEqual(["2026-02-01T03:15Z"])
  })
})

describe("when clocks are set forward", () => {
  it("what they never show comes at the first moment after the gap, or not at all", () => {
    // Berlin: 29 March 2026, 2:00 becomes 3:00.
    expect(times(2, "2026-03-28T12:00Z", "30 2 * * *", "Europe/Berlin")).toEqual(["2026-03-29T01:00Z", "2026-03-30T00:30Z"])
    expect(times(2, "2026-03-28T12:00Z", "30 2 * * *", "Europe/Berlin", { gap: "skip" })).toEqual([
      "2026-03-30T00:30Z",
      "2026-03-31T00:30Z",
    ])
    // New York: 8 March 2026, 2:00 becomes 3:00.
    expect(times(2, "2026-03-07T12:00Z", "0,30 2 * * *", "America/New_York")).toEqual(["2026-03-08T07:00Z", "2026-03-09T06:00Z"])
    // Lord Howe: 4 October 2026, 2:00 becomes 2:30.
    expect(times(2, "2026-10-03T12:00Z", "15 2 * * *", "Australia/Lord_Howe")).toEqual(["2026-10-03T15:30Z", "2026-10-04T15:15Z"])
    expect(times(1, "2026-10-03T12:00Z", "30 2 * * *", "Australia/Lord_Howe")).toEqual(["2026-10-03T15:30Z"])
  })

  it("what comes every hour goes on as if they had not been", () => {
    expect(times(4, "2026-03-28T23:31Z", "30 * * * *", "Europe/Berlin")).toEqual([
      "2026-03-29T00:30Z",
      "2026-03-29T01:30Z",
      "2026-03-29T02:30Z",
      "2026-03-29T03:30Z",
    ])
  })

  it("days can be missing as a whole", () => {
    // Samoa had no 30 December 2011.
    expect(times(2, "2011-12-29T12:00Z", "0 12 * * *", "Pacific/Apia", { gap: "skip" })).toEqual(["2011-12-29T22:00Z", "2011-12-30T22:00Z"])
    expect(times(3, "2011-12-29T12:00Z", "0 12 * * *", "Pacific/Apia")).toEqual([
      "2011-12-29T22:00Z",
      "2011-12-30T10:00Z",
      "2011-12-30T22:00Z",
    ])
  })
})

describe("when clocks are set back", () => {
  it("what they show twice comes the first time, or both times", () => {
    // Berlin: 25 October 2026, 3:00 becomes 2:00.
    expect(times(2, "2026-10-24T12:00Z", "30 2 * * *", "Europe/Berlin")).toEqual(["2026-10-25T00:30Z", "2026-10-26T01:30Z"])
    expect(times(3, "2026-10-24T12:00Z", "30 2 * * *", "Europe/Berlin", { overlap: "both" })).toEqual([
      "2026-10-25T00:30Z",
      "2026-10-25T01:30Z",
      "2026-10-26T01:30Z",
    ])
    // New York: 1 November 2026, 2:00 becomes 1:00.
    expect(times(2, "2026-10-31T12:00Z", "0 1 * * *", "America/New_York")).toEqual(["2026-11-01T05:00Z", "2026-11-02T06:00Z"])
    // Lord Howe: 5 April 2026, 2:00 becomes 1:30.
    expect(times(3, "2026-04-04T12:00Z", "45 1 * * *", "Australia/Lord_Howe", { overlap: "both" })).toEqual([
      "2026-04-04T14:45Z",
      "2026-04-04T15:15Z",
      "2026-04-05T15:15Z",
    ])
  })

  it("what comes every quarter of an hour goes on as if they had not been", () => {
    const all = times(12, "2026-10-24T23:50Z", "*/15 * * * *", "Europe/Berlin")
    expect(all[0]).toBe("2026-10-25T00:00Z")
    expect(all[11]).toBe("2026-10-25T02:45Z")
  })
})

describe("whatever the calendar and the zone", () => {
  const field = (low: number, high: number) =>
    fc.oneof(
      fc.constant("*"),
      fc.integer({ min: low, max: high }).map(String),
      fc.integer({ min: 2, max: 30 }).map((step) => `*/${Math.min(step, high)}`),
    )
  const crons = fc.tuple(field(0, 59), field(0, 23), field(1, 28), field(1, 12)).map((fields) => `${fields.join(" ")} *`)
  const zones = fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "America/St_Johns")
  const moments = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2037, 0) })
  const policies = fc.record({ gap: fc.constantFrom("skip", "after"), overlap: fc.constantFrom("first", "both") })

  it("times ascend, and the last one up to a time is that time", () => {
    fc.assert(
      fc.property(crons, zones, moments, policies, (cron, zone, from, policy) => {
        const one = calendar(cron, zone, policy)
        let at = from
        for (let i = 0; i < 5; i++) {
          const next = nextTime(one, at)
          if (next === undefined) throw new Error("there is one within a year")
          expect(next).toBeGreaterThan(at)
          expect(lastTime(one, next)).toBe(next)
          if (i > 0) expect(lastTime(one, next - 1)).toBe(at)
          at = next
        }
      }),
      { numRuns: 150 },
    )
  }, 60_000)
})

describe("what is no time by the calendar", () => {
  it("is refused with what is wrong with it", () => {
    const problem = (text: string) => {
      const read = readCron(text)
      return "problem" in read ? read.problem : undefined
    }
    expect(problem("0 9 * *")).toMatch(/^'0 9 \* \*' has 4 fields: it needs minute, hour/)
    expect(problem("60 9 * * *")).toBe("'60 9 * * *': the minute '60' is not between 0 and 59")
    expect(problem("0 9 * FOO *")).toBe("'0 9 * FOO *': 'FOO' is no month")
    expect(problem("0 9 0 * *")).toBe("'0 9 0 * *': the day of the month '0' is not between 1 and 31")
    expect(problem("0 17-9 * * *")).toBe("'0 17-9 * * *': the hour '17-9' ends before it begins")
    expect(problem("0 9 * * 8")).toBe("'0 9 * * 8': the day of the week '8' is not between 0 and 7")
    expect(problem("0, 9 * * *")).toBe("'0, 9 * * *': the minute is missing")
    expect(problem("*/0 9 * * *")).toBe("'*/0 9 * * *': the minute '*/0' is not between 0 and 59")
  })
})

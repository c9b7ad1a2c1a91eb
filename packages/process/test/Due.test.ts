import { describe, expect, it } from "vitest"
import { nextDue, readDue } from "../src/index.ts"

const now = Date.parse("2026-01-31T10:00:00Z")
const at = (raw: unknown) => {
  const due = readDue(raw, now)
  return "problem" in due ? due.problem : new Date(due.at).toISOString()
}

describe("readDue", () => {
  it("adds ISO 8601 durations", () => {
    expect(at("PT30S")).toBe("2026-01-31T10:00:30.000Z")
    expect(at("P2D")).toBe("2026-02-02T10:00:00.000Z")
    expect(at("P1W")).toBe("2026-02-07T10:00:00.000Z")
  })

  it("counts months and years by the calendar, in UTC", () => {
    expect(at("P1M")).toBe("2026-02-28T10:00:00.000Z")
    expect(at("P2M")).toBe("2026-03-31T10:00:00.000Z")
    expect(at("P2Y1M1DT1H")).toBe("2028-03-01T11:00:00.000Z")
  })

  it("reads date-times with an offset, and no others", () => {
    expect(at("2026-12-24T18:00:00+01:00")).toBe("2026-12-24T17:00:00.000Z")
    expect(at("2026-12-24T18:00Z")).toBe("2026-12-24T18:00:00.000Z")
    expect(at("2026-12-24T18:00:00")).toContain("neither")
    expect(at("2026-12-24")).toContain("neither")
    expect(at("2026-02-29T00:00:00Z")).toContain("neither")
    expect(at("2028-02-29T00:00:00Z")).toBe("2028-02-29T00:00:00.000Z")
  })

  it("reads date-times of a named zone, as FEEL writes them", () => {
    expect(at("2026-12-24T18:00:00@Europe/Paris")).toBe("2026-12-24T17:00:00.000Z")
    expect(at("2026-07-24T18:00:00.5@Europe/Paris")).toBe("2026-07-24T16:00:00.500Z")
    expect(at("2026-10-25T02:30:00@Europe/Paris")).toBe("2026-10-25T00:30:00.000Z")
    expect(at("2026-03-29T02:30:00@Europe/Paris")).toBe("2026-03-29T01:30:00.000Z")
    expect(at("2026-12-24T18:00:00@Europe/Nowhere")).toContain("neither")
    expect(at("2026-02-29T18:00:00@Europe/Paris")).toContain("neither")
  })

  it("reads what people write, numbers of milliseconds and dates", () => {
    expect(at("2 days")).toBe("2026-02-02T10:00:00.000Z")
    expect(at(1500)).toBe("2026-01-31T10:00:01.500Z")
    expect(at(new Date(0))).toBe("1970-01-01T00:00:00.000Z")
  })

  it("reads repetitions", () => {
    expect(readDue("R3/PT10M", now)).toEqual({ at: now + 600_000, repeat: { every: "PT10M", from: now, left: 3 } })
    expect(readDue("R/P1D", now)).toEqual({ at: now + 86_400_000, repeat: { every: "P1D", from: now } })
    expect(readDue("R2/2026-06-01T08:00:00Z/PT1H", now)).toEqual({
      at: Date.parse("2026-06-01T08:00:00Z"),
      repeat: { every: "PT1H", from: Date.parse("2026-06-01T08:00:00Z"), left: 2 },
    })
  })

  it("says what is wrong with everything else", () => {
    for (const raw of [
      "soon",
      "",
      "PT",
      "P",
      "R3/PT0S",
      "R0/PT1H",
      "R3/soon/PT1H",
      Number.NaN,
      "Infinity",
      new Date(Number.NaN),
      null,
      {},
      1n,
      // Beyond what a Date, and an integer of a database, can say.
      "9999999999 days",
      8.64e15,
      "R/P300000Y",
    ]) {
      expect(readDue(raw, now)).toHaveProperty("problem")
    }
  })
})

describe("nextDue", () => {
  it("counts from when it was due, but never into the past, and does not drift", () => {
    expect(nextDue(now, { every: "PT10M" }, now + 1000)).toBe(now + 600_000)
    expect(nextDue(now, { every: "PT10M" }, now + 10_000_000)).toBe(now + 10_200_000)
  })

  it("keeps the 31st, and comes at the end of shorter months", () => {
    const due = readDue("R/2026-01-31T10:00:00Z/P1M", now)
    if ("problem" in due || due.repeat === undefined) throw new Error("it is a repetition")
    const days: Array<string> = []
    for (let at: number | undefined = due.at; at !== undefined && days.length < 5; at = nextDue(at, due.repeat, at)) {
      days.push(new Date(at).toISOString().slice(0, 10))
    }
    expect(days).toEqual(["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"])
  })

  it("stays a date, however long the interval", () => {
    expect(nextDue(8.64e15 - 1000, { every: "P1000Y" }, now) ?? 0).toBeLessThanOrEqual(8.64e15)
    expect(nextDue(8.64e15 - 1000, { every: "PT1H" }, now)).toBe(8.64e15)
  })
})

import { describe, expect, it } from "vitest"
import { readDue } from "../../src/index.ts"
import { scheduleStep } from "../../src/time/scheduleStep.ts"

const began = Date.parse("2026-01-31T10:00:00Z")
const hour = 3_600_000
/** What fires when it is looked at after so many milliseconds, in the times after the begin. */
const steps = (raw: unknown, ...looks: ReadonlyArray<number>) => {
  let fired = 0
  let last = began
  return looks.map((look) => {
    const due = readDue(raw, last)
    if ("problem" in due) throw new Error(due.problem)
    const { fire, next } = scheduleStep(due, fired, last, began + look)
    fired += fire.length
    last = fire.at(-1) ?? last
    return { fire: fire.map((at) => at - began), next: next === undefined ? undefined : next - began }
  })
}

describe("a schedule", () => {
  it("fires once at a date, or after a duration", () => {
    expect(steps("PT1H", 0, hour, 2 * hour)).toEqual([
      { fire: [], next: hour },
      { fire: [hour], next: undefined },
      { fire: [], next: undefined },
    ])
    expect(steps("2026-01-31T12:00:00Z", 0, 3 * hour)).toEqual([
      { fire: [], next: 2 * hour },
      { fire: [2 * hour], next: undefined },
    ])
  })

  it("repeats as often as it says, without drifting", () => {
    expect(steps("R2/PT1H", 0, hour + 5, 2 * hour + 7, 3 * hour)).toEqual([
      { fire: [], next: hour },
      { fire: [hour], next: 2 * hour },
      { fire: [2 * hour], next: undefined },
      { fire: [], next: undefined },
    ])
  })

  it("makes up once for what was missed, unless it says otherwise", () => {
    const cron = "0 * * * *"
    expect(steps({ cron }, 0, 5 * hour + 1)[1]).toEqual({ fire: [5 * hour], next: 6 * hour })
    expect(steps({ cron, missed: "all" }, 0, 3 * hour + 1)[1]).toEqual({ fire: [hour, 2 * hour, 3 * hour], next: 4 * hour })
    expect(steps({ cron, missed: "skip" }, 0, 5 * hour + 120_000)[1]).toEqual({ fire: [], next: 6 * hour })
    expect(steps({ cron, missed: "skip" }, 0, 5 * hour + 1000)[1]).toEqual({ fire: [5 * hour], next: 6 * hour })
  })

  it("finds the latest of very many that were missed without counting them all", () => {
    const [, after] = steps({ cron: "* * * * *" }, 0, 20 * 365 * 24 * hour + 1)
    expect(after?.fire).toEqual([20 * 365 * 24 * hour])
  })
})

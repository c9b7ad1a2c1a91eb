import { describe, expect, it } from "vitest"
import { StoreError, type StoreErrorCode } from "../src/store/StoreError.ts"
import { Troubles } from "../src/Troubles.ts"

const error = (code: StoreErrorCode) => new StoreError({ code, message: `it says ${code}` })

/** A teller that notes what is told, and a clock that is set by hand. */
const scene = () => {
  const told: Array<string> = []
  const clock = { now: 0 }
  const troubles = new Troubles({
    now: () => clock.now,
    warn: (message, { code }) => told.push(`warning: ${message} (${code})`),
    inform: (message) => told.push(message),
  })
  return { told, clock, troubles }
}

describe("troubles with the store", () => {
  it("are told once while it is away, whoever meets them how often, and once when it answers everybody again", () => {
    const { told, clock, troubles } = scene()
    for (let second = 0; second < 12; second++) {
      clock.now = second * 1000
      for (const work of ["timers", "mail", "the lease"])
        troubles.met(work, error(second % 2 === 0 ? "StoreUnavailable" : "StoreOutcomeUnknown"))
    }
    clock.now = 12_000
    for (const work of ["timers", "mail", "the lease", "timers"]) troubles.overcame(work)
    expect(told).toEqual([
      "warning: timers; this is repeated until it can be done (StoreUnavailable)",
      "the store answers again, after 12 s",
    ])
    troubles.met("mail", error("StoreUnavailable"))
    expect(told).toHaveLength(3)
  })

  it("that only some work meets are told apart, for what each of them is", () => {
    const { told, troubles } = scene()
    troubles.met("timers", error("StoreCorrupt"))
    troubles.met("mail", error("StoreCorrupt"))
    troubles.met("mail", error("StoreCorrupt"))
    troubles.overcame("mail")
    expect(told.map((line) => line.split(";")[0])).toEqual([
      "warning: timers",
      "warning: mail",
      "over is what was told before: mail, after 0 s",
    ])
  })

  it("that last are told again after ten minutes", () => {
    const { told, clock, troubles } = scene()
    for (clock.now = 0; clock.now < 1_500_000; clock.now += 1000) troubles.met("timers", error("StoreUnavailable"))
    expect(told).toHaveLength(3)
  })
})

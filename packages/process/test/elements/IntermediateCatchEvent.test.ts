/** Intermediate catch events, by the example of timers. */
import { describe, expect, it } from "vitest"
import { play } from "../play.ts"

describe("an intermediate catch event", () => {
  it("waits for its timer", () => {
    const p = play({
      elements: { nap: { type: "IntermediateCatchEvent", trigger: { type: "timer", due: { value: "PT30S" } } } },
      flows: ["start nap end"],
    })
    p.run.pass(1000)
    p.start()
    expect(p.view().waiting).toMatchObject([{ element: "nap", elementType: "IntermediateCatchEvent", for: "timer", due: 31_000 }])
    p.fire("nap")
    expect(p.status()).toBe("completed")
  })

  it("takes the due date from variables, and dates far beyond 32 bits", () => {
    const p = play({
      elements: { nap: { type: "IntermediateCatchEvent", trigger: { type: "timer", due: { code: "until" } } } },
      flows: ["start nap end"],
      code: { until: ({ vars }) => vars.until },
    })
    p.start({ until: "2950-01-01T00:00:00+02:00" })
    expect(p.view().waiting[0]?.due).toBe(Date.parse("2949-12-31T22:00:00Z"))
  })

  it("raises an incident where the due date is none, and asks again when it is resolved", () => {
    let due: unknown = "next Tuesday"
    const p = play({
      elements: { nap: { type: "IntermediateCatchEvent", trigger: { type: "timer", due: { code: "until" } } } },
      flows: ["start nap end"],
      code: { until: () => due },
    })
    p.start()
    expect(p.waits()).toEqual(["nap incident"])
    expect(p.incident()).toMatchObject({ code: "CodeFailed" })
    expect(p.incident()?.message).toContain("next Tuesday")
    due = "2 days"
    p.resolve("nap")
    expect(p.waits()).toEqual(["nap timer"])
  })
})

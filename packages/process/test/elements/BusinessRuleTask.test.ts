import type { CodeLook } from "@millrace/kernel"
import { describe, expect, it } from "vitest"
import { play } from "../play.ts"

const deciding = (decide: (look: CodeLook) => unknown) =>
  play({
    elements: { d: { type: "BusinessRuleTask", decision: { code: "decide" }, result: "level" } },
    flows: ["start d end"],
    code: { decide },
  })

describe("BusinessRuleTask", () => {
  it("sets what is decided, and keeps in the history what the decision says of itself", () => {
    const p = deciding(({ vars, explain }) => {
      explain?.({ rule: 2, sum: vars.sum ?? null })
      return "high"
    })
    p.start({ sum: 5 })
    expect(p.vars()).toEqual({ sum: 5, level: "high" })
    expect(p.events().filter(({ type }) => type === "DecisionExplained")).toEqual([
      { type: "DecisionExplained", id: expect.any(Number), element: "d", explanation: { rule: 2, sum: 5 } },
    ])
  })

  it("decides where what the decision says of itself cannot be stored, and says so", () => {
    const p = deciding(({ explain }) => {
      explain?.(JSON.parse('{"__proto__": 1}'))
      return 1
    })
    p.start({})
    expect(p.vars()).toEqual({ level: 1 })
    expect(p.events().find(({ type }) => type === "DecisionExplained")).toMatchObject({
      explanation: { notKept: expect.stringContaining("cannot be stored") },
    })
  })

  it("knows the time of the decision", () => {
    const times: Array<number | undefined> = []
    const p = deciding(({ now }) => times.push(now))
    p.start({})
    expect(times).toEqual([expect.any(Number)])
  })

  it("becomes an incident where the decision fails, and says nothing of how", () => {
    const p = deciding(({ explain }) => {
      explain?.("nothing")
      throw new Error("no rule")
    })
    p.start({})
    expect(p.events().map(({ type }) => type)).toContain("IncidentRaised")
    expect(p.events().map(({ type }) => type)).not.toContain("DecisionExplained")
  })
})

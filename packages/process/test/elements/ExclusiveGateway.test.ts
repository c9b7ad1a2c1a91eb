import type { CodeLook } from "@millrace/kernel"
import { describe, expect, it } from "vitest"
import { play } from "../play.ts"

describe("ExclusiveGateway", () => {
  const chooser = (choose: (vars: Record<string, unknown>) => unknown, fields = {}) =>
    play({
      elements: { size: { type: "ExclusiveGateway", choose: { code: "choose" }, ...fields } },
      flows: ["start size [big] a end", "size [small] b end"],
      code: { choose: ({ vars }) => choose(vars) },
    })

  it("takes the flow that its chooser names", () => {
    const p = chooser((vars) => (Number(vars.amount) > 10 ? "big" : "small"))
    p.start({ amount: 11 })
    expect(p.waits()).toEqual(["a job"])
  })

  it("takes the first flow whose condition holds, else the default", () => {
    const waits = (input: Record<string, number>) => {
      const p = play({
        elements: { gate: { type: "ExclusiveGateway", default: "gate-c" } },
        flows: ["start gate {large} a end", "gate {medium} b end", "gate c end"],
        code: { large: ({ vars }) => Number(vars.amount) > 100, medium: ({ vars }) => Number(vars.amount) > 10 },
      })
      p.start(input)
      return p.waits()
    }
    expect(waits({ amount: 101 })).toEqual(["a job"])
    expect(waits({ amount: 11 })).toEqual(["b job"])
    expect(waits({ amount: 1 })).toEqual(["c job"])
  })

  it("stops with an incident where no flow applies, and asks again when it is resolved", () => {
    let name = "huge"
    const p = chooser(() => name)
    p.start()
    expect(p.incident()).toMatchObject({ code: "NoFlowApplies" })
    expect(p.incident()?.message).toContain("'big', 'small'")
    name = "small"
    p.resolve("size")
    expect(p.waits()).toEqual(["b job"])
  })

  it("stops with an incident where code throws or gives the wrong kind", () => {
    const p = chooser(() => 7)
    p.start()
    expect(p.incident()).toMatchObject({ code: "CodeFailed", message: "'size': code 'choose' gave 7 instead of the name of a flow." })
    const q = play({
      elements: { gate: { type: "ExclusiveGateway", default: "gate-b" } },
      flows: ["start gate {truthy} a end", "gate b end"],
      code: { truthy: () => "yes" },
    })
    q.start()
    expect(q.incident()).toMatchObject({ code: "CodeFailed", message: "'gate': code 'truthy' gave 'yes' instead of true or false." })
  })

  it("passes each token that arrives", () => {
    const p = play({ elements: { merge: { type: "ExclusiveGateway" } }, flows: ["start a merge c end", "start b merge"] })
    p.start()
    p.completeAll()
    expect(p.run.log.filter((event) => event.type === "ElementActivated" && event.element === "c")).toHaveLength(2)
  })

  it("chooses by text in a registered language", () => {
    const language = {
      name: "path",
      compile:
        (text: string) =>
        ({ vars }: CodeLook) =>
          vars[text],
    }
    const gate = { type: "ExclusiveGateway", choose: { language: "path", text: "size" } }
    const p = play({ elements: { gate }, flows: ["start gate [big] a end", "gate [small] b end"], languages: [language] })
    p.start({ size: "small" })
    expect(p.waits()).toEqual(["b job"])
  })
})

/** End events: what is thrown at them otherwise stands in `triggers/`. */
import { describe, expect, it } from "vitest"
import { play } from "../play.ts"

describe("an end event", () => {
  it("gives the output of the process", () => {
    const p = play({
      elements: { end: { type: "EndEvent", output: { code: "sum" } } },
      flows: ["start a end"],
      code: { sum: ({ vars }) => Number(vars.a) + Number(vars.b) },
    })
    p.start({ b: 2 })
    p.complete("a", 40)
    expect(p.view()).toMatchObject({ status: "completed", output: 42 })
  })

  it("ends its path only: the process completes when all of them have ended", () => {
    const p = play({ flows: ["start a end", "start b endb"] })
    p.start()
    p.complete("a")
    expect(p.status()).toBe("active")
    p.complete("b")
    expect(p.status()).toBe("completed")
  })

  it("fails the instance by a typed error that nothing catches", () => {
    const p = play({
      elements: { end: { type: "EndEvent", trigger: { type: "error", error: { code: "unpaid" } } } },
      flows: ["start end"],
      code: { unpaid: () => ({ _tag: "Unpaid", message: "no money", amount: 3 }) },
    })
    p.start()
    const error = { code: "Unpaid", message: "no money", value: { _tag: "Unpaid", message: "no money", amount: 3 } }
    expect(p.view()).toMatchObject({ status: "failed", error })
  })

  it("raises an incident where what it is to throw is no typed error", () => {
    const p = play({
      elements: { end: { type: "EndEvent", trigger: { type: "error", error: { code: "odd" } } } },
      flows: ["start end"],
      code: { odd: () => "just a text" },
    })
    p.start()
    expect(p.waits()).toEqual(["end incident"])
    expect(p.incident()?.message).toContain("'_tag'")
  })
})

describe("a terminate end event", () => {
  it("ends its scope at once, with everything else in it", () => {
    const p = play({
      elements: { stop: { type: "EndEvent", trigger: { type: "terminate" }, output: { code: "stopped" } } },
      flows: ["start a end", "start b stop"],
      code: { stopped: () => "stopped" },
    })
    p.start()
    p.complete("b")
    expect(p.types()).toContain("JobCancelled")
    expect(p.view()).toMatchObject({ status: "completed", output: "stopped", waiting: [] })
  })

  it("ends a sub-process only, without compensation, beside which the process goes on", () => {
    const p = play({
      elements: {
        sub: { type: "SubProcess", saga: true, result: "sub" },
        s: { type: "StartEvent", scope: "sub" },
        fork: { type: "ParallelGateway", scope: "sub" },
        one: { handler: "work", scope: "sub" },
        two: { handler: "work", scope: "sub" },
        three: { handler: "work", scope: "sub" },
        e1: { type: "EndEvent", scope: "sub" },
        e2: { type: "EndEvent", scope: "sub", trigger: { type: "terminate" } },
        undo: { handler: "work", isForCompensation: true, scope: "sub" },
        c: { type: "BoundaryEvent", attachedTo: "one", scope: "sub", trigger: { type: "compensation", handler: "undo" } },
      },
      flows: ["start sub after end", "s fork one three e1", "fork two e2"],
    })
    p.start()
    p.complete("one", 1)
    expect(p.waits()).toEqual(["two job", "three job"])
    p.complete("two")
    expect(p.waits()).toEqual(["after job"])
    expect(p.types()).not.toContain("CompensationStarted")
    expect(p.vars()).toEqual({ sub: { one: 1, two: null } })
    p.complete("after")
    expect(p.status()).toBe("completed")
  })
})

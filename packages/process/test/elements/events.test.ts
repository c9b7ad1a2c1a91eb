/** Start, end and intermediate events. */
import { describe, expect, it } from "vitest"
import { play } from "../play.ts"

describe("StartEvent and EndEvent", () => {
  it("begin and complete a process that does nothing else", () => {
    const p = play({ flows: ["start end"] })
    p.start()
    expect(p.events()).toEqual([
      { type: "InstanceStarted", input: {}, at: 0 },
      { type: "ElementActivated", id: 2, element: "start", scope: 1 },
      { type: "ElementCompleted", id: 2 },
      { type: "SequenceFlowTaken", flow: "start-end", scope: 1 },
      { type: "ElementActivated", id: 3, element: "end", scope: 1, flow: "start-end" },
      { type: "ElementCompleted", id: 3 },
      { type: "InstanceCompleted", output: null },
    ])
  })

  it("give the output of the end event that is reached", () => {
    const p = play({
      elements: { end: { type: "EndEvent", output: { code: "sum" } } },
      flows: ["start a end"],
      code: { sum: ({ vars }) => Number(vars.a) + Number(vars.b) },
    })
    p.start({ b: 2 })
    p.complete("a", 40)
    expect(p.view()).toMatchObject({ status: "completed", output: 42 })
  })

  it("end a process when all its paths have ended", () => {
    const p = play({ flows: ["start a end", "start b endb"] })
    p.start()
    p.complete("a")
    expect(p.status()).toBe("active")
    p.complete("b")
    expect(p.status()).toBe("completed")
  })

  it("fail the instance by a typed error that nothing catches", () => {
    const p = play({
      elements: { end: { type: "EndEvent", trigger: { type: "error", error: { code: "unpaid" } } } },
      flows: ["start end"],
      code: { unpaid: () => ({ _tag: "Unpaid", message: "no money", amount: 3 }) },
    })
    p.start()
    const error = { code: "Unpaid", message: "no money", value: { _tag: "Unpaid", message: "no money", amount: 3 } }
    expect(p.view()).toMatchObject({ status: "failed", error })
  })

  it("raise an incident where what is to be thrown is no typed error", () => {
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

describe("IntermediateCatchEvent", () => {
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

describe("IntermediateThrowEvent", () => {
  it("passes the token on where it has no trigger", () => {
    const p = play({ elements: { mark: { type: "IntermediateThrowEvent" } }, flows: ["start mark end"] })
    p.start()
    expect(p.status()).toBe("completed")
  })
})

/** BPMN 2.0.2 §10.7: the compensation event sub-process, the handler that a scope has for itself. */
import { describe, expect, it } from "vitest"
import { play, problemsOf } from "../play.ts"

const elements = {
  sub: { type: "SubProcess", result: "sub" },
  s: { type: "StartEvent", scope: "sub" },
  x: { handler: "work", scope: "sub", result: "x" },
  e: { type: "EndEvent", scope: "sub" },
  unx: { handler: "work", scope: "sub", isForCompensation: true },
  cx: { type: "BoundaryEvent", attachedTo: "x", scope: "sub", trigger: { type: "compensation", handler: "unx" } },
  on: { type: "EventSubProcess", scope: "sub" },
  begin: { type: "StartEvent", scope: "on", trigger: { type: "compensation" } },
  h: { handler: "work", scope: "on" },
  rest: { type: "IntermediateThrowEvent", scope: "on", trigger: { type: "compensation" } },
  endh: { type: "EndEvent", scope: "on" },
  undo: { type: "IntermediateThrowEvent", trigger: { type: "compensation" } },
}

describe("a compensation event sub-process", () => {
  it("compensates its scope in the place of what is complete in it, and sees its variables as they were", () => {
    const p = play({
      elements: { ...elements, rest: { handler: "work", scope: "on" } },
      flows: ["start sub a undo end", "s x e", "begin h rest endh"],
    })
    p.start()
    p.complete("x", 7)
    p.complete("a")
    expect(p.waits()).toEqual(["h job"])
    expect(p.run.decider.describeJob(p.run.compiled, p.run.state(), p.job("h").job)?.vars.x).toBe(7)
    expect(p.completeAll()).toEqual(["h", "rest"])
    expect(p.status()).toBe("completed")
  })

  it("can compensate what is complete in its scope itself, when it wants", () => {
    const p = play({ elements, flows: ["start sub a undo end", "s x e", "begin h rest endh"] })
    p.start()
    expect(p.completeAll()).toEqual(["x", "a", "h", "unx"])
    expect(p.status()).toBe("completed")
  })

  it("does not begin while its scope is at work", () => {
    const p = play({ elements, flows: ["start sub a undo end", "s x e", "begin h rest endh"] })
    p.start()
    expect(p.waits()).toEqual(["x job"])
  })

  it("is what a saga is undone by", () => {
    const p = play({ saga: true, elements, flows: ["start sub a end", "s x e", "begin h rest endh"] })
    p.start()
    p.complete("x")
    p.throws("a", "Lost")
    expect(p.completeAll()).toEqual(["h", "unx"])
    expect(p.status()).toBe("failed")
  })

  it("is found beside another handler, and at the process itself", () => {
    const flows = ["start sub end", "s x e", "begin h rest endh"]
    const other = {
      un: { handler: "work", isForCompensation: true },
      c: { type: "BoundaryEvent", attachedTo: "sub", trigger: { type: "compensation", handler: "un" } },
    }
    expect(problemsOf({ elements, flows: ["start sub undo end", ...flows.slice(1)] })).toEqual([])
    expect(
      problemsOf({
        elements: { ...elements, ...other, undo: { type: "IntermediateThrowEvent" } },
        flows: ["start sub undo end", ...flows.slice(1)],
      }),
    ).toEqual(["CompensationAmbiguous sub"])
    expect(
      problemsOf({
        elements: { on: { type: "EventSubProcess" }, begin: elements.begin, endh: elements.endh },
        flows: ["start end", "begin endh"],
      }),
    ).toEqual(["TriggerMisplaced begin"])
  })
})

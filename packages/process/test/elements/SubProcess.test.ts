import { describe, expect, it } from "vitest"
import { play } from "../play.ts"

const inside = { scope: "sub" }

describe("SubProcess", () => {
  it("completes once where its start is all there is in it, and so do its runs, event sub-processes and the process", () => {
    const taken = (flow: string, p: ReturnType<typeof play>) =>
      p.run.log.filter((event) => event.type === "SequenceFlowTaken" && event.flow === flow).length
    const start = { type: "StartEvent", ...inside }
    for (const multiInstance of [undefined, { count: { value: 2 } }]) {
      const sub = { type: "SubProcess", ...(multiInstance === undefined ? {} : { multiInstance }) }
      const p = play({ elements: { sub, s: start }, flows: ["start sub a end"] })
      p.start()
      expect(taken("sub-a", p)).toBe(1)
      expect(p.waits()).toEqual(["a job"])
    }
    for (const interrupting of [true, false]) {
      const s = { ...start, interrupting, trigger: { type: "signal", signal: "go" } }
      const p = play({ elements: { sub: { type: "EventSubProcess" }, s }, flows: ["start a end"] })
      p.start()
      p.signal("s")
      expect(p.status()).toBe(interrupting ? "completed" : "active")
    }
    const p = play({ elements: { start: { type: "StartEvent" } }, flows: [] })
    p.start()
    expect(p.types().filter((type) => type === "InstanceCompleted")).toHaveLength(1)
  })

  it("has variables of its own, and gives them as its value", () => {
    const p = play({
      elements: {
        sub: { type: "SubProcess", result: "sub" },
        s: { type: "StartEvent", ...inside },
        x: { handler: "work", result: "x", ...inside },
        y: { handler: "work", result: "y", ...inside },
        e: { type: "EndEvent", ...inside },
      },
      flows: ["start sub end", "s x y e"],
    })
    p.start({ a: 1 })
    p.complete("x", 10)
    expect(p.run.decider.describeJob(p.run.compiled, p.run.state(), p.job("y").job)?.vars).toEqual({ a: 1, x: 10 })
    expect(p.vars()).toEqual({ a: 1 })
    p.complete("y", 20)
    expect(p.vars()).toEqual({ a: 1, sub: { x: 10, y: 20 } })
  })

  it("gives the output of the end event that was reached", () => {
    const p = play({
      elements: {
        sub: { type: "SubProcess", result: "sub" },
        s: { type: "StartEvent", ...inside },
        x: { handler: "work", result: "x", ...inside },
        e: { type: "EndEvent", output: { code: "double" }, ...inside },
      },
      flows: ["start sub end", "s x e"],
      code: { double: ({ vars }) => 2 * Number(vars.x) },
    })
    p.start()
    p.complete("x", 21)
    expect(p.vars()).toEqual({ sub: 42 })
  })

  it("completes when everything in it has ended, whatever is nested", () => {
    const p = play({
      elements: {
        sub: { type: "SubProcess" },
        s: { type: "StartEvent", ...inside },
        deep: { type: "SubProcess", ...inside },
        s2: { type: "StartEvent", scope: "deep" },
        x: { handler: "work", scope: "deep" },
        e2: { type: "EndEvent", scope: "deep" },
        y: { handler: "work", ...inside },
        e: { type: "EndEvent", ...inside },
      },
      flows: ["start sub after end", "s deep e", "s y e", "s2 x e2"],
    })
    p.start()
    p.complete("x")
    expect(p.waits()).toEqual(["y job"])
    p.complete("y")
    expect(p.waits()).toEqual(["after job"])
  })

  it("lets an error pass through scopes to the nearest that catches it", () => {
    const p = play({
      elements: {
        sub: { type: "SubProcess" },
        s: { type: "StartEvent", ...inside },
        deep: { type: "SubProcess", ...inside },
        s2: { type: "StartEvent", scope: "deep" },
        x: { handler: "work", scope: "deep" },
        other: { handler: "work", scope: "deep" },
        e2: { type: "EndEvent", scope: "deep" },
        e: { type: "EndEvent", ...inside },
        wrong: { type: "BoundaryEvent", attachedTo: "deep", trigger: { type: "error", error: "Other" }, ...inside },
        right: { type: "BoundaryEvent", attachedTo: "sub", result: "problem", trigger: { type: "error", error: "Declined" } },
      },
      flows: ["start sub end", "s deep e", "s2 x e2", "s2 other e2", "wrong e", "right after endb"],
    })
    p.start()
    p.throws("x", "Declined", { why: "no" })
    expect(p.waits()).toEqual(["after job"])
    expect(p.vars()).toEqual({ problem: { why: "no", _tag: "Declined" } })
  })
})

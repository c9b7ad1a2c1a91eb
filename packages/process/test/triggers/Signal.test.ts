import { describe, expect, it } from "vitest"
import { play } from "../play.ts"

const signal = (fields: object = {}) => ({ type: "signal", signal: "stop", ...fields })

describe("a signal", () => {
  it("is waited for by its name", () => {
    const p = play({
      elements: { wait: { type: "IntermediateCatchEvent", trigger: signal(), result: "why" } },
      flows: ["start wait a end"],
    })
    p.start()
    expect(p.view().waiting).toMatchObject([{ for: "signal", reason: "The signal 'stop' has to come." }])
    p.signal("wait", "fire")
    expect(p.vars().why).toBe("fire")
    expect(p.waits()).toEqual(["a job"])
  })

  it("is sent on the way and at the end", () => {
    const p = play({
      elements: {
        tell: { type: "IntermediateThrowEvent", trigger: signal({ payload: { value: "fire" } }) },
        end: { type: "EndEvent", trigger: signal() },
      },
      flows: ["start tell end"],
    })
    p.start()
    expect(p.run.log.filter(({ type }) => type === "SignalSent")).toMatchObject([
      { name: "stop", payload: "fire" },
      { name: "stop", payload: null },
    ])
    expect(p.status()).toBe("completed")
  })

  it("ends an activity, or comes again and again beside it", () => {
    const elements = (interrupting: boolean) => ({
      a: {},
      stop: { type: "BoundaryEvent", attachedTo: "a", trigger: signal(), interrupting },
    })
    const p = play({ elements: elements(true), flows: ["start a end", "stop b endb"] })
    p.start()
    p.signal("stop")
    expect(p.waits()).toEqual(["b job"])
    const q = play({ elements: elements(false), flows: ["start a end", "stop b endb"] })
    q.start()
    q.signal("stop")
    q.signal("stop")
    expect(q.waits()).toEqual(["a job", "b job", "b job", "stop signal"])
  })

  it("begins a process", () => {
    const p = play({ elements: { stop: { type: "StartEvent", trigger: signal(), result: "why" } }, flows: ["stop a end"] })
    expect(p.run.decider.starts?.(p.run.compiled)).toMatchObject([{ element: "stop", kind: "signal", name: "stop" }])
    p.startAt("stop", "fire")
    expect(p.vars().why).toBe("fire")
  })
})

import { describe, expect, it } from "vitest"
import { play } from "../play.ts"

const escalation = (code: string, more: object = {}) => ({ type: "escalation", escalation: code, ...more })
/** A sub-process whose only steps are `tell` and `x`. */
const sub = (thrown: object) => ({
  sub: { type: "SubProcess" },
  s: { type: "StartEvent", scope: "sub" },
  tell: { type: "IntermediateThrowEvent", scope: "sub", trigger: thrown },
  x: { handler: "work", scope: "sub" },
  e: { type: "EndEvent", scope: "sub" },
})
const boundary = (trigger: object, more: object = {}) => ({ type: "BoundaryEvent", attachedTo: "sub", trigger, result: "why", ...more })
const flows = ["start sub end", "s tell x e", "told b endb"]
const late = escalation("Late", { payload: { value: { days: 3 } } })

describe("an escalation", () => {
  it("lets its thrower go on where who catches it does not interrupt", () => {
    const p = play({ elements: { ...sub(late), told: boundary(escalation("Late"), { interrupting: false }) }, flows })
    p.start()
    expect(p.waits()).toEqual(["b job", "x job"])
    expect(p.vars().why).toEqual({ days: 3 })
  })

  it("ends the activity where who catches it interrupts", () => {
    const p = play({ elements: { ...sub(late), told: boundary(escalation("Late")) }, flows })
    p.start()
    expect(p.waits()).toEqual(["b job"])
  })

  it("is the only one of several that ends the activity", () => {
    const several = { type: "multiple", triggers: [late, escalation("Costly")] }
    const p = play({ elements: { ...sub(several), told: boundary({ type: "escalation" }) }, flows })
    p.start()
    expect(p.waits()).toEqual(["b job"])
    expect(p.vars().why).toEqual({ days: 3 })
  })

  it("goes to who names its code before one who takes any", () => {
    const elements = {
      ...sub(late),
      told: boundary({ type: "escalation" }, { interrupting: false }),
      exactly: boundary(escalation("Late"), { interrupting: false }),
    }
    const p = play({ elements, flows: [...flows, "exactly c endc"] })
    p.start()
    expect(p.waits()).toEqual(["c job", "x job"])
  })

  it("that nobody catches is told to the caller, and the flow goes on", () => {
    const p = play({ elements: { ...sub(late), told: boundary(escalation("Early")) }, flows })
    p.start()
    expect(p.waits()).toEqual(["x job"])
    expect(p.run.log).toContainEqual({ type: "EscalationSent", code: "Late", payload: { days: 3 } })
  })

  it("can be what a path ends with", () => {
    const p = play({
      elements: { ...sub(late), e: { type: "EndEvent", scope: "sub", trigger: escalation("Done") }, told: boundary(escalation("Done")) },
      flows,
    })
    p.start()
    p.complete("x")
    expect(p.waits()).toEqual(["b job"])
  })

  it("is caught by an event sub-process, in the place of everything else or beside it", () => {
    const on = (interrupting: boolean) => ({
      on: { type: "EventSubProcess", scope: "sub" },
      begin: { type: "StartEvent", scope: "on", trigger: escalation("Late"), interrupting, result: "why" },
      h: { handler: "work", scope: "on" },
      endh: { type: "EndEvent", scope: "on" },
    })
    const beside = play({ elements: { ...sub(late), ...on(false) }, flows: ["start sub end", "s tell x e", "begin h endh"] })
    beside.start()
    expect(beside.waits()).toEqual(["h job", "x job"])
    const instead = play({ elements: { ...sub(late), ...on(true) }, flows: ["start sub end", "s tell x e", "begin h endh"] })
    instead.start()
    expect(instead.waits()).toEqual(["h job"])
    instead.complete("h")
    expect(instead.status()).toBe("completed")
  })

  it("of a called process goes on from the step that called it", () => {
    const p = play({
      elements: {
        call: { type: "CallActivity", process: { value: "other" } },
        told: { ...boundary(escalation("Late"), { interrupting: false }), attachedTo: "call" },
      },
      flows: ["start call end", "told b endb"],
    })
    p.start()
    const child = p.find("child", "call")
    p.send({ type: "ReceiveEscalation", child, code: "Late", payload: 3 })
    expect(p.waits()).toEqual(["b job", "call child"])
    expect(p.vars().why).toBe(3)
    p.send({ type: "ReceiveEscalation", child, code: "Else", payload: null })
    expect(p.run.log.at(-1)).toEqual({ type: "EscalationSent", code: "Else", payload: null })
    expect(p.send({ type: "ReceiveEscalation", child: child + 100, code: "Late", payload: 3 })).toBe("ChildNotFound")
  })
})

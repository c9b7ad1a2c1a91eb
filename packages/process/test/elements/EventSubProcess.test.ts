import { describe, expect, it } from "vitest"
import { once, play } from "../play.ts"

const timer = (due = "PT1H") => ({ type: "timer", due: { value: due } })
const message = { type: "message", message: "stop" }
/** An event sub-process `on` in `scope`, whose only step is `h`. */
const on = (trigger: object, fields: object = {}, scope?: string) => ({
  on: { type: "EventSubProcess", ...(scope === undefined ? {} : { scope }) },
  begin: { type: "StartEvent", scope: "on", trigger, result: "caught", ...fields },
  h: { handler: "work", scope: "on" },
  endh: { type: "EndEvent", scope: "on" },
})
const beside = { interrupting: false }

describe("an event sub-process of the process", () => {
  it("takes the place of everything else, and the process ends with it", () => {
    const p = play({ elements: { ...on(message), a: {}, b: {} }, flows: ["start a end", "start b end", "begin h endh"] })
    p.start()
    expect(p.waits()).toEqual(["a job", "b job", "begin message"])
    p.receive("begin", { why: "fire" })
    expect(p.waits()).toEqual(["h job"])
    expect(p.run.decider.describeJob(p.run.compiled, p.run.state(), p.job("h").job)?.vars.caught).toEqual({ why: "fire" })
    expect(p.status()).toBe("active")
    p.complete("h")
    expect(p.status()).toBe("completed")
    expect(p.vars()).not.toHaveProperty("caught")
  })

  it("runs beside everything else, any number of times, and the process waits for it", () => {
    const p = play({ elements: { ...on(message, beside), a: {} }, flows: ["start a end", "begin h endh"] })
    p.start()
    p.receive("begin", 1)
    p.receive("begin", 2)
    expect(p.waits()).toEqual(["a job", "h job", "h job", "begin message"])
    p.complete("a")
    expect(p.status()).toBe("active")
    p.completeAll()
    expect(p.status()).toBe("completed")
    expect(p.run.log.at(-2)?.type).toBe("SubscriptionClosed")
  })

  it("does not keep the process from ending", () => {
    const p = play({ elements: { ...on(message), a: {} }, flows: ["start a end", "begin h endh"] })
    p.start()
    p.complete("a")
    expect(p.status()).toBe("completed")
  })

  it("repeats with its timer", () => {
    const p = play({ elements: { ...on(timer("R2/PT10M"), beside), a: {} }, flows: ["start a end", "begin h endh"] })
    p.start()
    p.run.pass(600_000)
    p.fire("begin")
    p.run.pass(600_000)
    p.fire("begin")
    expect(p.waits()).toEqual(["a job", "h job", "h job"])
  })

  it("listens no more when another one has taken over", () => {
    const two = {
      ...on(message),
      late: { type: "EventSubProcess" },
      due: { type: "StartEvent", scope: "late", trigger: timer() },
      endl: { type: "EndEvent", scope: "late" },
    }
    const p = play({ elements: { ...two, a: {} }, flows: ["start a end", "begin h endh", "due endl"] })
    p.start()
    p.receive("begin")
    expect(p.waits()).toEqual(["h job"])
  })

  it("can be ended by a cancel, while it runs and while it makes room", () => {
    const p = play({
      elements: {
        ...on(message),
        a: {},
        undo: { handler: "work", isForCompensation: true, scope: "sub" },
        c: { type: "BoundaryEvent", attachedTo: "x", trigger: { type: "compensation", handler: "undo" }, scope: "sub" },
        sub: { type: "SubProcess", saga: true },
        s: { type: "StartEvent", scope: "sub" },
        x: { handler: "work", scope: "sub" },
        y: { handler: "work", scope: "sub" },
        e: { type: "EndEvent", scope: "sub" },
      },
      flows: ["start sub end", "s x y e", "begin h endh"],
    })
    p.start()
    p.complete("x")
    p.receive("begin")
    expect(p.waits()).toEqual(["undo job"])
    p.cancel()
    expect(p.waits()).toEqual(["undo job"])
    p.complete("undo")
    expect(p.status()).toBe("cancelled")
  })
})

describe("an event sub-process of a sub-process", () => {
  const inner = (trigger: object, fields: object = {}) => ({
    ...on(trigger, fields, "sub"),
    sub: { type: "SubProcess", result: "sub" },
    s: { type: "StartEvent", scope: "sub" },
    x: { handler: "work", scope: "sub", result: "x" },
    e: { type: "EndEvent", scope: "sub" },
  })
  const flows = ["start sub a end", "s x e", "begin h endh"]

  it("interrupts it, and the sub-process completes with it", () => {
    const p = play({ elements: { ...inner(message) }, flows })
    p.start()
    p.receive("begin")
    expect(p.waits()).toEqual(["h job"])
    p.complete("h")
    expect(p.waits()).toEqual(["a job"])
  })

  it("leaves what listens at the border of the sub-process in place", () => {
    const p = play({
      elements: { ...inner(message), late: { type: "BoundaryEvent", attachedTo: "sub", trigger: timer() } },
      flows: [...flows, "late b endb"],
    })
    p.start()
    p.receive("begin")
    expect(p.waits()).toEqual(["h job", "late timer"])
    p.fire("late")
    expect(p.waits()).toEqual(["b job"])
  })

  it("catches an error that leaves a step, and the sub-process is not rolled back", () => {
    const p = play({ elements: { ...inner({ type: "error", error: "Lost" }) }, flows })
    p.start()
    p.throws("x", "Lost", { at: 3 })
    expect(p.waits()).toEqual(["h job"])
    p.complete("h")
    expect(p.waits()).toEqual(["a job"])
  })

  it("lets other errors pass, and those thrown in itself", () => {
    const p = play({ elements: { ...inner({ type: "error", error: "Lost" }) }, flows })
    p.start()
    p.throws("x", "Found")
    expect(p.status()).toBe("failed")
    const q = play({ elements: { ...inner({ type: "error" }) }, flows })
    q.start()
    q.throws("x", "Lost")
    q.throws("h", "Lost")
    expect(q.view()).toMatchObject({ status: "failed", error: { code: "Lost" } })
  })

  it("comes before what stands at the border, from the inside out", () => {
    const p = play({
      elements: { ...inner({ type: "error" }), caught: { type: "BoundaryEvent", attachedTo: "sub", trigger: { type: "error" } } },
      flows: [...flows, "caught b endb"],
    })
    p.start()
    p.throws("x", "Lost")
    expect(p.waits()).toEqual(["h job"])
    p.throws("h", "Lost")
    expect(p.waits()).toEqual(["b job"])
  })

  it("is stopped by what it cannot begin to wait for", () => {
    const p = play({ elements: { ...inner(timer("soon")) }, flows })
    p.start()
    expect(p.waits()).toEqual(["sub incident"])
  })

  it("works while the sub-process stands still with an incident", () => {
    const p = play({ elements: { ...inner(message), x: { ...once, handler: "work", scope: "sub" } }, flows })
    p.start()
    p.fail("x")
    expect(p.waits()).toEqual(["x incident", "begin message"])
    p.receive("begin")
    expect(p.waits()).toEqual(["h job"])
  })

  it("interrupts ten thousand steps in several commits", () => {
    const names = Array.from({ length: 3000 }, (_, index) => `t${index}`)
    const many = Object.fromEntries(names.map((name) => [name, { type: "UserTask", scope: "sub" }]))
    const p = play({
      elements: { ...inner(message), ...many, f: { type: "ParallelGateway", scope: "sub" } },
      flows: ["start sub a end", "s f", ...names.map((name) => `f ${name} e`), "x e", "begin h endh"],
      eventsPerCommit: 500,
    })
    p.start()
    p.receive("begin")
    expect(p.commits()).toBeGreaterThan(5)
    expect(p.waits()).toEqual(["h job"])
  }, 60_000)
})

describe("compensation that an event sub-process throws", () => {
  const undone = (id: string, scope?: string) => ({
    [id]: scope === undefined ? {} : { scope },
    [`${id}c`]: {
      type: "BoundaryEvent",
      attachedTo: id,
      trigger: { type: "compensation", handler: `un${id}` },
      ...(scope === undefined ? {} : { scope }),
    },
    [`un${id}`]: { isForCompensation: true, ...(scope === undefined ? {} : { scope }) },
  })
  const undo = (fields: object = {}) => ({
    undo: { type: "IntermediateThrowEvent", scope: "on", trigger: { type: "compensation", ...fields } },
  })

  it("undoes what is complete in itself and then what is complete in the scope it stands in", () => {
    const p = play({
      elements: { ...on({ type: "error" }), ...undone("a"), ...undone("b"), c: {}, ...undone("h", "on"), ...undo() },
      flows: ["start a b c end", "begin h undo endh"],
    })
    p.start()
    p.complete("a")
    p.complete("b")
    p.throws("c", "Broken")
    p.complete("h")
    expect(p.completeAll()).toEqual(["unh", "unb", "una"])
    expect(p.status()).toBe("completed")
  })

  it("does so beside what is still at work", () => {
    const p = play({
      elements: { ...on(message, beside), ...undone("a"), ...undone("b"), ...undo() },
      flows: ["start a b end", "begin undo h endh"],
    })
    p.start()
    p.complete("a")
    p.receive("begin")
    expect(p.waits()).toEqual(["b job", "una job", "begin message"])
    p.complete("b")
    expect(p.completeAll()).toEqual(["una", "h"])
    expect(p.status()).toBe("completed")
  })

  it("undoes nothing outside the scope it stands in", () => {
    const p = play({
      elements: {
        ...undone("a"),
        sub: { type: "SubProcess" },
        inner: { type: "StartEvent", scope: "sub" },
        ...undone("b", "sub"),
        c: { scope: "sub" },
        ...on({ type: "error" }, {}, "sub"),
        ...undo(),
      },
      flows: ["start a sub end", "inner b c", "begin undo endh"],
    })
    p.start()
    p.complete("a")
    p.complete("b")
    p.throws("c", "Broken")
    expect(p.completeAll()).toEqual(["unb"])
    expect(p.status()).toBe("completed")
  })
})

import { describe, expect, it } from "vitest"
import { once, play } from "../play.ts"

const boundary = (attachedTo: string, trigger: object, fields: object = {}) => ({ type: "BoundaryEvent", attachedTo, trigger, ...fields })
const timer = (due: string) => ({ type: "timer", due: { value: due } })

describe("a boundary timer that interrupts", () => {
  const sketch = { elements: { a: {}, late: boundary("a", timer("PT1H")) }, flows: ["start a end", "late b endb"] }

  it("ends the activity and goes on in its place", () => {
    const p = play(sketch)
    p.start()
    expect(p.waits()).toEqual(["a job", "late timer"])
    const { job, ...about } = p.job("a")
    p.fire("late")
    expect(p.types()).toEqual([
      "TimerFired",
      "EventTriggered",
      "JobCancelled",
      "ElementTerminated",
      "ElementCompleted",
      "SequenceFlowTaken",
      "ElementActivated",
      "JobCreated",
    ])
    expect(p.waits()).toEqual(["b job"])
    expect(p.send({ type: "CompleteJob", job, ...about, result: 1 })).toBe("JobNotFound")
  })

  it("listens no more when the activity was faster", () => {
    const p = play(sketch)
    p.start()
    const fired = p.find("timer", "late")
    p.complete("a")
    expect(p.types()).toContain("TimerCancelled")
    expect(p.send({ type: "TriggerTimer", timer: fired })).toBe("InstanceEnded")
  })

  it("also ends an activity that stands still with an incident", () => {
    const p = play({ ...sketch, elements: { ...sketch.elements, a: once } })
    p.start()
    p.fail("a")
    expect(p.waits()).toEqual(["a incident", "late timer"])
    p.fire("late")
    expect(p.waits()).toEqual(["b job"])
  })

  it("ends a sub-process with everything in it", () => {
    const p = play({
      elements: {
        sub: { type: "SubProcess" },
        s: { type: "StartEvent", scope: "sub" },
        x: { handler: "work", scope: "sub" },
        y: { type: "UserTask", scope: "sub" },
        e: { type: "EndEvent", scope: "sub" },
        inner: boundary("x", timer("PT2H"), { scope: "sub" }),
        e2: { type: "EndEvent", scope: "sub" },
        late: boundary("sub", timer("PT1H")),
      },
      flows: ["start sub end", "s x e", "s y e", "inner e2", "late b endb"],
    })
    p.start()
    expect(p.waits()).toEqual(["x job", "y task", "late timer", "inner timer"])
    p.fire("late")
    expect(p.waits()).toEqual(["b job"])
    p.complete("b")
    expect(p.status()).toBe("completed")
  })

  it("keeps the activity from beginning while its due date cannot be told", () => {
    let due: unknown = 7n
    const p = play({
      elements: { a: {}, late: boundary("a", { type: "timer", due: { code: "due" } }) },
      flows: ["start a end", "late endb"],
      code: { due: () => due },
    })
    p.start()
    expect(p.waits()).toEqual(["a incident"])
    expect(p.incident()?.message).toMatch(/^'late': code 'due' gave no due date/)
    due = "PT1H"
    p.resolve("a")
    expect(p.waits()).toEqual(["a job", "late timer"])
  })
})

describe("a boundary timer that does not interrupt", () => {
  it("sends a token beside, once, which keeps the scope alive", () => {
    const p = play({
      elements: { a: {}, remind: boundary("a", timer("PT1H"), { interrupting: false }) },
      flows: ["start a end", "remind mail endb"],
    })
    p.start()
    p.fire("remind")
    expect(p.waits()).toEqual(["a job", "mail job"])
    p.complete("a")
    expect(p.status()).toBe("active")
    p.complete("mail")
    expect(p.status()).toBe("completed")
  })

  it("repeats as often as it says, and never in a storm after a long stop", () => {
    const p = play({
      elements: { a: {}, remind: boundary("a", timer("R3/PT10M"), { interrupting: false }) },
      flows: ["start a end", "remind mail endb"],
    })
    p.start()
    const due = () => p.view().waiting.find((wait) => wait.element === "remind")?.due
    expect(due()).toBe(600_000)
    p.run.pass(600_001)
    p.fire("remind")
    expect(due()).toBe(1_200_000)
    p.run.pass(100_000_000)
    p.fire("remind")
    expect(due()).toBe(100_800_000)
    p.fire("remind")
    expect(p.waits()).toEqual(["a job", "mail job", "mail job", "mail job"])
    p.completeAll()
    expect(p.status()).toBe("completed")
  })
})

describe("a boundary error event", () => {
  const caught = (error?: string) => boundary("a", { type: "error", ...(error === undefined ? {} : { error }) }, { result: "problem" })

  it("catches the error that it names, with its fields", () => {
    const p = play({ elements: { a: {}, declined: caught("Declined") }, flows: ["start a end", "declined b endb"] })
    p.start()
    p.throws("a", "Declined", { amount: 3 })
    expect(p.waits()).toEqual(["b job"])
    expect(p.vars().problem).toEqual({ amount: 3, _tag: "Declined" })
  })

  it("lets others pass", () => {
    const p = play({ elements: { a: {}, declined: caught("Declined") }, flows: ["start a end", "declined b endb"] })
    p.start()
    p.throws("a", "Lost")
    expect(p.view()).toMatchObject({ status: "failed", error: { code: "Lost" } })
  })

  it("catches everything where it names none, after those that name it", () => {
    const sketch = {
      elements: { a: {}, any: caught(), declined: caught("Declined") },
      flows: ["start a end", "any b endb", "declined c endc"],
    }
    const p = play(sketch)
    p.start()
    p.throws("a", "Declined")
    expect(p.waits()).toEqual(["c job"])
    const q = play(sketch)
    q.start()
    q.throws("a", "Lost")
    expect(q.waits()).toEqual(["b job"])
  })

  it("does not catch faults", () => {
    const p = play({ elements: { a: once, any: caught() }, flows: ["start a end", "any b endb"] })
    p.start()
    p.fail("a")
    expect(p.waits()).toEqual(["a incident"])
  })
})

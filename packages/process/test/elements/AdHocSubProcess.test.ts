import { describe, expect, it } from "vitest"
import { play, problemsOf, type Sketch } from "../play.ts"

const adHoc = (fields: object = {}, code: Sketch["code"] = {}): Sketch => ({
  elements: {
    desk: { type: "AdHocSubProcess", result: "made", ...fields },
    read: { type: "ServiceTask", handler: "work", scope: "desk", result: "read" },
    write: { type: "ServiceTask", handler: "work", scope: "desk", result: "write" },
    check: { type: "ServiceTask", handler: "work", scope: "desk", result: "check" },
  },
  flows: ["start desk end", "write check"],
  code,
})

describe("an ad-hoc sub-process", () => {
  it("is sound without a start event, and what stands in it can be reached", () => {
    expect(problemsOf(adHoc())).toEqual([])
  })

  it("waits for somebody to begin what stands in it, and ends when nothing is at work any more", () => {
    const instance = play(adHoc())
    instance.start({})
    expect(instance.waits()).toEqual(["desk activation"])
    expect(instance.send({ type: "ActivateElement", element: "write" })).toBeUndefined()
    expect(instance.send({ type: "ActivateElement", element: "read" })).toBeUndefined()
    expect(instance.send({ type: "ActivateElement", element: "read" })).toBeUndefined()
    expect(instance.waits()).toEqual(["write job", "read job", "read job"])
    instance.complete("read", 1)
    instance.complete("write", 2)
    instance.complete("read", 3)
    expect(instance.waits()).toEqual(["check job"])
    instance.complete("check", 4)
    expect(instance.status()).toBe("completed")
    expect(instance.vars()).toEqual({ made: { read: 3, write: 2, check: 4 } })
  })

  it("ends by hand: what is at work in it is cancelled", () => {
    const instance = play(adHoc({ completion: { code: "never" } }, { never: () => false }))
    instance.start({})
    instance.send({ type: "ActivateElement", element: "write" })
    instance.send({ type: "ActivateElement", element: "read" })
    instance.complete("read", 3)
    expect(instance.status()).toBe("active")
    expect(instance.send({ type: "FinishAdHoc", element: "desk" })).toBeUndefined()
    expect(instance.status()).toBe("completed")
    expect(instance.vars()).toEqual({ made: { read: 3 } })
    expect(instance.send({ type: "FinishAdHoc", element: "desk" })).toBeDefined()
  })

  it("ends by hand as soon as what is at work has finished, where it is to finish", () => {
    const instance = play(adHoc({ completion: { code: "never" }, remaining: "finish" }, { never: () => false }))
    instance.start({})
    instance.send({ type: "ActivateElement", element: "read" })
    instance.send({ type: "FinishAdHoc", element: "desk" })
    expect(instance.send({ type: "ActivateElement", element: "write" })).toBe("ElementNotFound")
    instance.complete("read", 3)
    expect(instance.status()).toBe("completed")
  })

  it("ends by hand before anything in it has begun, and nothing else does", () => {
    const instance = play(adHoc({ completion: { code: "never" }, remaining: "finish" }, { never: () => false }))
    instance.start({})
    expect(instance.send({ type: "FinishAdHoc", element: "read" })).toBe("ElementNotFound")
    instance.send({ type: "FinishAdHoc", element: "desk" })
    expect(instance.status()).toBe("completed")
  })

  it("begins with what it chooses", () => {
    const instance = play(adHoc({ activate: { code: "first" } }, { first: () => ["read", "write"] }))
    instance.start({})
    expect(instance.waits()).toEqual(["read job", "write job"])
  })

  it("stops where it chooses what does not stand in it, and chooses again when that is mended", () => {
    let ids: ReadonlyArray<string> = ["check"]
    const instance = play(adHoc({ activate: { code: "first" } }, { first: () => ids }))
    instance.start({})
    expect(instance.incident()?.message).toBe(
      `'desk': code 'first' gave ["check"] instead of a list of ids of elements in it without incoming flows ('read', 'write').`,
    )
    ids = ["read"]
    instance.resolve("desk")
    expect(instance.waits()).toEqual(["read job"])
  })

  it("runs one activity at a time where it is to, in the order in which they were asked for", () => {
    const instance = play(adHoc({ ordering: "sequential" }))
    instance.start({})
    for (const element of ["write", "read", "read"]) instance.send({ type: "ActivateElement", element })
    expect(instance.waits()).toEqual(["write job", "read lock", "read lock"])
    instance.complete("write")
    expect(instance.waits()).toEqual(["read job", "read lock", "check lock"])
    expect(instance.completeAll()).toEqual(["read", "read", "check"])
    expect(instance.status()).toBe("completed")
  })

  it("refuses what is asked for while something is at work, where it is to", () => {
    const instance = play(adHoc({ ordering: "sequential", busy: "refuse" }))
    instance.start({})
    instance.send({ type: "ActivateElement", element: "write" })
    expect(instance.send({ type: "ActivateElement", element: "read" })).toBe("ElementNotFound")
    expect(instance.waits()).toEqual(["write job"])
  })

  it("cancels what is at work when its completion condition holds", () => {
    const completion = ({ vars }: { readonly vars: object }) => "read" in vars
    const instance = play(adHoc({ completion: { code: "completion" } }, { completion }))
    instance.start({})
    instance.send({ type: "ActivateElement", element: "write" })
    instance.send({ type: "ActivateElement", element: "read" })
    instance.complete("read", 1)
    expect(instance.types()).toContain("JobCancelled")
    expect(instance.status()).toBe("completed")
  })

  it("lets what is at work finish where it is to, and takes nothing further", () => {
    const completion = ({ vars }: { readonly vars: object }) => "read" in vars
    const instance = play(adHoc({ completion: { code: "completion" }, remaining: "finish" }, { completion }))
    instance.start({})
    instance.send({ type: "ActivateElement", element: "write" })
    instance.send({ type: "ActivateElement", element: "read" })
    instance.complete("read", 1)
    expect(instance.send({ type: "ActivateElement", element: "read" })).toBe("ElementNotFound")
    expect(instance.completeAll()).toEqual(["write", "check"])
    expect(instance.status()).toBe("completed")
  })

  it("waits on while its completion condition does not hold, with nothing at work", () => {
    const completion = ({ vars }: { readonly vars: object }) => "check" in vars
    const instance = play(adHoc({ completion: { code: "completion" } }, { completion }))
    instance.start({})
    instance.send({ type: "ActivateElement", element: "read" })
    instance.complete("read")
    expect(instance.waits()).toEqual(["desk activation"])
    instance.send({ type: "ActivateElement", element: "write" })
    instance.completeAll()
    expect(instance.status()).toBe("completed")
  })

  it("lets tokens wait at a join for what can still be asked for", () => {
    const sketch = (more: object = {}): Sketch => ({
      elements: {
        desk: { type: "AdHocSubProcess", ...more },
        read: { scope: "desk" },
        write: { scope: "desk" },
        both: { type: "ParallelGateway", scope: "desk" },
        sign: { scope: "desk" },
      },
      flows: ["start desk end", "read both", "write both sign"],
      code: { completion: ({ vars }) => "other" in vars },
    })
    expect(problemsOf(sketch())).toEqual([])
    const instance = play(sketch())
    instance.start({})
    instance.send({ type: "ActivateElement", element: "read" })
    instance.complete("read")
    expect(instance.waits()).toEqual(["desk activation"])
    instance.send({ type: "ActivateElement", element: "write" })
    instance.completeAll()
    expect(instance.status()).toBe("completed")
    const closed = play(sketch({ completion: { code: "completion" }, remaining: "finish" }))
    closed.start({})
    closed.send({ type: "ActivateElement", element: "read" })
    closed.complete("read")
    closed.send({ type: "FinishAdHoc", element: "desk" })
    expect(closed.status()).toBe("completed")
  })

  it("refuses what cannot be begun, and says why", () => {
    const instance = play({ ...adHoc(), flows: ["start desk after end", "write check"] })
    instance.start({})
    for (const element of ["nobody", "after", "check"]) expect(instance.send({ type: "ActivateElement", element })).toBe("ElementNotFound")
    instance.send({ type: "ActivateElement", element: "read" })
    instance.complete("read")
    expect(instance.send({ type: "ActivateElement", element: "read" })).toBe("ElementNotFound")
  })

  it("needs a completion condition to say what becomes of the rest", () => {
    expect(problemsOf(adHoc({ remaining: "finish" }))).toEqual(["RemainingUnused desk"])
  })

  it("can undo an activity, and is found then wherever that was asked for", () => {
    const instance = play({
      elements: {
        undo: { type: "AdHocSubProcess", isForCompensation: true },
        step: { handler: "work", scope: "undo" },
        c: { type: "BoundaryEvent", attachedTo: "a", trigger: { type: "compensation", handler: "undo" } },
        on: { type: "EventSubProcess" },
        s: { type: "StartEvent", scope: "on", trigger: { type: "signal", signal: "back" } },
        back: { type: "EndEvent", scope: "on", trigger: { type: "compensation" } },
      },
      flows: ["start a b end", "s back"],
    })
    instance.start()
    instance.complete("a")
    instance.signal("s")
    expect(instance.waits()).toEqual(["undo activation"])
    expect(instance.send({ type: "ActivateElement", element: "step" })).toBeUndefined()
    instance.complete("step")
    expect(instance.status()).toBe("completed")
  })
})

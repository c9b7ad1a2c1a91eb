/** Compensation: what is undone, in which order, with which variables. */
import { describe, expect, it } from "vitest"
import { once, play } from "../play.ts"

/** `a` is undone by `undo-a`. */
const undone = (ids: ReadonlyArray<string>, scope?: string) =>
  Object.fromEntries(
    ids.flatMap((id): ReadonlyArray<[string, Record<string, unknown>]> => {
      const place = scope === undefined ? {} : { scope }
      return [
        [id, { type: "ServiceTask", handler: "work", result: id, ...place }],
        [`undo-${id}`, { type: "ServiceTask", handler: "work", isForCompensation: true, ...place }],
        [`${id}-undone`, { type: "BoundaryEvent", attachedTo: id, trigger: { type: "compensation", handler: `undo-${id}` }, ...place }],
      ]
    }),
  )
const rollback = (activity?: string, scope?: string) => ({
  type: "IntermediateThrowEvent",
  trigger: { type: "compensation", ...(activity === undefined ? {} : { activity }) },
  ...(scope === undefined ? {} : { scope }),
})
const sub = (id: string, more: object = {}) => ({
  [id]: { type: "SubProcess", ...more },
  [`s-${id}`]: { type: "StartEvent", scope: id },
  [`e-${id}`]: { type: "EndEvent", scope: id },
})

describe("a compensation throw event", () => {
  it("runs the handlers one after the other, last completed first, then goes on", () => {
    const p = play({ elements: { ...undone(["a", "b", "c"]), back: rollback() }, flows: ["start a b c back after end"] })
    p.start()
    for (const id of ["a", "b", "c"]) p.complete(id)
    expect(p.waits()).toEqual(["undo-c job"])
    expect(p.completeAll()).toEqual(["undo-c", "undo-b", "undo-a", "after"])
    expect(p.status()).toBe("completed")
  })

  it("goes by the order of completion, not of the flow", () => {
    const p = play({
      elements: { ...undone(["a", "b"]), back: rollback(), fork: { type: "ParallelGateway" }, join: { type: "ParallelGateway" } },
      flows: ["start fork a join back end", "fork b join"],
    })
    p.start()
    p.complete("b")
    p.complete("a")
    expect(p.completeAll()).toEqual(["undo-a", "undo-b"])
  })

  it("limits itself to one activity, and to what was not undone before", () => {
    const p = play({ elements: { ...undone(["a", "b"]), one: rollback("a"), rest: rollback() }, flows: ["start a b one rest end"] })
    p.start()
    p.complete("a")
    p.complete("b")
    expect(p.completeAll()).toEqual(["undo-a", "undo-b"])
  })

  it("undoes each turn of a loop with the variables of that turn", () => {
    const p = play({
      elements: {
        ...undone(["a"]),
        merge: { type: "ExclusiveGateway" },
        more: { type: "ExclusiveGateway", default: "more-back" },
        back: rollback(),
      },
      flows: ["start merge a more {again} merge", "more back end"],
      code: { again: ({ vars }) => Number(vars.a) < 3 },
    })
    p.start()
    for (const turn of [1, 2, 3]) p.complete("a", turn)
    const seen: Array<unknown> = []
    while (p.status() === "active") {
      seen.push(p.run.decider.describeJob(p.run.compiled, p.run.state(), p.job("undo-a").job)?.vars)
      p.complete("undo-a")
    }
    expect(seen).toEqual([{ a: 3 }, { a: 2 }, { a: 1 }])
  })

  it("undoes a completed sub-process as a whole, inner work in reverse", () => {
    const p = play({
      elements: { ...undone(["a", "d"]), ...sub("sub"), ...undone(["b", "c"], "sub"), back: rollback() },
      flows: ["start a sub d back end", "s-sub b c e-sub"],
    })
    p.start()
    for (const id of ["a", "b", "c", "d"]) p.complete(id)
    expect(p.completeAll()).toEqual(["undo-d", "undo-c", "undo-b", "undo-a"])
  })

  it("undoes a sub-process by its own handler where it has one", () => {
    const p = play({
      elements: {
        ...sub("sub"),
        ...undone(["b"], "sub"),
        "undo-sub": { type: "UserTask", isForCompensation: true },
        "sub-undone": { type: "BoundaryEvent", attachedTo: "sub", trigger: { type: "compensation", handler: "undo-sub" } },
        back: rollback(),
      },
      flows: ["start sub back end", "s-sub b e-sub"],
    })
    p.start()
    p.complete("b")
    expect(p.waits()).toEqual(["undo-sub task"])
    p.submit("undo-sub")
    expect(p.status()).toBe("completed")
  })

  it("stops with an incident where a handler fails, and goes on when it is resolved", () => {
    const p = play({
      elements: {
        ...undone(["a", "b"]),
        "undo-b": { type: "ServiceTask", handler: "work", isForCompensation: true, ...once },
        back: rollback(),
      },
      flows: ["start a b back end"],
    })
    p.start()
    p.complete("a")
    p.complete("b")
    p.throws("undo-b", "Impossible")
    expect(p.waits()).toEqual(["undo-b incident"])
    expect(p.incident()).toMatchObject({ code: "HandlerFailed", name: "Impossible" })
    p.resolve("undo-b")
    expect(p.completeAll()).toEqual(["undo-b", "undo-a"])
    expect(p.status()).toBe("completed")
  })
})

describe("a saga", () => {
  it("is rolled back when an error leaves it, then the error goes on", () => {
    const p = play({ elements: undone(["a", "b"]), flows: ["start a b c end"], saga: true })
    p.start()
    p.complete("a", 1)
    p.complete("b", 2)
    p.throws("c", "Declined")
    expect(p.status()).toBe("terminating")
    expect(p.completeAll()).toEqual(["undo-b", "undo-a"])
    expect(p.view()).toMatchObject({ status: "failed", error: { code: "Declined" } })
  })

  it("is rolled back when it is cancelled; cancelling again is harmless", () => {
    const p = play({ elements: undone(["a"]), flows: ["start a b end", "start other end"], saga: true })
    p.start()
    p.complete("a")
    p.cancel()
    expect(p.waits()).toEqual(["undo-a job"])
    expect(p.cancel()).toBeUndefined()
    expect(p.events()).toEqual([])
    p.complete("undo-a")
    expect(p.types()).toContain("InstanceCancelled")
    expect(p.status()).toBe("cancelled")
    expect(p.cancel()).toBe("InstanceEnded")
  })

  it("is not rolled back where it is none", () => {
    const p = play({ elements: undone(["a"]), flows: ["start a b end"] })
    p.start()
    p.complete("a")
    p.cancel()
    expect(p.status()).toBe("cancelled")
  })

  it("is rolled back inside out when the error is caught two scopes up", () => {
    const p = play({
      elements: {
        ...undone(["a"]),
        ...sub("outer", { saga: true }),
        ...undone(["b"], "outer"),
        ...sub("inner", { saga: true, scope: "outer" }),
        ...undone(["c"], "inner"),
        x: { type: "ServiceTask", handler: "work", scope: "inner" },
        catch: { type: "BoundaryEvent", attachedTo: "outer", trigger: { type: "error" } },
      },
      flows: ["start a outer end", "s-outer b inner e-outer", "s-inner c x e-inner", "catch after endb"],
    })
    p.start()
    for (const id of ["a", "b", "c"]) p.complete(id)
    p.throws("x", "Declined")
    expect(p.completeAll()).toEqual(["undo-c", "undo-b", "after"])
    expect(p.status()).toBe("completed")
  })

  it("is rolled back although the scope around it is none, when a boundary timer ends that", () => {
    const p = play({
      elements: {
        ...sub("outer"),
        ...undone(["a"], "outer"),
        ...sub("inner", { saga: true, scope: "outer" }),
        ...undone(["b"], "inner"),
        x: { type: "ServiceTask", handler: "work", scope: "inner" },
        late: { type: "BoundaryEvent", attachedTo: "outer", trigger: { type: "timer", due: { value: "PT1H" } } },
      },
      flows: ["start outer end", "s-outer a inner e-outer", "s-inner b x e-inner", "late after endb"],
    })
    p.start()
    p.complete("a")
    p.complete("b")
    p.fire("late")
    expect(p.waits()).toEqual(["undo-b job"])
    expect(p.completeAll()).toEqual(["undo-b", "after"])
  })

  it("still undoes what was done in a scope that failed and was caught before", () => {
    const p = play({
      elements: {
        ...sub("inner"),
        ...undone(["a"], "inner"),
        x: { type: "ServiceTask", handler: "work", scope: "inner" },
        catch: { type: "BoundaryEvent", attachedTo: "inner", trigger: { type: "error" } },
        ...undone(["b"]),
      },
      flows: ["start inner end", "s-inner a x e-inner", "catch b c endb"],
      saga: true,
    })
    p.start()
    p.complete("a")
    p.throws("x", "Declined")
    p.complete("b")
    p.throws("c", "Worse")
    expect(p.completeAll()).toEqual(["undo-b", "undo-a"])
    expect(p.view()).toMatchObject({ status: "failed", error: { code: "Worse" } })
  })

  it("finishes undoing an inner scope although the whole is cancelled meanwhile", () => {
    const p = play({
      elements: {
        ...undone(["a"]),
        ...sub("inner", { saga: true }),
        ...undone(["b"], "inner"),
        x: { type: "ServiceTask", handler: "work", scope: "inner" },
        catch: { type: "BoundaryEvent", attachedTo: "inner", trigger: { type: "error" } },
      },
      flows: ["start a inner end", "s-inner b x e-inner", "catch after endb"],
      saga: true,
    })
    p.start()
    p.complete("a")
    p.complete("b")
    p.throws("x", "Declined")
    expect(p.waits()).toEqual(["undo-b job"])
    p.cancel()
    expect(p.waits()).toEqual(["undo-b job"])
    expect(p.completeAll()).toEqual(["undo-b", "undo-a"])
    expect(p.status()).toBe("cancelled")
  })

  it("takes over a compensation that was under way, and undoes nothing twice", () => {
    const p = play({ elements: { ...undone(["a", "b", "c"]), back: rollback() }, flows: ["start a b c back end"], saga: true })
    p.start()
    for (const id of ["a", "b", "c"]) p.complete(id)
    p.complete("undo-c")
    expect(p.waits()).toEqual(["undo-b job"])
    p.cancel()
    expect(p.completeAll()).toEqual(["undo-b", "undo-a"])
    expect(p.status()).toBe("cancelled")
  })

  it("takes over a compensation that was under way in the runs of an activity, which keep their place", () => {
    const p = play({
      elements: {
        ...undone(["m", "b"]),
        m: { handler: "work", multiInstance: { count: { value: 2 } } },
        fork: { type: "ParallelGateway" },
        join: { type: "ParallelGateway" },
        back: rollback(),
      },
      flows: ["start fork m join back end", "fork b join"],
      saga: true,
    })
    p.start()
    // The activity as a whole is complete after `b`, although one of its runs was before.
    for (const id of ["m", "b", "m", "undo-m"]) p.complete(id)
    expect(p.waits()).toEqual(["undo-m job"])
    p.cancel()
    expect(p.completeAll()).toEqual(["undo-m", "undo-b"])
    expect(p.status()).toBe("cancelled")
  })

  it("waits for an incident of a handler before the error goes on", () => {
    const p = play({
      elements: { ...undone(["a"]), "undo-a": { type: "ServiceTask", handler: "work", isForCompensation: true, ...once } },
      flows: ["start a b end"],
      saga: true,
    })
    p.start()
    p.complete("a")
    p.throws("b", "Declined")
    p.fail("undo-a")
    expect(p.waits()).toEqual(["undo-a incident"])
    p.resolve("undo-a")
    p.complete("undo-a")
    expect(p.status()).toBe("failed")
  })
})

/** The complex gateway: begins before all has come, takes in the rest or ends it, and waits for the next time. */
import { describe, expect, it } from "vitest"
import { play, problemsOf } from "../play.ts"

const parallel = { type: "ParallelGateway" }
const exclusive = { type: "ExclusiveGateway" }
const complex = (count: number, fields = {}) => ({ type: "ComplexGateway", count: { value: count }, ...fields })
const three = ["start fork a join after end", "fork b join", "fork c join"]
const timer = { type: "timer", due: { value: "PT1H" } }

describe("a complex gateway", () => {
  it("begins when enough tokens have come, and takes the others in", () => {
    const p = play({ elements: { fork: parallel, join: complex(2) }, flows: three })
    p.start()
    p.complete("b")
    expect(p.waits()).toEqual(["a job", "c job"])
    p.complete("a")
    expect(p.waits()).toEqual(["c job", "after job"])
    p.complete("after")
    expect(p.status()).toBe("active")
    p.complete("c")
    expect(p.status()).toBe("completed")
  })

  it("begins when its expression holds, which sees what has come on each flow", () => {
    const looks: Array<unknown> = []
    const p = play({
      elements: { fork: parallel, join: { type: "ComplexGateway", activation: { code: "both" } } },
      flows: ["start fork a [left] join after end", "fork b [right] join", "fork c join"],
      code: {
        both: ({ vars }) => {
          looks.push([vars.arrived, vars.arrivals, vars.n])
          return vars.arrived === 2
        },
      },
    })
    p.start({ n: 7 })
    p.complete("c")
    p.complete("a")
    expect(looks).toEqual([
      [1, { left: 0, right: 0, "c-join": 1 }, 7],
      [2, { left: 1, right: 0, "c-join": 1 }, 7],
    ])
    expect(p.waits()).toEqual(["b job", "after job"])
  })

  it("counts to what its variables say", () => {
    const join = { type: "ComplexGateway", count: { code: "n" } }
    const p = play({ elements: { fork: parallel, join }, flows: three, code: { n: ({ vars }) => vars.n } })
    p.start({ n: 3 })
    expect(p.completeAll()).toEqual(["a", "b", "c", "after"])
    expect(p.status()).toBe("completed")
  })

  it("waits for the next time when nothing can come any more for this one", () => {
    const p = play({
      elements: {
        again: exclusive,
        fork: parallel,
        join: complex(1),
        more: { ...exclusive, default: "more-end" },
        count: { type: "ScriptTask", assignments: [{ variable: "i", value: { code: "next" } }] },
      },
      flows: ["start again fork a join after wait count more {more} again", "more end", "fork b join"],
      code: { next: ({ vars }) => Number(vars.i ?? 0) + 1, more: ({ vars }) => Number(vars.i) < 3 },
    })
    p.start()
    for (let round = 0; round < 3; round++) {
      p.complete(round === 1 ? "b" : "a")
      p.complete("after")
      p.complete(round === 1 ? "a" : "b")
      p.complete("wait")
    }
    expect(p.status()).toBe("completed")
    expect(p.run.log.filter((event) => event.type === "GatewayReset")).toHaveLength(3)
  })

  it("takes in what comes twice for one time, unless it is to block it", () => {
    const played = (fields: object) => {
      const p = play({
        elements: { fork: parallel, merge: exclusive, join: complex(1, fields) },
        flows: ["start fork a merge join after end", "fork b merge", "fork c join"],
      })
      p.start()
      p.complete("a")
      p.complete("b")
      p.complete("c")
      return p.waits()
    }
    expect(played({})).toEqual(["after job"])
    expect(played({ blocking: true })).toEqual(["after job", "after job"])
  })

  it("begins again with what it blocked, as soon as nothing comes any more for the first time", () => {
    const p = play({
      elements: {
        fork: parallel,
        merge: exclusive,
        gone: { type: "BoundaryEvent", attachedTo: "c", trigger: timer },
        join: complex(1, { blocking: true }),
      },
      flows: ["start fork a merge join after end", "fork b merge", "fork c join", "gone instead end2"],
    })
    p.start()
    p.complete("a")
    p.complete("b")
    expect(p.waits()).toEqual(["c job", "after job", "gone timer"])
    p.fire("gone")
    expect(p.waits()).toEqual(["after job", "instead job", "after job"])
  })

  it("does not hold the end of its scope up", () => {
    const p = play({ elements: { fork: parallel, join: complex(1) }, flows: ["start fork a join end", "fork b end2", "x join"] })
    p.start()
    p.complete("a")
    p.complete("b")
    expect(p.status()).toBe("completed")
  })

  it("says so when not enough can come any more, and goes on without them when it is told to", () => {
    const gate = { ...exclusive, choose: { code: "choose" } }
    const p = play({
      elements: { fork: parallel, gate, join: complex(2) },
      flows: ["start fork a join after end", "fork b gate [on] join", "gate [off] end2"],
      code: { choose: () => "off" },
    })
    p.start()
    p.complete("a")
    p.complete("b")
    expect(p.incident()).toMatchObject({ code: "JoinIncomplete" })
    p.resolve("join")
    expect(p.waits()).toEqual(["after job"])
  })

  it("stops once where its expression fails, and asks again with all that has come", () => {
    let least: unknown = "two"
    const join = { type: "ComplexGateway", count: { code: "n" } }
    const p = play({ elements: { fork: parallel, join }, flows: three, code: { n: () => least } })
    p.start()
    p.complete("a")
    expect(p.incident()?.message).toBe("'join': code 'n' gave 'two' instead of a number of flows, 1 or more.")
    p.complete("b")
    expect(p.waits()).toEqual(["c job", "join incident"])
    least = 3
    p.resolve("join")
    expect(p.waits()).toEqual(["c job"])
    p.complete("c")
    expect(p.waits()).toEqual(["after job"])
  })

  it("takes the flows that apply", () => {
    const p = play({
      elements: { fork: parallel, join: complex(1, { choose: { code: "choose" } }) },
      flows: ["start fork a join [one] x end", "join [two] y end2", "join [three] z end3", "fork b join"],
      code: { choose: () => ["one", "three"] },
    })
    p.start()
    p.complete("a")
    expect(p.waits()).toEqual(["b job", "x job", "z job"])
  })
})

describe("a complex gateway that cancels", () => {
  it("ends what would still come, and waits for the next time at once", () => {
    const p = play({ elements: { fork: parallel, join: complex(1, { cancels: ["a", "b", "c"] }) }, flows: three })
    p.start()
    p.complete("b")
    expect(p.types()).toContain("JobCancelled")
    expect(p.waits()).toEqual(["after job"])
    p.complete("after")
    expect(p.status()).toBe("completed")
  })

  it("ends sub-processes with what is in them, and what listens at their borders", () => {
    const p = play({
      elements: {
        fork: parallel,
        sub: { type: "SubProcess" },
        in: { type: "StartEvent", scope: "sub" },
        inner: { type: "ServiceTask", handler: "work", scope: "sub" },
        out: { type: "EndEvent", scope: "sub" },
        late: { type: "BoundaryEvent", attachedTo: "sub", trigger: timer },
        join: complex(1, { cancels: ["sub"] }),
      },
      flows: ["start fork a join after end", "fork sub join", "in inner out", "late join2x end2"],
    })
    p.start()
    p.complete("a")
    expect(p.waits()).toEqual(["after job"])
  })

  it("withdraws tokens that wait in the region or are on their way", () => {
    const p = play({
      elements: {
        fork: parallel,
        quick: { type: "ScriptTask", assignments: [] },
        pair: parallel,
        join: complex(1, { cancels: ["quick", "pair", "b"] }),
      },
      // `quick` and `a` are on their way to `join` at the same time; one token waits at `pair`.
      flows: ["start fork quick join after end", "fork join", "fork b pair join", "fork c pair"],
    })
    p.start()
    expect(p.waits()).toEqual(["c job", "after job"])
    p.complete("after")
    p.complete("c")
    expect(p.incident()).toMatchObject({ code: "JoinIncomplete" })
  })

  it("is not held up by what has ended and was still to begin something", () => {
    const p = play({
      elements: {
        fork: parallel,
        quick: { type: "ScriptTask", assignments: [] },
        body: { type: "ServiceTask", handler: "work", loop: { max: 2 } },
        hit: { type: "BoundaryEvent", attachedTo: "body", trigger: { type: "conditional", condition: { code: "yes" } } },
        join: complex(1, { cancels: ["quick", "y"] }),
      },
      flows: ["start fork quick join after end", "fork body end2", "hit y end3", "z join"],
      code: { yes: () => true },
    })
    p.start()
    expect(p.waits()).toEqual(["after job"])
  })

  it("does not let tokens out of a split that it cancels behind", () => {
    const p = play({
      elements: { fork: parallel, split: parallel, join: complex(1, { cancels: ["x", "y"] }) },
      flows: ["start fork split x end2", "fork join after end", "split y end3", "split z end4", "gone join"],
    })
    p.start()
    expect(p.waits()).toEqual(["after job", "z job"])
  })

  it("ends what would go on when an activity of the region has been undone", () => {
    const p = play({
      elements: {
        fork: parallel,
        sub: { type: "SubProcess", saga: true },
        in: { type: "StartEvent", scope: "sub" },
        done: { type: "ServiceTask", handler: "work", scope: "sub" },
        undone: { type: "BoundaryEvent", attachedTo: "done", scope: "sub", trigger: { type: "compensation", handler: "undo" } },
        undo: { type: "ServiceTask", handler: "work", scope: "sub", isForCompensation: true },
        inner: { type: "ServiceTask", handler: "work", scope: "sub" },
        out: { type: "EndEvent", scope: "sub" },
        late: { type: "BoundaryEvent", attachedTo: "sub", trigger: timer },
        join: complex(1, { cancels: ["sub", "late"] }),
      },
      flows: ["start fork a join after end", "fork sub join", "in done inner out", "late instead end2"],
    })
    p.start()
    p.complete("done")
    p.fire("late")
    expect(p.waits()).toEqual(["a job", "undo job"])
    p.complete("a")
    expect(p.waits()).toEqual(["undo job", "after job"])
    p.complete("undo")
    expect(p.waits()).toEqual(["after job"])
    p.complete("after")
    expect(p.status()).toBe("completed")
  })

  it("ends 300 branches in many bounded commits", () => {
    const names = Array.from({ length: 300 }, (_, i) => `n${i}`)
    const p = play({
      elements: { fork: parallel, join: complex(1, { cancels: names }) },
      flows: ["start fork first join after end", ...names.map((name) => `fork ${name} join`)],
      eventsPerCommit: 100,
    })
    p.start()
    p.complete("first")
    expect(p.commits()).toBeGreaterThan(5)
    expect(p.waits()).toEqual(["after job"])
  })
})

describe("validation of complex gateways", () => {
  const problems = (fields: object) =>
    problemsOf({ elements: { fork: parallel, join: { type: "ComplexGateway", ...fields } }, flows: three })

  it("finds those that do not say when they begin, or say it twice, or never can", () => {
    expect(problems({ count: { value: 2 } })).toEqual([])
    expect(problems({})).toEqual(["ActivationInvalid join"])
    expect(problems({ count: { value: 4 } })).toEqual(["ActivationInvalid join"])
    expect(problems({ count: { value: 1 }, blocking: true, cancels: ["a"] })).toEqual(["ActivationInvalid join"])
  })

  it("finds what they cancel and cannot", () => {
    expect(problems({ count: { value: 1 }, cancels: ["a", "x"] })).toEqual(["CancelledElementUnknown join"])
    expect(problems({ count: { value: 1 }, cancels: ["join"] })).toEqual(["CancelledElementUnknown join"])
  })
})

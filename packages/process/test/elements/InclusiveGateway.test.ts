/** The inclusive gateway: splits by conditions or names, and joins what can still come. */
import { describe, expect, it } from "vitest"
import { play } from "../play.ts"

const inclusive = { type: "InclusiveGateway" }
const exclusive = { type: "ExclusiveGateway" }
const parallel = { type: "ParallelGateway" }

describe("an inclusive split", () => {
  const flows = ["start split [a] a join after end", "split [b] b join", "split [c] c join"]
  const chosen = (names: () => unknown, fields = {}) => {
    const split = { ...inclusive, choose: { code: "choose" }, ...fields }
    const p = play({ elements: { split, join: inclusive }, flows, code: { choose: names } })
    p.start()
    return p
  }

  it("takes the flows that its chooser names", () => {
    expect(chosen(() => ["c", "a"]).waits()).toEqual(["a job", "c job"])
    expect(chosen(() => ["b", "b"]).waits()).toEqual(["b job"])
  })

  it("takes its default when none is named", () => {
    expect(chosen(() => [], { default: "split-b" }).waits()).toEqual(["b job"])
  })

  it("takes all flows whose condition holds, else the default", () => {
    const waits = (amount: number) => {
      const p = play({
        elements: { split: { ...inclusive, default: "split-c" } },
        flows: ["start split {large} a end", "split {even} b end", "split c end"],
        code: { large: ({ vars }) => Number(vars.amount) > 100, even: ({ vars }) => Number(vars.amount) % 2 === 0 },
      })
      p.start({ amount })
      return p.waits()
    }
    expect(waits(102)).toEqual(["a job", "b job"])
    expect(waits(101)).toEqual(["a job"])
    expect(waits(2)).toEqual(["b job"])
    expect(waits(1)).toEqual(["c job"])
  })

  it("stops with an incident where no flow applies, and asks again when it is resolved", () => {
    let names: unknown = []
    const p = chosen(() => names)
    expect(p.incident()).toMatchObject({
      code: "NoFlowApplies",
      message:
        "None of the flows of 'split' applies ('a', 'b', 'c'), and it has no default. Add one, or mend what it decides on, then retry the incident.",
    })
    names = ["a"]
    p.resolve("split")
    expect(p.waits()).toEqual(["a job"])
  })

  it("stops with an incident where a name is unknown, whatever the others are", () => {
    expect(chosen(() => ["a", "huge"], { default: "split-b" }).incident()?.message).toBe(
      "'split' chose 'huge', and has the flows 'a', 'b', 'c'. Name one of them, or mend what it decides on, then retry the incident.",
    )
  })

  it("stops with an incident where its chooser gives no list", () => {
    expect(chosen(() => "a").incident()).toMatchObject({
      code: "CodeFailed",
      message: "'split': code 'choose' gave 'a' instead of a list of names of flows.",
    })
  })

  it("takes many flows in many commits", () => {
    const names = Array.from({ length: 30 }, (_, i) => `n${i}`)
    const p = play({
      elements: { split: { ...inclusive, choose: { code: "choose" } }, join: inclusive },
      flows: ["start split [no] no join after end", ...names.map((name) => `split [${name}] ${name} join`)],
      code: { choose: () => names },
      eventsPerCommit: 7,
    })
    p.start()
    expect(p.commits()).toBeGreaterThan(4)
    expect(p.completeAll()).toEqual([...names, "after"])
    expect(p.status()).toBe("completed")
  })
})

describe("an inclusive join", () => {
  it("goes on when every branch has come that was chosen", () => {
    const p = play({
      elements: { split: { ...inclusive, choose: { code: "choose" } }, join: inclusive },
      flows: ["start split [a] a join after end", "split [b] b join", "split [c] c c2 join"],
      code: { choose: () => ["a", "c"] },
    })
    p.start()
    p.complete("a")
    expect(p.waits()).toEqual(["c job"])
    p.complete("c")
    expect(p.waits()).toEqual(["c2 job"])
    p.complete("c2")
    expect(p.waits()).toEqual(["after job"])
  })

  it("goes on when what it waited for goes another way", () => {
    const p = play({
      elements: { fork: parallel, gate: { ...exclusive, choose: { code: "choose" } }, join: inclusive },
      flows: ["start fork a join after end", "fork b gate [on] join", "gate [off] other end2"],
      code: { choose: ({ vars }) => vars.b },
    })
    p.start()
    p.complete("a")
    expect(p.waits()).toEqual(["b job"])
    p.complete("b", "off")
    expect(p.waits()).toEqual(["other job", "after job"])
  })

  it("goes on when what it waited for is ended from its border", () => {
    const timer = { type: "timer", due: { value: "PT1H" } }
    const p = play({
      elements: { fork: parallel, late: { type: "BoundaryEvent", attachedTo: "b", trigger: timer }, join: inclusive },
      flows: ["start fork a join after end", "fork b join", "late instead end2"],
    })
    p.start()
    p.complete("a")
    p.fire("late")
    expect(p.waits()).toEqual(["instead job", "after job"])
  })

  it("waits for what can come from the border of an activity", () => {
    const timer = { type: "timer", due: { value: "PT1H" } }
    const p = play({
      elements: { fork: parallel, late: { type: "BoundaryEvent", attachedTo: "b", trigger: timer }, join: inclusive },
      flows: ["start fork a join after end", "fork b end2", "late join"],
    })
    p.start()
    p.complete("a")
    expect(p.waits()).toEqual(["b job", "late timer"])
    p.complete("b")
    expect(p.waits()).toEqual(["after job"])
  })

  it("waits for a sub-process as for a task", () => {
    const p = play({
      elements: {
        fork: parallel,
        sub: { type: "SubProcess" },
        in: { type: "StartEvent", scope: "sub" },
        inner: { type: "ServiceTask", handler: "work", scope: "sub" },
        out: { type: "EndEvent", scope: "sub" },
        join: inclusive,
      },
      flows: ["start fork a join after end", "fork sub join", "in inner out"],
    })
    p.start()
    p.complete("a")
    expect(p.waits()).toEqual(["inner job"])
    p.complete("inner")
    expect(p.waits()).toEqual(["after job"])
  })

  it("counts tokens that wait at another join", () => {
    const p = play({
      elements: { fork: parallel, meet: parallel, join: inclusive },
      flows: ["start fork a join after end", "fork b meet join", "fork c meet"],
    })
    p.start()
    p.complete("a")
    p.complete("b")
    expect(p.waits()).toEqual(["c job"])
    p.complete("c")
    expect(p.waits()).toEqual(["after job"])
  })

  it("joins each round of a loop, with a branch that goes round alone", () => {
    const p = play({
      elements: {
        again: exclusive,
        split: { ...inclusive, choose: { code: "choose" } },
        join: inclusive,
        more: { ...exclusive, default: "more-end" },
        count: { type: "ScriptTask", assignments: [{ variable: "i", value: { code: "next" } }] },
      },
      flows: ["start again split [a] a join count more {more} again", "split [b] b join", "more end"],
      code: {
        choose: ({ vars }) => (Number(vars.i ?? 0) === 1 ? ["b"] : ["a", "b"]),
        next: ({ vars }) => Number(vars.i ?? 0) + 1,
        more: ({ vars }) => Number(vars.i) < 3,
      },
    })
    p.start()
    expect(p.completeAll()).toEqual(["a", "b", "b", "a", "b"])
    expect(p.status()).toBe("completed")
  })

  it("is not held back by a token that can also come on a flow where one has come", () => {
    // Table 13.3: a path from `round` to the empty flow is answered by one to the filled flow.
    const p = play({
      elements: { fork: parallel, way: { ...exclusive, choose: { code: "choose" } }, merge: exclusive, join: inclusive },
      flows: ["start fork a merge join after end", "fork round way [one] merge", "way [other] b join"],
      code: { choose: () => "other" },
    })
    p.start()
    p.complete("a")
    expect(p.waits()).toEqual(["round job", "after job"])
  })

  it("goes on where joins wait for each other and nothing else can move", () => {
    const p = play({
      elements: { fork: parallel, one: inclusive, two: inclusive, x: { ...exclusive, choose: { code: "choose" } }, y: exclusive },
      flows: ["start fork a one x [round] two y one", "fork b two", "x [out] end"],
      code: { choose: () => "out" },
    })
    p.start()
    p.complete("a")
    expect(p.waits()).toEqual(["b job"])
    p.complete("b")
    // Each waits for a token that could come from the other: the one goes on where one waited first.
    expect(p.status()).toBe("completed")
    expect(p.run.log.flatMap((event) => (event.type === "ElementActivated" && event.joins === true ? [event.element] : []))).toEqual([
      "one",
      "two",
      "one",
    ])
  })

  it("takes one token of each flow, and another one for the next time", () => {
    const p = play({
      elements: { fork: parallel, merge: exclusive, join: inclusive },
      flows: ["start fork a merge join after end", "fork b merge", "fork c join"],
    })
    p.start()
    p.complete("a")
    p.complete("b")
    expect(p.waits()).toEqual(["c job"])
    p.complete("c")
    expect(p.waits()).toEqual(["after job", "after job"])
  })
})

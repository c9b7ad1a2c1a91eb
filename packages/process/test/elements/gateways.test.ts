/** Exclusive and parallel gateways. */
import type { CodeLook } from "@millrace/kernel"
import { describe, expect, it } from "vitest"
import { play } from "../play.ts"

describe("ExclusiveGateway", () => {
  const chooser = (choose: (vars: Record<string, unknown>) => unknown, fields = {}) =>
    play({
      elements: { size: { type: "ExclusiveGateway", choose: { code: "choose" }, ...fields } },
      flows: ["start size [big] a end", "size [small] b end"],
      code: { choose: ({ vars }) => choose(vars) },
    })

  it("takes the flow that its chooser names", () => {
    const p = chooser((vars) => (Number(vars.amount) > 10 ? "big" : "small"))
    p.start({ amount: 11 })
    expect(p.waits()).toEqual(["a job"])
  })

  it("takes the first flow whose condition holds, else the default", () => {
    const waits = (input: Record<string, number>) => {
      const p = play({
        elements: { gate: { type: "ExclusiveGateway", default: "gate-c" } },
        flows: ["start gate {large} a end", "gate {medium} b end", "gate c end"],
        code: { large: ({ vars }) => Number(vars.amount) > 100, medium: ({ vars }) => Number(vars.amount) > 10 },
      })
      p.start(input)
      return p.waits()
    }
    expect(waits({ amount: 101 })).toEqual(["a job"])
    expect(waits({ amount: 11 })).toEqual(["b job"])
    expect(waits({ amount: 1 })).toEqual(["c job"])
  })

  it("stops with an incident where no flow applies, and asks again when it is resolved", () => {
    let name = "huge"
    const p = chooser(() => name)
    p.start()
    expect(p.incident()).toMatchObject({ code: "NoFlowApplies" })
    expect(p.incident()?.message).toContain("'big', 'small'")
    name = "small"
    p.resolve("size")
    expect(p.waits()).toEqual(["b job"])
  })

  it("stops with an incident where code throws or gives the wrong kind", () => {
    const p = chooser(() => 7)
    p.start()
    expect(p.incident()).toMatchObject({ code: "CodeFailed", message: "'size': code 'choose' gave 7 instead of the name of a flow." })
    const q = play({
      elements: { gate: { type: "ExclusiveGateway", default: "gate-b" } },
      flows: ["start gate {truthy} a end", "gate b end"],
      code: { truthy: () => "yes" },
    })
    q.start()
    expect(q.incident()).toMatchObject({ code: "CodeFailed", message: "'gate': code 'truthy' gave 'yes' instead of true or false." })
  })

  it("passes each token that arrives", () => {
    const p = play({ elements: { merge: { type: "ExclusiveGateway" } }, flows: ["start a merge c end", "start b merge"] })
    p.start()
    p.completeAll()
    expect(p.run.log.filter((event) => event.type === "ElementActivated" && event.element === "c")).toHaveLength(2)
  })

  it("chooses by text in a registered language", () => {
    const language = {
      name: "path",
      compile:
        (text: string) =>
        ({ vars }: CodeLook) =>
          vars[text],
    }
    const gate = { type: "ExclusiveGateway", choose: { language: "path", text: "size" } }
    const p = play({ elements: { gate }, flows: ["start gate [big] a end", "gate [small] b end"], languages: [language] })
    p.start({ size: "small" })
    expect(p.waits()).toEqual(["b job"])
  })
})

describe("ParallelGateway", () => {
  const parallel = { fork: { type: "ParallelGateway" }, join: { type: "ParallelGateway" } }

  it("goes on when a token has come on every flow", () => {
    const p = play({ elements: parallel, flows: ["start fork a join after end", "fork b join", "fork c join"] })
    p.start()
    expect(p.waits()).toEqual(["a job", "b job", "c job"])
    p.complete("b")
    p.complete("a")
    expect(p.waits()).toEqual(["c job"])
    p.complete("c")
    expect(p.waits()).toEqual(["after job"])
  })

  it("counts tokens by flow: two on one flow are no two branches", () => {
    const p = play({
      elements: { join: { type: "ParallelGateway" }, merge: { type: "ExclusiveGateway" } },
      flows: ["start a merge join after end", "start b merge", "start c join", "start d c2 join2x end2"],
    })
    p.start()
    p.complete("a")
    p.complete("b")
    expect(p.waits()).not.toContain("after job")
    p.complete("c")
    expect(p.waits()).toContain("after job")
  })

  it("says so when what it waits for cannot come any more", () => {
    const p = play({
      elements: { ...parallel, gate: { type: "ExclusiveGateway", choose: { code: "choose" } } },
      flows: ["start gate [one] a join after end", "gate [two] b join"],
      code: { choose: () => "one" },
    })
    p.start()
    p.complete("a")
    expect(p.waits()).toEqual(["join incident"])
    expect(p.incident()).toMatchObject({ code: "JoinIncomplete" })
    p.resolve("join")
    expect(p.waits()).toEqual(["after job"])
  })

  it("works nested in a loop, in a branch, in a loop", () => {
    const p = play({
      elements: {
        outer: { type: "ExclusiveGateway" },
        fork: { type: "ParallelGateway" },
        inner: { type: "ExclusiveGateway" },
        innerFork: { type: "ParallelGateway" },
        innerJoin: { type: "ParallelGateway" },
        innerCount: { type: "ScriptTask", assignments: [{ variable: "i", value: { code: "nextI" } }] },
        innerMore: { type: "ExclusiveGateway", default: "innerMore-join" },
        join: { type: "ParallelGateway" },
        count: {
          type: "ScriptTask",
          assignments: [
            { variable: "o", value: { code: "nextO" } },
            { variable: "i", value: { value: 0 } },
          ],
        },
        more: { type: "ExclusiveGateway", default: "more-end" },
      },
      flows: [
        "start outer fork side join count more {again} outer",
        "more end",
        "fork inner innerFork x innerJoin innerCount innerMore {innerAgain} inner",
        "innerFork y innerJoin",
        "innerMore join",
      ],
      code: {
        nextI: ({ vars }) => Number(vars.i ?? 0) + 1,
        nextO: ({ vars }) => Number(vars.o ?? 0) + 1,
        innerAgain: ({ vars }) => Number(vars.i) < 3,
        again: ({ vars }) => Number(vars.o) < 2,
      },
    })
    p.start()
    const done = p.completeAll()
    expect(done.filter((id) => id === "x")).toHaveLength(6)
    expect(done.filter((id) => id === "y")).toHaveLength(6)
    expect(done.filter((id) => id === "side")).toHaveLength(2)
    expect(p.status()).toBe("completed")
  })
})

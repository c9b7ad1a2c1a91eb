import { describe, expect, it } from "vitest"
import { play } from "../play.ts"

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

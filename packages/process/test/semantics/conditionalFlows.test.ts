/** Flows with conditions that leave activities. */
import { describe, expect, it } from "vitest"
import { play, problemsOf } from "../play.ts"

const timer = { type: "timer", due: { value: "PT1H" } }
const service = { handler: "work", type: "ServiceTask" }
const large = { large: ({ vars }: { readonly vars: { readonly [name: string]: unknown } }) => Number(vars.a) > 10 }

describe("conditional flows of an activity", () => {
  it("see its result, and each that holds is taken beside those without a condition", () => {
    const waits = (result: number) => {
      const p = play({ flows: ["start a b end", "a {large} c end2"], code: large })
      p.start()
      p.complete("a", result)
      return p.waits()
    }
    expect(waits(11)).toEqual(["b job", "c job"])
    expect(waits(1)).toEqual(["b job"])
  })

  it("leave the default for when none of them holds", () => {
    const waits = (result: number) => {
      const p = play({
        elements: { a: { ...service, result: "a", default: "a-b" } },
        flows: ["start a b end", "a {large} c end2"],
        code: large,
      })
      p.start()
      p.complete("a", result)
      return p.waits()
    }
    expect(waits(11)).toEqual(["c job"])
    expect(waits(1)).toEqual(["b job"])
  })

  it("stop it with an incident where none holds; its work is not done again", () => {
    let least = 10
    const p = play({
      elements: { late: { type: "BoundaryEvent", attachedTo: "a", trigger: timer } },
      flows: ["start a {enough} b end", "late c end2"],
      code: { enough: ({ vars }) => Number(vars.a) > least },
    })
    p.start()
    p.complete("a", 5)
    expect(p.incident()).toMatchObject({ code: "NoFlowApplies" })
    expect(p.waits()).toEqual(["a incident"])
    expect(p.vars()).toEqual({ a: 5 })
    least = 1
    p.resolve("a")
    expect(p.waits()).toEqual(["b job"])
  })

  it("let it be compensated, whatever they decide", () => {
    const p = play({
      saga: true,
      elements: {
        a: { ...service, result: "a" },
        undo: { ...service, isForCompensation: true },
        undone: { type: "BoundaryEvent", attachedTo: "a", trigger: { type: "compensation", handler: "undo" } },
      },
      flows: ["start a {fails} b end"],
      code: {
        fails: () => {
          throw new Error("no")
        },
      },
    })
    p.start()
    p.complete("a")
    expect(p.incident()).toMatchObject({ code: "CodeFailed", message: "'a': code 'fails' failed: no" })
    p.cancel()
    expect(p.waits()).toEqual(["undo job"])
  })

  it("are read of sub-processes and of user tasks as well", () => {
    const p = play({
      elements: {
        sub: { type: "SubProcess", result: "sub" },
        in: { type: "StartEvent", scope: "sub" },
        out: { type: "EndEvent", scope: "sub", output: { code: "seven" } },
        ask: { type: "UserTask", result: "answer" },
      },
      flows: ["start sub {seven} ask {yes} b end", "sub {eight} c end2", "ask {no} d end3", "in out"],
      code: {
        seven: ({ vars }) => ("sub" in vars ? vars.sub === 7 : 7),
        eight: ({ vars }) => vars.sub === 8,
        yes: ({ vars }) => (vars.answer as { readonly ok: boolean }).ok,
        no: () => false,
      },
    })
    p.start()
    expect(p.waits()).toEqual(["ask task"])
    p.submit("ask", { ok: true })
    expect(p.waits()).toEqual(["b job"])
  })

  it("let an activity take no more items whose work is done, while they cannot be decided", () => {
    const p = play({
      elements: { a: { ...service, multiInstance: { items: { value: [] } } } },
      flows: ["start a {fails} b end"],
      code: {
        fails: () => {
          throw new Error("no")
        },
      },
    })
    p.start()
    expect(p.send({ type: "AddItem", activity: "a", item: 1 })).toBe("ElementNotFound")
  })

  it("meet again at an inclusive gateway", () => {
    const p = play({
      elements: { join: { type: "InclusiveGateway" } },
      flows: ["start a b join after end", "a {large} c join"],
      code: large,
    })
    p.start()
    p.complete("a", 11)
    expect(p.completeAll()).toEqual(["b", "c", "after"])
    expect(p.status()).toBe("completed")
  })
})

describe("validation of conditional flows", () => {
  const a = (fields: object) => ({ a: { ...service, ...fields } })

  it("finds defaults that leave another element, have a condition, or are never taken", () => {
    expect(problemsOf({ elements: a({ default: "start-a" }), flows: ["start a b end", "a {large} c end2"], code: large })).toEqual([
      "DefaultFlowUnknown a",
    ])
    expect(problemsOf({ elements: a({ default: "a-b" }), flows: ["start a {large} b end", "a {large} c end2"], code: large })).toEqual([
      "ConditionIgnored a-b",
    ])
    expect(problemsOf({ elements: a({ default: "a-b" }), flows: ["start a b end", "a c end2", "a {large} d end3"], code: large })).toEqual([
      "DefaultFlowNeverTaken a",
    ])
  })

  it("knows that tokens of several conditions meet, and that one may be missing", () => {
    expect(problemsOf({ flows: ["start a b end", "a {large} b2 b"], code: large })).toEqual(["SynchronisationMissing b"])
    expect(
      problemsOf({ elements: { join: { type: "ParallelGateway" } }, flows: ["start a b join end", "a {large} c join"], code: large }),
    ).toEqual(["JoinCanDeadlock join"])
    expect(
      problemsOf({ elements: { join: { type: "InclusiveGateway" } }, flows: ["start a b join end", "a {large} c join"], code: large }),
    ).toEqual([])
  })
})

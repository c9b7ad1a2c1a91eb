import type { Code, Json } from "@millrace/kernel"
import { describe, expect, it } from "vitest"
import { play, type Sketch } from "../play.ts"

type Vars = Readonly<Record<string, Json>>
const of =
  (compute: (vars: Vars) => unknown): Code =>
  ({ vars }) =>
    compute(vars)

const sketch = (fields: object, code: Record<string, (vars: Vars) => unknown> = {}): Sketch => ({
  elements: { work: { type: "ServiceTask", handler: "work", ...fields } },
  flows: ["start work next end"],
  code: Object.fromEntries(Object.entries(code).map(([name, compute]) => [name, of(compute)])),
})

const seenBy = (p: ReturnType<typeof play>, element: string) =>
  p.run.decider.describeJob(p.run.compiled, p.run.state(), p.job(element).job)?.vars

describe("inputs of an activity", () => {
  it("are variables of its own while it works, each seeing those before", () => {
    const p = play(
      sketch(
        {
          inputs: [
            { variable: "sum", value: { code: "sum" } },
            { variable: "twice", value: { code: "twice" } },
          ],
        },
        { sum: ({ n }) => Number(n) + 1, twice: ({ sum }) => Number(sum) * 2 },
      ),
    )
    p.start({ n: 1, sum: 99 })
    expect(seenBy(p, "work")).toEqual({ n: 1, sum: 2, twice: 4 })
    p.complete("work")
    expect(seenBy(p, "next")).toEqual({ n: 1, sum: 99 })
  })

  it("are an incident where one has no value, and nothing is set until all have", () => {
    let broken = true
    const p = play(
      sketch(
        {
          inputs: [
            { variable: "a", value: { value: 1 } },
            { variable: "b", value: { code: "b" } },
          ],
        },
        {
          b: () => {
            if (broken) throw new Error("not yet")
            return 2
          },
        },
      ),
    )
    p.start()
    expect(p.types()).not.toContain("VariableSet")
    expect(p.waits()).toEqual(["work incident"])
    broken = false
    p.resolve("work")
    expect(seenBy(p, "work")).toEqual({ a: 1, b: 2 })
  })

  it("belong to each run of an activity that runs more than once", () => {
    const p = play(
      sketch(
        { multiInstance: { count: { value: 2 }, sequential: true }, inputs: [{ variable: "turn", value: { code: "turn" } }] },
        { turn: ({ loopCounter }) => `turn ${loopCounter}` },
      ),
    )
    p.start()
    expect(seenBy(p, "work")).toMatchObject({ loopCounter: 1, turn: "turn 1" })
    p.complete("work")
    expect(seenBy(p, "work")).toMatchObject({ loopCounter: 2, turn: "turn 2" })
  })

  it("are seen by what stands in a sub-process, and not around it", () => {
    const p = play({
      elements: {
        sub: { type: "SubProcess", inputs: [{ variable: "inside", value: { value: 1 } }] },
        begin: { type: "StartEvent", scope: "sub" },
        inner: { type: "ServiceTask", handler: "work", scope: "sub" },
      },
      flows: ["start sub next end", "begin inner"],
    })
    p.start({ n: 1 })
    expect(seenBy(p, "inner")).toEqual({ n: 1, inside: 1 })
    p.complete("inner")
    expect(seenBy(p, "next")).toEqual({ n: 1 })
  })
})

describe("outputs of an activity", () => {
  it("take values made of what it gave, of its own variables and of all others", () => {
    const p = play(
      sketch(
        {
          inputs: [{ variable: "own", value: { value: 10 } }],
          outputs: [{ variable: "total", value: { code: "total" } }, { variable: "all" }, { variable: "more", value: { code: "more" } }],
        },
        { total: ({ n, own, price }) => Number(n) + Number(own) + Number(price), more: ({ total }) => Number(total) + 1 },
      ),
    )
    p.start({ n: 1 })
    p.complete("work", { price: 100 })
    expect(p.vars()).toEqual({ n: 1, total: 111, all: { price: 100 }, more: 112 })
  })

  it("become variables of the process from within a sub-process, unless that has them", () => {
    const p = play({
      elements: {
        sub: { type: "SubProcess", inputs: [{ variable: "local", value: { value: 0 } }] },
        begin: { type: "StartEvent", scope: "sub" },
        inner: { type: "ServiceTask", handler: "work", scope: "sub", spread: true },
        after: { type: "ServiceTask", handler: "work", scope: "sub" },
      },
      flows: ["start sub next end", "begin inner after"],
    })
    p.start()
    p.complete("inner", { fresh: 1, local: 2 })
    expect(seenBy(p, "after")).toEqual({ fresh: 1, local: 2 })
    p.complete("after")
    expect(p.vars()).toEqual({ fresh: 1 })
  })

  it("are variables of the scope around it where that is said, whatever is seen from outside", () => {
    const p = play({
      elements: {
        sub: { type: "SubProcess", result: "sub" },
        begin: { type: "StartEvent", scope: "sub" },
        inner: { type: "ServiceTask", handler: "work", scope: "sub", spread: "scope" },
        after: { type: "ServiceTask", handler: "work", scope: "sub", outputs: [{ variable: "all", declare: true }] },
      },
      flows: ["start sub next end", "begin inner after"],
    })
    p.start({ seen: 1 })
    p.complete("inner", { fresh: 1, seen: 2 })
    p.complete("after", 3)
    expect(p.vars()).toEqual({ seen: 1, sub: { fresh: 1, seen: 2, all: 3 } })
  })

  it("are made by code that sees what it gave, and the variables without its fields", () => {
    const p = play({
      elements: { work: { type: "ServiceTask", handler: "work", outputs: [{ variable: "both", value: { code: "both" } }] } },
      flows: ["start work end"],
      code: { both: ({ vars, gave }) => [vars.n ?? null, gave?.vars.n ?? null, gave?.value ?? null] },
    })
    p.start({ n: 1 })
    p.complete("work", { n: 2 })
    expect(p.vars()).toEqual({ n: 1, both: [2, 1, { n: 2 }] })
  })

  it("see the form of a user task that has a variable of its own, too", () => {
    const p = play({ elements: { ask: { type: "UserTask", result: "ask", spread: true } }, flows: ["start ask end"] })
    p.start()
    p.submit("ask", { yes: true })
    expect(p.vars()).toMatchObject({ ask: { yes: true }, yes: true })
  })

  it("are the fields of what it gave, beside those that are named", () => {
    const p = play(sketch({ spread: true, outputs: [{ variable: "a", value: { code: "a" } }] }, { a: ({ a }) => `<${a}>` }))
    p.start()
    p.complete("work", { a: 1, b: 2 })
    expect(p.vars()).toEqual({ a: "<1>", b: 2 })
  })

  it("are an incident where one has no value, and the work is not done again", () => {
    let broken = true
    const p = play(
      sketch(
        { result: "kept", outputs: [{ variable: "a", value: { code: "a" } }] },
        {
          a: ({ x }) => {
            if (broken) throw new Error("not yet")
            return x
          },
        },
      ),
    )
    p.start()
    p.complete("work", { x: 5 })
    expect(p.waits()).toEqual(["work incident"])
    broken = false
    p.resolve("work")
    expect(p.events().flatMap((event) => (event.type === "JobCreated" ? [event.owner] : []))).toHaveLength(1)
    expect(p.waits()).toEqual(["next job"])
    expect(p.vars()).toEqual({ a: 5, kept: { x: 5 } })
  })

  it("take the form of a user task and what a message brought", () => {
    const p = play({
      elements: {
        ask: { type: "UserTask", spread: true },
        paid: { type: "ReceiveTask", message: "paid", spread: true },
        late: {
          type: "IntermediateCatchEvent",
          trigger: { type: "message", message: "late" },
          outputs: [{ variable: "days", value: { code: "days" } }],
        },
      },
      flows: ["start ask paid late end"],
      code: { days: of(({ hours }) => Number(hours) / 24) },
    })
    p.start()
    p.submit("ask", { approved: true })
    p.receive("paid", { amount: 5 })
    p.receive("late", { hours: 48 })
    expect(p.vars()).toEqual({ approved: true, amount: 5, days: 2 })
  })

  it("take the error that a boundary event caught", () => {
    const p = play({
      elements: {
        work: { type: "ServiceTask", handler: "work" },
        caught: {
          type: "BoundaryEvent",
          attachedTo: "work",
          trigger: { type: "error" },
          outputs: [{ variable: "code", value: { code: "tag" } }, { variable: "all" }],
        },
      },
      flows: ["start work end", "caught end2"],
      code: { tag: of(({ _tag }) => _tag) },
    })
    p.start()
    p.throws("work", "NoMoney", { missing: 3 })
    expect(p.vars()).toEqual({ code: "NoMoney", all: { _tag: "NoMoney", message: "NoMoney", missing: 3 } })
  })
})

import { Schema } from "effect"
import { describe, expect, it } from "vitest"
import { activity, exponential, fixed, process } from "../../src/index.ts"
import { elementsOf, flowsOf } from "../fixtures/draw.ts"
import { CardDeclined } from "../fixtures/processes.ts"

const p = process("p", { version: 3 })

describe("serviceTask", () => {
  it("says which step has a retry that is no policy, or a name that is no text", () => {
    const problems = (retry: unknown) => () =>
      p
        .serviceTask("t", () => 1, { retry } as never)
        .end()
        .build()
    expect(problems(5)).toThrow("the retry of 't' is not a policy")
    expect(problems(null)).toThrow("the retry of 't' is not a policy")
    expect(problems(exponential({ attempts: Number.NaN }))).toThrow("the retry of 't' has no finite number as 'attempts'")
    expect(() =>
      p
        .serviceTask(5 as never, () => 1)
        .end()
        .build(),
    ).toThrow("takes a text as its id, and was given 5. Write it in quotes.")
  })

  it("is an element with the step's id, its handler by name, and its result as a variable", () => {
    const one = p.serviceTask("greeting", () => "hello").end()
    expect(elementsOf(one)).toEqual({
      start: { type: "StartEvent" },
      greeting: { type: "ServiceTask", handler: "p@3/greeting/handler", result: "greeting" },
      end: { type: "EndEvent" },
    })
    expect(flowsOf(one)).toEqual(["start -> greeting", "greeting -> end"])
    expect([...one.build().bindings.handlers.keys()]).toEqual(["p@3/greeting/handler"])
  })

  it("writes its options down in milliseconds", () => {
    const retry = exponential({
      attempts: 5,
      delay: "2 seconds",
      maxDelay: "1 minute",
      nonRetryable: [TypeError, "AbortError"],
      retryErrors: [CardDeclined],
    })
    const task = p.serviceTask("t", () => 1, { name: "Do it", timeout: "30 seconds", heartbeat: "1 second", concurrency: 4, retry }).end()
    expect(elementsOf(task).t).toEqual({
      type: "ServiceTask",
      name: "Do it",
      handler: "p@3/t/handler",
      result: "t",
      timeout: 30_000,
      heartbeat: 1000,
      concurrency: 4,
      retry: {
        attempts: 5,
        delay: 2000,
        factor: 2,
        maxDelay: 60_000,
        jitter: 0.1,
        nonRetryable: ["TypeError", "AbortError"],
        retryErrors: ["CardDeclined"],
      },
    })
  })

  it("can retry at a fixed pace", () => {
    expect(fixed({ attempts: 3, delay: "10 seconds", jitter: 0 })).toEqual({
      attempts: 3,
      delay: 10_000,
      factor: 1,
      maxDelay: 10_000,
      jitter: 0,
    })
  })
})

describe("userTask", () => {
  it("holds who does it and until when; code of it is bound by role", () => {
    const task = process("p", { version: 3, input: Schema.Struct({ boss: Schema.String }) })
      .userTask("approval", {
        name: "Approve",
        form: Schema.Struct({ ok: Schema.Boolean }),
        assignee: ({ vars }) => vars.boss,
        exclude: ["eve"],
        groups: ["managers"],
        due: "2 days",
      })
      .end()
    expect(elementsOf(task).approval).toEqual({
      type: "UserTask",
      name: "Approve",
      form: "p@3/approval/form",
      result: "approval",
      assignee: { code: "p@3/approval/assignee" },
      groups: ["managers"],
      excluded: { value: ["eve"] },
      due: { value: "2 days" },
    })
    const { bindings } = task.build()
    expect(bindings.code.get("p@3/approval/assignee")?.({ vars: { boss: "ann" } })).toBe("ann")
    expect(bindings.codecs.get("p@3/approval/form")?.encode({ ok: true })).toEqual({ ok: true })
    expect(() => bindings.codecs.get("p@3/approval/form")?.encode({ ok: "yes" })).toThrow(/ok/)
  })

  it("needs no options at all", () => {
    expect(elementsOf(p.userTask("look").end()).look).toEqual({ type: "UserTask", result: "look" })
  })
})

describe("wait", () => {
  it("is an intermediate timer event, due by text, date or code", () => {
    const waits = process("p", { version: 3, input: Schema.Struct({ opens: Schema.Date }) })
      .wait("night", "P1D")
      .wait("launch", new Date("2031-01-01T00:00:00Z"))
      .wait("opening", ({ vars }) => vars.opens)
      .end()
    const timer = (due: unknown) => ({ type: "IntermediateCatchEvent", trigger: { type: "timer", due } })
    expect(elementsOf(waits)).toMatchObject({
      night: timer({ value: "P1D" }),
      launch: timer({ value: "2031-01-01T00:00:00.000Z" }),
      opening: timer({ code: "p@3/opening/due" }),
    })
    expect(waits.build().bindings.code.get("p@3/opening/due")?.({ vars: { opens: "2030-05-01T12:00:00.000Z" } })).toBe(
      "2030-05-01T12:00:00.000Z",
    )
  })
})

describe("add", () => {
  it("makes a step of what a plugin brings, and binds its code under the step's id", () => {
    const decision = activity<{ readonly age: number }, { readonly level: string }>({
      type: "RiskTask",
      fields: (bind) => ({ decision: "risk", input: bind.code("input", ({ vars }) => vars.age) }),
    })
    const added = process("p", { version: 3, input: Schema.Struct({ age: Schema.Number }) })
      .add("risk", decision)
      .output(({ vars }) => vars.risk.level)
    expect(elementsOf(added).risk).toEqual({
      type: "RiskTask",
      decision: "risk",
      input: { code: "p@3/risk/input" },
      result: "risk",
    })
    expect(added.build().bindings.code.get("p@3/risk/input")?.({ vars: { age: 30 } })).toBe(30)
  })
})

describe("add, with a handler of its own", () => {
  it("is mocked like any other step, and says which errors it raises", () => {
    const shout = activity<{ readonly name: string }, string, CardDeclined>({
      type: "ServiceTask",
      fields: (bind) => ({ handler: bind.handler(({ vars }) => vars.name.toUpperCase()) }),
    })
    const added = process("p", { version: 3, input: Schema.Struct({ name: Schema.String }) })
      .add("shout", shout)
      .onError("no", CardDeclined, (b) => b.end())
      .output(({ vars }) => vars.shout)
    expect(elementsOf(added)).toMatchObject({ shout: { type: "ServiceTask", handler: "p@3/shout/handler", result: "shout" } })
    expect(added.build({ mocks: { shout: () => "?" } }).bindings.handlers.size).toBe(1)
  })
})

describe("attachments", () => {
  it("put compensation beside its activity, with no flow to it", () => {
    const task = p
      .serviceTask("charge", () => "c")
      .compensate(() => "refunded", { timeout: "1 second", transactional: true })
      .end()
    expect(elementsOf(task)).toMatchObject({
      "charge:compensate": {
        type: "BoundaryEvent",
        attachedTo: "charge",
        trigger: { type: "compensation", handler: "charge:compensation" },
      },
      "charge:compensation": {
        type: "ServiceTask",
        handler: "p@3/charge:compensation/handler",
        isForCompensation: true,
        timeout: 1000,
        transactional: true,
      },
    })
    expect(flowsOf(task)).toEqual(["start -> charge", "charge -> end"])
  })

  it("merge what goes round the activity behind it, and only where something comes back", () => {
    const task = p
      .serviceTask("charge", () => "c")
      .onError("declined", CardDeclined, (b) => b.end("unpaid"))
      .onTimer("late", "1 day", (b) => b.set("note", "late"))
      .onTimer("reminder", "R3/PT1H", (b) => b.serviceTask("remind", () => 1), { interrupting: false })
      .end()
    expect(elementsOf(task)).toMatchObject({
      declined: { type: "BoundaryEvent", attachedTo: "charge", result: "declined", trigger: { type: "error", error: "CardDeclined" } },
      late: { type: "BoundaryEvent", attachedTo: "charge", trigger: { type: "timer", due: { value: "1 day" } } },
      reminder: { type: "BoundaryEvent", attachedTo: "charge", interrupting: false, trigger: { type: "timer", due: { value: "R3/PT1H" } } },
      "declined:end": { type: "EndEvent", name: "unpaid" },
    })
    expect(flowsOf(task)).toEqual([
      "start -> charge",
      "charge -> charge:merge",
      "declined -> declined:end",
      "late -> note",
      "note -> charge:merge",
      "reminder -> remind",
      "remind -> reminder:end",
      "charge:merge -> end",
    ])
    const ended = p.serviceTask("charge", () => "c").onError("declined", CardDeclined, (b) => b.end())
    expect(flowsOf(ended.end())).toEqual(["start -> charge", "charge -> end", "declined -> declined:end"])
  })
})

it("continues a prefix in two ways, each without the other", () => {
  const prefix = p.serviceTask("first", () => 1)
  expect(flowsOf(prefix.serviceTask("left", () => 2).end())).toEqual(["start -> first", "first -> left", "left -> end"])
  expect(flowsOf(prefix.compensate(() => {}).end())).toEqual(["start -> first", "first -> end"])
  expect(flowsOf(prefix.end())).toEqual(["start -> first", "first -> end"])
})

import { Schema } from "effect"
import { describe, expect, it } from "vitest"
import { cron, eachOf, escalation, feel, message, process, processRef, signal } from "../../src/index.ts"
import { elementsOf, flowsOf } from "../fixtures/draw.ts"
import { CardDeclined } from "../fixtures/processes.ts"

const Paid = message("paid", { payload: Schema.Struct({ id: Schema.String }), key: (p) => p.id })
const Bare = message("bare")
const Opened = signal("opened", { payload: Schema.Struct({ at: Schema.Date }) })
const Ask = escalation("ask", Schema.Struct({ q: Schema.String }))
const p = process("p", { version: 1, input: Schema.Struct({ id: Schema.String, n: Schema.Finite }) })

describe("messages", () => {
  it("are received by name, key and what checks their payload", () => {
    const graph = elementsOf(
      p
        .receive("a", Paid, ({ vars }) => vars.id)
        .receive("b", Paid, "x", { name: "B", lock: "l" })
        .receive("c", Bare)
        .end(),
    )
    expect(graph).toMatchObject({
      a: { type: "ReceiveTask", message: "paid", key: { code: "p@1/a/key" }, codec: "p@1/a/payload", result: "a" },
      b: { type: "ReceiveTask", key: { value: "x" }, name: "B", mutex: "l" },
      c: { type: "ReceiveTask", message: "bare" },
    })
    expect(graph.c).not.toHaveProperty("key")
  })

  it("are sent with the key of their payload, for as long as they are to be kept", () => {
    const built = p
      .send("s", Paid, ({ vars }) => ({ id: vars.id }), { ttl: "2 days" })
      .send("t", Bare)
      .end()
    expect(elementsOf(built)).toMatchObject({
      s: { type: "SendTask", message: "paid", key: { code: "p@1/s/key" }, payload: { code: "p@1/s/payload" }, ttl: { value: "PT172800S" } },
      t: { type: "SendTask", message: "bare" },
    })
    expect(elementsOf(built).t).not.toHaveProperty("key")
    const { code } = built.build().bindings
    expect(code.get("p@1/s/key")?.({ vars: { id: "o1" } })).toBe("o1")
    expect(code.get("p@1/s/payload")?.({ vars: { id: "o1" } })).toEqual({ id: "o1" })
  })

  it("have payloads that fit", () => {
    const { codecs } = p.receive("a", Paid, "x").receive("b", Bare).end().build().bindings
    expect(() => codecs.get("p@1/a/payload")?.decode({ id: 1 })).toThrow("Expected string")
    expect(() => codecs.get("p@1/b/payload")?.decode({ id: 1 })).toThrow("'bare' has no payload")
    expect(codecs.get("p@1/b/payload")?.decode(null)).toBe(undefined)
  })
})

describe("events", () => {
  it("are caught and thrown in the flow", () => {
    const built = p
      .wait("due", "2 days")
      .waitUntil("full", ({ vars }) => vars.n > 3)
      .receiveSignal("opened", Opened)
      .broadcast("open", Opened, ({ vars }) => vars.opened)
      .escalate("ask", Ask, () => ({ q: "?" }))
      .end()
    expect(elementsOf(built)).toMatchObject({
      due: { type: "IntermediateCatchEvent", trigger: { type: "timer", due: { value: "2 days" } } },
      full: { type: "IntermediateCatchEvent", trigger: { type: "conditional", condition: { code: "p@1/full/condition" } } },
      opened: { trigger: { type: "signal", signal: "opened", codec: "p@1/opened/payload" }, result: "opened" },
      open: { type: "IntermediateThrowEvent", trigger: { type: "signal", signal: "opened", payload: { code: "p@1/open/payload" } } },
      ask: { trigger: { type: "escalation", escalation: "ask", payload: { code: "p@1/ask/payload" } } },
    })
    const payload = built.build().bindings.code.get("p@1/open/payload")
    expect(payload?.({ vars: { opened: { at: "1970-01-01T00:00:00.000Z" } } })).toEqual({ at: "1970-01-01T00:00:00.000Z" })
  })

  it("race behind a gateway, and are called by the race and the branch", () => {
    const built = p
      .race("r", { paid: (on) => on.message(Paid, ({ vars }) => vars.id), late: (on) => on.timer("1 day").end("late") })
      .race("again", { late: (on) => on.timer("1 day") })
      .end()
    expect(elementsOf(built)).toMatchObject({
      r: { type: "EventBasedGateway" },
      "r:paid": {
        type: "IntermediateCatchEvent",
        name: "paid",
        result: "paid",
        trigger: { type: "message", key: { code: "p@1/r:paid/key" } },
      },
      "r:late": { type: "IntermediateCatchEvent", name: "late" },
    })
    expect(flowsOf(built)).toEqual([
      "start -> r",
      "r -(paid)-> r:paid",
      "r:paid -> again:late",
      "r -(late)-> r:late",
      "r:late -> r:late:end",
      "again:late -> end",
    ])
  })

  it("hang on activities", () => {
    const built = p
      .subProcess("s", (b) => b.set("x", 1))
      .onMessage(
        "m",
        Paid,
        ({ vars }) => vars.id,
        (b) => b,
      )
      .onMessage("bare", Bare, undefined, (b) => b, { interrupting: false })
      .onSignal("o", Opened, (b) => b)
      .onEscalation("e", Ask, (b) => b, { interrupting: false })
      .onCondition(
        "c",
        ({ vars }) => vars.n > 1,
        (b) => b,
      )
      .end()
    expect(elementsOf(built)).toMatchObject({
      m: { type: "BoundaryEvent", attachedTo: "s", result: "m", trigger: { type: "message", key: { code: "p@1/m/key" } } },
      bare: { interrupting: false, trigger: { type: "message", message: "bare" } },
      o: { trigger: { type: "signal" }, result: "o" },
      e: { interrupting: false, trigger: { type: "escalation", escalation: "ask" }, result: "e" },
      c: { trigger: { type: "conditional" } },
    })
  })

  it("begin sub-processes of their own beside a scope", () => {
    const built = p
      .on("stop", (on) => on.message(Paid, ({ vars }) => vars.id).output(({ vars }) => vars.stop.id))
      .on("tick", (on) => on.timer("R/PT1H").serviceTask("note", () => 1), { interrupting: false })
      .on("no", (on) => on.error(CardDeclined))
      .serviceTask("work", () => 1)
      .end()
    expect(elementsOf(built)).toMatchObject({
      stop: { type: "EventSubProcess", output: true },
      "stop/start": {
        type: "StartEvent",
        scope: "stop",
        result: "stop",
        trigger: { type: "message", key: { code: "p@1/stop/start/key" } },
      },
      tick: { type: "EventSubProcess" },
      "tick/start": { interrupting: false, trigger: { type: "timer" } },
      "tick/note": { type: "ServiceTask" },
      "no/start": { result: "no", trigger: { type: "error", error: "CardDeclined" } },
    })
    expect(elementsOf(built).tick).not.toHaveProperty("output")
  })

  it("start processes, and make the input", () => {
    const built = p
      .startOnMessage("paid", Paid, ({ id }) => ({ id, n: 1 }))
      .startOnTimer("daily", "R/P1D", () => ({ id: "daily", n: 0 }))
      .end()
    expect(flowsOf(built)).toEqual([
      "start -> paid:merge",
      "paid -> paid:input",
      "paid:input -> paid:merge",
      "paid:merge -> daily:merge",
      "daily -> daily:input",
      "daily:input -> daily:merge",
      "daily:merge -> end",
    ])
    const { code } = built.build().bindings
    expect(code.get("p@1/paid:input/id")?.({ vars: { paid: { id: "o1" } } })).toBe("o1")
    expect(code.get("p@1/daily:input/n")?.({ vars: {} })).toBe(0)
  })

  it("come by the calendar as plain JSON", () => {
    expect(cron("0 9 1 * *", { zone: "Europe/Berlin", overlap: "both" })).toEqual({
      cron: "0 9 1 * *",
      zone: "Europe/Berlin",
      overlap: "both",
    })
  })
})

describe("other processes", () => {
  it("are called by their id, with an input that their schema writes", () => {
    const child = process("child", { version: 4, input: Schema.Struct({ day: Schema.Date }) }).end()
    const ref = processRef("far", { input: Schema.Struct({ a: Schema.String }), output: Schema.Date })
    const built = p
      .call("c", child, () => ({ day: new Date(0) }), { businessKey: ({ vars }) => vars.id, lock: "l" })
      .call("d", ref, () => ({ a: "x" }), { version: 2 })
      .serviceTask("e", ({ vars }) => vars.d.getTime())
      .end()
    expect(elementsOf(built)).toMatchObject({
      c: {
        type: "CallActivity",
        process: { value: "child" },
        input: { code: "p@1/c/input" },
        businessKey: { code: "p@1/c/businessKey" },
        result: "c",
        mutex: "l",
      },
      d: { process: { value: "far" }, version: 2 },
    })
    expect(elementsOf(built).c).not.toHaveProperty("version")
    expect(built.build().bindings.code.get("p@1/c/input")?.({ vars: {} })).toEqual({ day: "1970-01-01T00:00:00.000Z" })
    const handler = built.build().bindings.handlers.get("p@1/e/handler")
    expect(handler?.({ vars: { d: "1970-01-01T00:00:01.000Z" } } as never)).toBe(1000)
  })

  it("are given nothing where they take nothing", () => {
    expect(elementsOf(p.call("c", process("child", { version: 1 }).end()).end()).c).toMatchObject({ input: { value: {} } })
  })
})

describe("many items and ways", () => {
  it("are one sub-process for each item", () => {
    const built = p
      .forEach(
        "f",
        () => ["a"],
        (b) => b.set("x", 1),
        { as: "one", concurrency: 3, until: ({ results }) => results.length > 1, saga: true },
      )
      .times("t", 3, (b) => b.set("x", 1), { sequential: true })
      .end()
    expect(elementsOf(built)).toMatchObject({
      f: {
        type: "SubProcess",
        saga: true,
        result: "f",
        multiInstance: { items: { code: "p@1/f/items" }, item: "one", concurrency: 3, completion: { code: "p@1/f/until" }, compact: true },
      },
      t: { multiInstance: { count: { value: 3 }, sequential: true } },
    })
  })

  it("go on when some are through, and cancel the others", () => {
    const built = p
      .some("s", 1, { a: (b) => b.userTask("x").onTimer("late", "1 day", (b) => b), b: (b) => b.label("l").wait("y", "1 day") })
      .some(
        "t",
        ({ vars }) => vars.n,
        { c: (b) => b.wait("u", "1 day"), d: (b) => b.wait("v", "1 day") },
        { remaining: "finish", blocking: true },
      )
      .end()
    expect(elementsOf(built)).toMatchObject({
      "s:join": { type: "ComplexGateway", count: { value: 1 }, cancels: ["x", "late", "x:merge", "y"] },
      "t:join": { type: "ComplexGateway", count: { code: "p@1/t:join/count" }, blocking: true },
    })
    expect(elementsOf(built)["t:join"]).not.toHaveProperty("cancels")
  })

  it("go on although a branch does nothing: a token in it can be cancelled, too", () => {
    const built = p.some("s", 1, { a: (b) => b.userTask("x"), b: (b) => b }).end()
    expect(elementsOf(built)).toMatchObject({ "s:b": { type: "ExclusiveGateway" }, "s:join": { cancels: ["x", "s:b"] } })
  })

  it("are any of several", () => {
    const built = p
      .inclusive("i", () => ["a"], { a: (b) => b.set("x", 1), b: (b) => b.set("y", 1) })
      .inclusive("e", eachOf({ c: feel("n > 1") }, "d"), { c: (b) => b, d: (b) => b.set("z", 1) })
      .end()
    expect(elementsOf(built)).toMatchObject({
      i: { type: "InclusiveGateway", choose: { code: "p@1/i/choose" } },
      "i:join": { type: "InclusiveGateway" },
      e: { type: "InclusiveGateway", default: "e:d->z" },
    })
  })

  it("are a graph of their own", () => {
    const built = p
      .graph("g", ["a", "b"], {
        a: (b) => b.serviceTask("x", () => 1).exclusive("e", () => "b", { b: (b) => b.goto("b"), out: (b) => b }),
        b: (b) => b.serviceTask("y", () => 1).goto("a"),
      })
      .end()
    expect(flowsOf(built)).toEqual(["start -> a:label", "a:label -> x", "x -> e", "e -(b)-> y", "e -(out)-> end", "y -> a:label"])
  })

  it("run one at a time where that is asked for", () => {
    const built = p
      .parallel(
        "q",
        { a: (b) => b.serviceTask("x", () => 1), b: (b) => b.userTask("y").subProcess("z", (b) => b.userTask("w")) },
        { oneAtATime: true },
      )
      .end()
    expect(elementsOf(built)).toMatchObject({ x: { mutex: "q" }, y: { mutex: "q" }, z: { mutex: "q" } })
    expect(elementsOf(built)["z/w"]).not.toHaveProperty("mutex")
  })

  it("have no order", () => {
    const built = p
      .adHoc(
        "h",
        { visit: (b) => b.userTask("v").serviceTask("note", () => 1), call: (b) => b.userTask("c") },
        { begin: () => ["visit"], until: ({ vars }) => vars.v !== undefined, ordering: "sequential", remaining: "finish" },
      )
      .end()
    expect(elementsOf(built)).toMatchObject({
      h: {
        type: "AdHocSubProcess",
        ordering: "sequential",
        remaining: "finish",
        activate: { code: "p@1/h/activate" },
        completion: { code: "p@1/h/until/condition" },
      },
      "h/v": { type: "UserTask", scope: "h" },
    })
    expect(built.build().bindings.code.get("p@1/h/activate")?.({ vars: {} })).toEqual(["h/v"])
  })

  it("are cancelled as a whole", () => {
    const built = p
      .transaction("t", (b) => b.set("x", 1).cancel("off"))
      .onCancel("gone", (b) => b)
      .end()
    expect(elementsOf(built)).toMatchObject({
      t: { type: "Transaction" },
      "t/end": { type: "EndEvent", name: "off", trigger: { type: "cancel" } },
      gone: { type: "BoundaryEvent", attachedTo: "t", trigger: { type: "cancel" } },
    })
  })
})

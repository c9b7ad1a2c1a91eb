import { Schema } from "effect"
import { describe, expect, it } from "vitest"
import { feel, firstOf, fragment, process } from "../../src/index.ts"
import { elementsOf, flowsOf, graphOf } from "../fixtures/draw.ts"
import { CardDeclined, loan, order } from "../fixtures/processes.ts"

const p = process("p", { version: 1, input: Schema.Struct({ n: Schema.Finite }) })

describe("exclusive", () => {
  it("splits by the name of a branch and merges what comes out", () => {
    const choice = p.exclusive("size", ({ vars }) => (vars.n > 9 ? "big" : "small"), { big: (b) => b.set("x", 1), small: (b) => b }).end()
    expect(elementsOf(choice)).toMatchObject({
      size: { type: "ExclusiveGateway", choose: { code: "p@1/size/choose" } },
      "size:merge": { type: "ExclusiveGateway" },
    })
    expect(flowsOf(choice)).toEqual([
      "start -> size",
      "size -(big)-> x",
      "x -> size:merge",
      "size -(small)-> size:merge",
      "size:merge -> end",
    ])
    expect(choice.build().bindings.code.get("p@1/size/choose")?.({ vars: { n: 10 } })).toBe("big")
  })

  it("needs no merge where one branch goes on", () => {
    const choice = p.exclusive("size", () => "big", { big: (b) => b.end("too big"), small: (b) => b }).end()
    expect(flowsOf(choice)).toEqual(["start -> size", "size -(big)-> size:big:end", "size -(small)-> end"])
  })

  it("puts the flows in the order of the conditions, with the last as default", () => {
    const choice = p
      .exclusive("priced", firstOf({ cheap: feel("n < 3"), odd: ({ vars }) => vars.n > 100 }, "normal"), {
        normal: (b) => b.set("c", 3),
        odd: (b) => b.set("b", 2),
        cheap: (b) => b.set("a", 1),
      })
      .end()
    expect(elementsOf(choice).priced).toEqual({ type: "ExclusiveGateway", default: "priced:normal->c" })
    expect(graphOf(choice).flows.filter((flow) => flow.from === "priced")).toEqual([
      { id: "priced:cheap->a", from: "priced", to: "a", name: "cheap", condition: { language: "feel", text: "n < 3" } },
      { id: "priced:odd->b", from: "priced", to: "b", name: "odd", condition: { code: "p@1/priced/condition:odd" } },
      { id: "priced:normal->c", from: "priced", to: "c", name: "normal" },
    ])
  })

  it("lets branches set one variable, in elements of their own", () => {
    const choice = p.exclusive("e", () => "a", { a: (b) => b.set("rate", 1), b: (b) => b.set("rate", 2) }).output(({ vars }) => vars.rate)
    expect(elementsOf(choice)).toMatchObject({
      rate: { assignments: [{ variable: "rate", value: { value: 1 }, declare: true }] },
      "rate:2": { assignments: [{ variable: "rate", value: { value: 2 }, declare: true }] },
    })
  })
})

it("match chooses by the tag of a variable", () => {
  const code = loan.build().bindings.code.get("loan@1/verdict/choose")
  expect(code?.({ vars: { review: { outcome: "rework", comment: "?" } } })).toBe("rework")
})

describe("parallel", () => {
  it("forks and joins", () => {
    const both = p.parallel("work", { left: (b) => b.set("l", 1), right: (b) => b.set("r", 2) }).output(({ vars }) => vars.l + vars.r)
    expect(elementsOf(both)).toMatchObject({ work: { type: "ParallelGateway" }, "work:join": { type: "ParallelGateway" } })
    expect(flowsOf(both)).toEqual([
      "start -> work",
      "work -(left)-> l",
      "l -> work:join",
      "work -(right)-> r",
      "r -> work:join",
      "work:join -> end",
    ])
  })

  it("joins an empty branch too, and is nothing without branches", () => {
    expect(flowsOf(p.parallel("work", { a: (b) => b.set("x", 1), b: (b) => b }).end())).toContain("work -(b)-> work:join")
    expect(flowsOf(p.parallel("work", {}).end())).toEqual(["start -> end"])
  })

  it("does not wait for a branch that fails for good", () => {
    const both = p.parallel("work", { a: (b) => b.set("x", 1), b: (b) => b.fail("bad", () => new CardDeclined({ reason: "?" })) }).end()
    expect(flowsOf(both)).toEqual(["start -> work", "work -(a)-> x", "x -> end", "work -(b)-> bad"])
  })
})

describe("subProcess", () => {
  it("is a scope with a start, an end and steps under its name", () => {
    const nested = p
      .subProcess("outer", (b) => b.subProcess("inner", (b) => b.set("x", 1), { saga: true }))
      .output(({ vars }) => vars.outer.inner.x)
    expect(elementsOf(nested)).toEqual({
      start: { type: "StartEvent" },
      outer: { type: "SubProcess", result: "outer" },
      "outer/start": { type: "StartEvent", scope: "outer" },
      "outer/inner": { type: "SubProcess", result: "inner", saga: true, scope: "outer" },
      "outer/inner/start": { type: "StartEvent", scope: "outer/inner" },
      "outer/inner/x": { type: "ScriptTask", assignments: [{ variable: "x", value: { value: 1 }, declare: true }], scope: "outer/inner" },
      "outer/inner/end": { type: "EndEvent", scope: "outer/inner" },
      "outer/end": { type: "EndEvent", scope: "outer" },
      end: { type: "EndEvent", output: { code: "p@1/end/output" } },
    })
  })

  it("binds the code of its generated elements under its name too", () => {
    const nested = p.subProcess("s", (b) => b.exclusive("e", () => "x", { x: (b) => b, y: (b) => b.end() }).output(() => 1)).end()
    expect([...nested.build().bindings.code.keys()]).toEqual(["p@1/s/e/choose", "p@1/s/end/output"])
    expect(flowsOf(nested)).toContain("s/e -(y)-> s/e:y:end")
  })
})

describe("loops", () => {
  it("repeat runs the body, asks, and goes back to where the rounds come together", () => {
    const loop = p.repeat("poll", (b) => b.set("x", 1), { until: ({ vars }) => vars.x === 1 }).end()
    expect(flowsOf(loop)).toEqual([
      "start -> poll",
      "poll -> x",
      "x -> poll:until",
      "poll:until -(again)-> poll",
      "poll:until -(done)-> end",
    ])
    const until = loop.build().bindings.code.get("p@1/poll:until/choose")
    expect([until?.({ vars: { x: 1 } }), until?.({ vars: { x: 2 } })]).toEqual(["done", "again"])
  })

  it("with a max, the rounds are counted in the variable of the loop", () => {
    const loop = p.repeat("poll", (b) => b.set("x", 1), { until: () => false, max: 3 }).end()
    expect(flowsOf(loop)).toEqual([
      "start -> poll:first",
      "poll:first -> poll",
      "poll -> x",
      "x -> poll:until",
      "poll:until -(again)-> poll:next",
      "poll:next -> poll",
      "poll:until -(done)-> end",
    ])
    const { code } = loop.build().bindings
    const until = code.get("p@1/poll:until/choose")
    expect([until?.({ vars: { poll: 2 } }), until?.({ vars: { poll: 3 } })]).toEqual(["again", "done"])
    expect(code.get("p@1/poll:next/value")?.({ vars: { poll: 2 } })).toBe(3)
  })

  it("while asks first, in one gateway", () => {
    const loop = p
      .variable("left", 2)
      .while(
        "down",
        ({ vars }) => vars.left > 0,
        (b) => b.update("left", ({ vars }) => vars.left - 1),
        { max: 5 },
      )
      .end()
    expect(flowsOf(loop)).toEqual([
      "start -> left",
      "left -> down:first",
      "down:first -> down",
      "down -(again)-> down:next",
      "down:next -> left:update",
      "left:update -> down",
      "down -(done)-> end",
    ])
    const choose = loop.build().bindings.code.get("p@1/down/choose")
    expect([
      choose?.({ vars: { left: 1, down: 4 } }),
      choose?.({ vars: { left: 1, down: 5 } }),
      choose?.({ vars: { left: 0, down: 0 } }),
    ]).toEqual(["again", "done", "done"])
  })

  it("a condition that gives no boolean throws, so that the instance stops at an incident", () => {
    const loop = p
      .while(
        "down",
        () => JSON.parse("1"),
        (b) => b,
      )
      .end()
    expect(() => loop.build().bindings.code.get("p@1/down/choose")?.({ vars: {} })).toThrow(
      "The condition of the loop 'down' has to give true or false.",
    )
  })
})

describe("label and goto", () => {
  it("come together in a gateway of the label's name", () => {
    const again = p
      .label("top")
      .userTask("t")
      .exclusive("e", () => "x", { x: (b) => b.goto("top"), y: (b) => b })
      .end()
    expect(elementsOf(again)["top:label"]).toEqual({ type: "ExclusiveGateway", name: "top" })
    expect(flowsOf(again)).toEqual(["start -> top:label", "top:label -> t", "t -> e", "e -(x)-> top:label", "e -(y)-> end"])
  })

  it("a label that nobody goes to is no element", () => {
    expect(flowsOf(p.label("top").userTask("t").end())).toEqual(["start -> t", "t -> end"])
  })

  it("a process can go round for ever", () => {
    expect(flowsOf(p.label("top").wait("w", "1 day").goto("top"))).toEqual(["start -> top:label", "top:label -> w", "w -> top:label"])
  })
})

describe("variables", () => {
  it("declared one after another share a script task", () => {
    const one = p.variable("a", 1).variable("b", "x").end()
    expect(elementsOf(one).a).toEqual({
      type: "ScriptTask",
      name: "a, b",
      assignments: [
        { variable: "a", value: { value: 1 }, declare: true },
        { variable: "b", value: { value: "x" }, declare: true },
      ],
    })
  })

  it("are updated where they were declared, each time in an element of its own", () => {
    const one = p
      .variable("a", 1)
      .update("a", ({ vars }) => vars.a + 1)
      .update("a", ({ vars }) => vars.a * 2)
      .end()
    expect(elementsOf(one)).toMatchObject({
      "a:update": { assignments: [{ variable: "a", value: { code: "p@1/a:update/value" } }] },
      "a:update:2": { assignments: [{ variable: "a", value: { code: "p@1/a:update:2/value" } }] },
    })
    expect(one.build().bindings.code.get("p@1/a:update:2/value")?.({ vars: { a: 4 } })).toBe(8)
  })
})

describe("ends", () => {
  it("rollback compensates the scope or one activity of it", () => {
    const undone = p
      .subProcess("s", (b) =>
        b
          .serviceTask("charge", () => 1)
          .compensate(() => {})
          .rollback("one", "charge")
          .rollback("all"),
      )
      .end()
    expect(elementsOf(undone)).toMatchObject({
      "s/one": { type: "IntermediateThrowEvent", trigger: { type: "compensation", activity: "s/charge" } },
      "s/all": { type: "IntermediateThrowEvent", trigger: { type: "compensation" } },
    })
  })

  it("fail is an error end event whose code gives the error", () => {
    const failed = p.fail("bad", ({ vars }) => new CardDeclined({ reason: `${vars.n}` }))
    expect(elementsOf(failed).bad).toEqual({ type: "EndEvent", trigger: { type: "error", error: { code: "p@1/bad/error" } } })
    expect(failed.build().bindings.code.get("p@1/bad/error")?.({ vars: { n: 7 } })).toEqual(new CardDeclined({ reason: "7" }))
  })

  it("terminate ends everything else in the scope", () => {
    expect(elementsOf(p.terminate("enough")).end).toEqual({ type: "EndEvent", name: "enough", trigger: { type: "terminate" } })
  })
})

describe("use", () => {
  it("puts the steps of a fragment in place, with labels of their own", () => {
    const poll = fragment()((b) =>
      b
        .label("top")
        .userTask("check")
        .exclusive("ok", () => "no", { no: (b) => b.goto("top"), yes: (b) => b }),
    )
    const used = p
      .label("top")
      .use(poll)
      .exclusive("all", () => "again", { again: (b) => b.goto("top"), done: (b) => b })
      .end()
    expect(flowsOf(used)).toEqual([
      "start -> top:label",
      "top:label -> top:label:2",
      "top:label:2 -> check",
      "check -> ok",
      "ok -(no)-> top:label:2",
      "ok -(yes)-> all",
      "all -(again)-> top:label",
      "all -(done)-> end",
    ])
  })
})

it("the whole process: every element of the order saga, drawn", () => {
  expect(order.build().definition).toMatchObject({ kind: "process", id: "order", version: 1, graph: { saga: true } })
  expect(flowsOf(order)).toEqual([
    "start -> reservation",
    "reservation -> size",
    "size -(big)-> approval",
    "approval -> decided",
    "decided -(approve)-> size:merge",
    "decided -(reject)-> undo",
    "undo -> decided:reject:end",
    "size -(small)-> size:merge",
    "size:merge -> fulfil",
    "fulfil -(shipping)-> parcel",
    "parcel -> fulfil:join",
    "fulfil -(billing)-> charge",
    "charge -> fulfil:join",
    "declined -> unpaid",
    "fulfil:join -> mail",
    "mail -> end",
  ])
})

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts that must stay texts.
import type { ProcessGraph } from "@millrace/process"
import { randomProcess } from "@millrace/testing/decider"
import { describe, expect, it } from "vitest"
import { printCode } from "../../src/code/printCode.ts"

const process = { kind: "process", version: 1, digest: "" }
const flow = (from: string, to: string, more: object = {}) => ({ id: `${from}-${to}`, from, to, ...more })
const feel = (text: string) => ({ condition: { language: "feel", text } })
const order: ProcessGraph = {
  elements: [
    { id: "begin", type: "StartEvent" },
    { id: "again", type: "ExclusiveGateway" },
    { id: "check", type: "ServiceTask", handler: "order@1/check/handler" } as ProcessGraph["elements"][number],
    { id: "size", type: "ExclusiveGateway", default: "size-fork" } as ProcessGraph["elements"][number],
    { id: "mend", type: "UserTask", name: "Mend it", groups: ["clerks"] } as ProcessGraph["elements"][number],
    { id: "fork", type: "ParallelGateway" },
    { id: "ship", type: "UserTask" },
    { id: "bill", type: "UserTask" },
    { id: "join", type: "ParallelGateway" },
    { id: "done", type: "EndEvent" },
  ],
  flows: [
    flow("begin", "again"),
    flow("again", "check"),
    flow("check", "size"),
    flow("size", "mend", { name: "wrong", ...feel("not(ok)") }),
    flow("size", "fork"),
    flow("mend", "again"),
    flow("fork", "ship"),
    flow("fork", "bill"),
    flow("ship", "join"),
    flow("bill", "join"),
    flow("join", "done"),
  ],
}

describe("a process of blocks and loops", () => {
  const { text, style } = printCode(
    { ...process, id: "order", version: 2, graph: order },
    { handlerNames: new Map([["check", ["check", "check-order"]]]) },
  )

  it("is a chain of the builder", () => {
    expect(style).toBe("builder")
    expect(text).toContain(`export const order = (handlers: OrderHandlers) =>
  process("order", { version: 2, input: Schema.Struct({ ok: Schema.optionalKey(Schema.Json) }) })
    .label("again")
    .serviceTask("check", handlers.check)
    .exclusive("size", firstOf({ wrong: feel("not(ok)") }, "fork"), {
      wrong: (b) => b.userTask("mend", { name: "Mend it", groups: ["clerks"] }).goto("again"),
      fork: (b) => b,
    })
    .parallel("fork", {
      ship: (b) => b.userTask("ship"),
      bill: (b) => b.userTask("bill"),
    })
    .end()`)
  })

  it("asks for the handlers of its tasks, by the names that the document has for them", () => {
    expect(text).toContain("/** In the document: check-order. */\n  readonly check: (context: Context<Variables>) => Json | Promise<Json>")
  })
})

it("writes only what crosses as a graph of stretches", () => {
  const crossed = { ...order, flows: order.flows.map((one) => (one.id === "mend-again" ? { ...one, to: "ship" } : one)) }
  const { style, text } = printCode({ ...process, id: "order", version: 1, graph: crossed })
  expect(style).toBe("builder")
  expect(text).toContain(`    .serviceTask("check", handlers.check)
    .graph("ways", ["begin2", "ship", "join"], {
      begin2: (b) =>
        b.exclusive("size", firstOf({ wrong: feel("not(ok)") }, "fork"), {
          wrong: (b) => b.userTask("mend", { name: "Mend it", groups: ["clerks"] }).goto("ship"),
          fork: (b) =>
            b.parallel("fork", {
              ship: (b) => b.goto("ship"),
              bill: (b) => b.userTask("bill").goto("join"),
            }),
        }),
      ship: (b) => b.userTask("ship").goto("join"),
      join: (b) => b.join("join", "parallel").end(),
    })
    .end()`)
})

it("writes as data what only code can say", () => {
  const byCode = {
    ...order,
    flows: order.flows.map((one) => (one.name === "wrong" ? { ...one, condition: { code: "order@1/size/wrong" } } : one)),
  }
  const { style, because, text } = printCode({ ...process, id: "order", version: 1, graph: byCode })
  expect(style).toBe("graph")
  expect(because).toBe("an expression is code that only the process it was made of has")
  expect(text).toContain(`graphProcess("order", {`)
})

describe("a process that begins when several things have come", () => {
  const begun = (...triggers: ReadonlyArray<object>) => {
    const elements = [
      { id: "all", type: "StartEvent", trigger: { type: "parallelMultiple", triggers } },
      { id: "end", type: "EndEvent" },
    ]
    return printCode({ ...process, id: "begun", version: 1, graph: { elements, flows: [flow("all", "end")] } })
  }
  const paid = { type: "message", message: "paid" }

  it("says so with the list of them", () => {
    const { style, text } = begun(paid, { type: "signal", signal: "go" })
    expect(style).toBe("builder")
    expect(text).toContain(`.startOnEvery("all", (on) => [on.message(Paid), on.signal(GoSignal)], () => ({}))`)
  })

  it("is a graph where the list cannot say it", () => {
    expect(begun(paid, { type: "message", message: "sent", key: { value: 1 } }).style).toBe("graph")
    expect(begun(paid, { type: "conditional", condition: { language: "feel", text: "open" } }).style).toBe("graph")
  })
})

it("prints any graph, and nothing of a document escapes from texts and comments", () => {
  for (let seed = 1; seed <= 20; seed++)
    expect(printCode(randomProcess(seed, { size: 12 }).definition).text).toContain("export const random =")
  const graph: ProcessGraph = {
    elements: [
      { id: "start", type: "StartEvent" },
      { id: 'a")*/\n`${x}', type: "Task" },
    ],
    flows: [],
  }
  const { text } = printCode({ ...process, id: 'x*/ "y', version: 1, graph })
  expect(text).toContain('The process x* / "y, printed')
  expect(text).toContain('.task("a-x")')
})

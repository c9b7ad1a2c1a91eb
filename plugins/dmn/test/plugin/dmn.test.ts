/** Decisions and FEEL in processes. */
import { expression, feel, firstOf, process } from "@millrace/builder"
import { testProcess } from "@millrace/testing"
import { Schema } from "effect"
import { describe, expect, it } from "vitest"
import { type DecisionTable, DmnError, decisionTable, decisionTask, dmn } from "../../src/index.ts"
import { deciding, literal } from "../models.ts"

const table = decisionTable("risk", {
  input: Schema.Struct({ age: Schema.Int, sum: Schema.Number }),
  output: Schema.Struct({ level: Schema.Literals(["low", "high"]) }),
  hit: "unique",
  rules: [
    { when: { age: "< 25", sum: "> 1000" }, then: { level: "high" } },
    { when: { age: "< 25", sum: "<= 1000" }, then: { level: "low" } },
    { when: { age: ">= 25" }, then: { level: "low" } },
  ],
})

const quote = process("quote", { version: 1, input: Schema.Struct({ age: Schema.Int, wish: Schema.Number }) })
  .add(
    "risk",
    decisionTask(table, ({ vars }) => ({ age: vars.age, sum: vars.wish })),
  )
  .match("byRisk", "risk", "level", {
    low: (b) => b.output(() => "cheap" as const),
    high: (b) => b.output(() => "dear" as const),
  })
  .end()

describe("decisionTask", () => {
  it("decides, and branches on what was decided", async () => {
    await using test = testProcess(quote)
    await test.start({ age: 20, wish: 5000 })
    expect(await test.result()).toEqual({ output: "dear" })
    expect(await test.vars()).toMatchObject({ risk: { level: "high" } })
  })

  it("tells in the history how it was decided, also after a crash", async () => {
    await using test = testProcess(quote)
    await test.start({ age: 30, wish: 10 })
    await test.crash()
    const events = (await test.history()).flatMap((entry) => entry.events)
    expect(events.find(({ type }) => type === "DecisionExplained")).toMatchObject({
      element: "risk",
      explanation: {
        tables: [
          {
            matched: [3],
            inputs: { age: 30, sum: 10 },
            failed: [
              { rule: 1, input: "age", test: "< 25" },
              { rule: 2, input: "age", test: "< 25" },
            ],
          },
        ],
      },
    })
  })
})

const levels: DecisionTable = {
  kind: "table",
  hitPolicy: "FIRST",
  inputs: [{ text: "sum", typeRef: "number" }],
  outputs: [{}],
  rules: [
    { inputs: ["< 100"], outputs: ['"small"'] },
    { inputs: ["< 1000"], outputs: ['"middle"'] },
  ],
}

const sized = process("sized", { version: 1, input: Schema.Struct({ sum: Schema.Number, due: Schema.String }) })
  .exclusive("size", firstOf({ big: feel('sum >= 1000 and date(due) < date("2030-01-01")'), odd: feel("sum < 0") }, "usual"), {
    big: (b) => b.output(() => "big"),
    odd: (b) => b.output(() => "odd"),
    usual: (b) => b.output(() => "usual"),
  })
  .end()

describe("dmn()", () => {
  it("evaluates conditions in FEEL", async () => {
    const plugins = [dmn()]
    for (const [sum, expected] of [
      [1000, "big"],
      [5, "usual"],
      [-1, "odd"],
    ] as const) {
      await using test = testProcess(sized, { plugins })
      await test.start({ sum, due: "2029-12-31" })
      expect(await test.result()).toEqual({ output: expected })
    }
  })

  it("makes an incident of a condition that is null because something is wrong", async () => {
    await using test = testProcess(sized, { plugins: [dmn()] })
    await test.start({ sum: 5000, due: "soon" })
    expect(await test.waiting()).toMatchObject([{ for: "incident" }])
    expect(await test.incidents()).toMatchObject([{ code: "CodeFailed" }])
  })

  it("tells the time of the decision, not of the computer", () => {
    const [language] = dmn().expressions ?? []
    const now = Date.UTC(2031, 4, 5)
    expect(language?.compile("today()")({ vars: {}, now })).toBe("2031-05-05")
    expect(language?.compile('today() + duration("P1D")')({ vars: {}, now: now + 86_400_000 })).toBe("2031-05-07")
  })

  it("decides by models, of the variables", () => {
    const [, language] = dmn({ models: [deciding(levels, { sum: "number" }), table] }).expressions ?? []
    const said: Array<unknown> = []
    expect(language?.compile("d")({ vars: { sum: 500, d: "kept" }, explain: (one) => said.push(one) })).toBe("middle")
    expect(said).toMatchObject([{ decisions: [{ decision: "d", tables: [{ matched: [2] }] }] }])
    expect(language?.compile("risk")({ vars: { age: 20, sum: 2000 } })).toEqual({ level: "high" })
    expect(() => language?.compile("d")({ vars: { sum: "much" } })).toThrow(/input 'sum'/)
    expect(() => language?.compile("e")).toThrow(/No decision, service or knowledge model is called 'e'/)
  })

  it("refuses models with problems, unless they are taken leniently", () => {
    const models = [deciding(literal("1 +"))]
    expect(() => dmn({ models })).toThrow(DmnError)
    expect(dmn({ models, lenient: true }).expressions).toHaveLength(2)
    expect(() => dmn({ models: ["<x/>"] })).toThrow(/Expected <definitions>/)
  })
})

it("names languages as the builder does", () => {
  expect(expression("dmn", "d").language).toBe(dmn().expressions?.[1]?.name)
})

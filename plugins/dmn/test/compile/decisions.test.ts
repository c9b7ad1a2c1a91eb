/** Decision models: requirements, knowledge models, services, imports, types and limits. */
import { describe, expect, it } from "vitest"
import { type Decision, DmnError, decisions } from "../../src/index.ts"
import { deciding, literal, modelOf } from "../models.ts"

const decision = (name: string, text: string, parts: Partial<Decision> = {}): Decision => ({
  name,
  id: name,
  inputs: [],
  decisions: [],
  knows: [],
  logic: literal(text),
  ...parts,
})

describe("decisions", () => {
  it("makes a decision after those that it requires", () => {
    const model = modelOf({
      inputs: [{ name: "Monthly Salary", id: "salary", typeRef: "number" }],
      decisions: [
        decision("Yearly", "12 * Monthly Salary", { inputs: ["#salary"] }),
        decision("Rich", "Yearly > 100000", { decisions: ["#Yearly"], typeRef: "boolean" }),
      ],
    })
    const ready = decisions([model])
    expect(ready.evaluate("Rich", { "Monthly Salary": 10_000 }).value).toBe(true)
    expect(ready.evaluate("Rich", {}, { decisions: { Yearly: 5 } }).value).toBe(false)
    expect(ready.evaluate("Yearly", {}, { decisions: { Yearly: 5 } })).toMatchObject({
      value: null,
      diagnostics: [{ code: "TypeMismatch" }],
    })
  })

  it("takes what a decision without any requirement names from the inputs, as tools mean it that draw a table alone", () => {
    const table: Decision["logic"] = {
      kind: "table",
      hitPolicy: "FIRST",
      inputs: [{ text: "order.amount" }],
      outputs: [{}],
      rules: [
        { inputs: ["< 10"], outputs: ["fee"] },
        { inputs: ["-"], outputs: ["0"] },
      ],
    }
    const ready = decisions([modelOf({ decisions: [decision("Fee", "", { logic: table }), decision("Double", "2 * x")] })])
    expect(ready.evaluate("Fee", { order: { amount: 5 }, fee: 3 })).toMatchObject({ value: 3, diagnostics: [] })
    expect(ready.evaluate("Double", { x: 4 }).value).toBe(8)
    expect(ready.evaluate("Double", {})).toMatchObject({ value: null, diagnostics: [{}] })
  })

  it("says where in the model something went wrong", () => {
    const ready = decisions([
      deciding({ kind: "context", entries: [{ name: "a", value: literal("1 + x") }, { value: literal("a") }] }, { x: "number" }),
    ])
    expect(ready.evaluate("d", { x: "no" }).diagnostics).toMatchObject([
      { code: "WrongType", place: "input 'x'" },
      { code: "TypeMismatch", place: "decision 'd', entry 'a'", text: "1 + x", position: { line: 1, column: 1 } },
    ])
  })

  it("calls knowledge models, which may call themselves and each other", () => {
    const fibonacci = literal("if n < 2 then n else fib(n - 1) + fib(n - 2)")
    const model = modelOf({
      knowledge: [
        { name: "fib", id: "fib", knows: [], logic: { kind: "function", parameters: [{ name: "n", typeRef: "number" }], body: fibonacci } },
        {
          name: "even",
          id: "even",
          knows: ["#odd"],
          logic: { kind: "function", parameters: [{ name: "n" }], body: literal("if n = 0 then true else odd(n - 1)") },
        },
        {
          name: "odd",
          id: "odd",
          knows: ["#even"],
          logic: { kind: "function", parameters: [{ name: "n" }], body: literal("if n = 0 then false else even(n - 1)") },
        },
      ],
      decisions: [
        decision("f", "fib(n: 15)", { knows: ["#fib"] }),
        decision("e", "even(101)", { knows: ["#even"] }),
        decision("w", 'fib("x")', { knows: ["#fib"] }),
      ],
    })
    const ready = decisions([model])
    expect(ready.problems).toEqual([])
    expect(ready.evaluate("f").value).toBe(610)
    expect(ready.evaluate("fib", { n: 10 }).value).toBe(55)
    expect(ready.evaluate("e").value).toBe(false)
    expect(ready.evaluate("w")).toMatchObject({ value: null, diagnostics: [{ code: "InvalidArgument" }] })
  })

  it("ends recursion that does not end", () => {
    const model = modelOf({
      knowledge: [
        {
          name: "f",
          id: "f",
          knows: [],
          logic: {
            kind: "function",
            parameters: [{ name: "n" }],
            body: { kind: "invocation", called: literal("f"), bindings: [{ parameter: "n", value: literal("n") }] },
          },
        },
      ],
      decisions: [decision("d", "f(1)", { knows: ["#f"] })],
    })
    expect(decisions([model]).evaluate("d")).toMatchObject({ value: null, diagnostics: [{ code: "LimitReached" }] })
  })

  it("gives null for decisions that require each other in a circle", () => {
    const model = modelOf({ decisions: [decision("a", "b", { decisions: ["#b"] }), decision("b", "a", { decisions: ["#a"] })] })
    const ready = decisions([model])
    expect(ready.problems).toMatchObject([{ code: "RequirementCycle", place: "decision 'a'" }])
    expect(ready.evaluate("b")).toMatchObject({ value: null, diagnostics: [{ code: "RequirementCycle" }] })
  })

  it("offers decision services, as decisions and as functions", () => {
    const model = modelOf({
      inputs: [{ name: "x", id: "x", typeRef: "number" }],
      decisions: [
        decision("double", "2 * x", { inputs: ["#x"] }),
        decision("sum", "double + 1", { decisions: ["#double"] }),
        decision("call", "both(x: 20)", { knows: ["#both"] }),
      ],
      services: [
        { name: "both", id: "both", outputs: ["#double", "#sum"], encapsulated: [], inputDecisions: [], inputs: ["#x"] },
        { name: "given", id: "given", outputs: ["#sum"], encapsulated: [], inputDecisions: ["#double"], inputs: [] },
      ],
    })
    const ready = decisions([model])
    expect(ready.names).toEqual(["double", "sum", "call", "both", "given"])
    expect(ready.evaluate("call").value).toEqual({ double: 40, sum: 41 })
    expect(ready.evaluate("both", { x: 1 }).value).toEqual({ double: 2, sum: 3 })
    expect(ready.evaluate("given", { double: 9 }).value).toBe(10)
  })

  it("uses parts of imported models, by the name of the import or by their own", () => {
    const base = modelOf({
      namespace: "urn:base",
      types: [{ name: "tSmall", typeRef: "number", allowedValues: "< 10" }],
      inputs: [{ name: "n", id: "n", typeRef: "tSmall" }],
      decisions: [decision("next", "n + 1", { inputs: ["#n"] })],
    })
    const importType = "https://www.omg.org/spec/DMN/20230324/MODEL/"
    const named = modelOf({
      imports: [{ name: "base", namespace: "urn:base", importType }],
      decisions: [decision("d", "base.next * 2 + base.n", { inputs: ["urn:base#n"], decisions: ["urn:base#next"] })],
    })
    const unnamed = modelOf({
      imports: [{ name: "", namespace: "urn:base", importType }],
      decisions: [decision("d", "if next instance of tSmall then next else 0", { decisions: ["urn:base#next"] })],
    })
    expect(decisions([named, base]).evaluate("d", { n: 3 }).value).toBe(11)
    expect(decisions([unnamed, base]).evaluate("d", { n: 3 }).value).toBe(4)
    expect(decisions([named, base]).evaluate("d", { "urn:base#n": 12 }).diagnostics).toMatchObject([{ code: "WrongType" }, {}, {}, {}])
    expect(decisions([named]).problems).toMatchObject([
      { code: "UnknownImport" },
      { code: "UnknownReference" },
      { code: "UnknownReference" },
    ])
  })

  it("reads JSON inputs by their types, and leaves exact ones as they are", () => {
    const ready = decisions([deciding(literal('due + duration("P1D")'), { due: "date" })])
    expect(String(ready.evaluate("d", { due: "2024-02-28" }).value)).toBe("2024-02-29")
    expect(ready.evaluate("d", { due: "2024-02-28" }, { exact: true })).toMatchObject({
      value: null,
      diagnostics: [{ code: "WrongType" }, {}],
    })
  })

  it("filters items of which nothing is known before they come", () => {
    const filter = { kind: "filter", in: literal("items"), match: literal("unit price > 10") } as const
    const ready = decisions([deciding(filter, { items: undefined })])
    expect(ready.problems).toEqual([])
    expect(ready.evaluate("d", { items: [{ "unit price": 5 }, { "unit price": 50 }, { "unit price": 11, more: 1 }] }).value).toEqual([
      { "unit price": 50 },
      { "unit price": 11, more: 1 },
    ])
  })

  it("has types that have themselves as a part", () => {
    const tree = {
      name: "tTree",
      components: [
        { name: "value", typeRef: "number" },
        { name: "children", typeRef: "tTree", isCollection: true as const },
      ],
    }
    const ready = decisions([deciding(literal("sum(tree.children.value)"), { tree: "tTree" }, { types: [tree] })])
    expect(
      ready.evaluate("d", {
        tree: {
          value: 1,
          children: [
            { value: 2, children: [] },
            { value: 3, children: [] },
          ],
        },
      }).value,
    ).toBe(5)
  })

  it("says what is unknown", () => {
    const ready = decisions([deciding(literal("1", "tNothing"))])
    expect(ready.problems).toMatchObject([{ code: "UnknownType", place: "decision 'd'" }])
    expect(() => ready.evaluate("x")).toThrow(
      new DmnError("DecisionUnknown", "No decision, service or knowledge model is called 'x'. There are: 'd'."),
    )
    expect(() => decisions([modelOf({}), modelOf({ name: "other" })])).toThrow(DmnError)
  })
})

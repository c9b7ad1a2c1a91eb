/** Types of models: those that have themselves as parts, circles, and what tables may give. */
import { describe, expect, it } from "vitest"
import { type DecisionTable, DmnError, decisions, type ItemDefinition } from "../../src/index.ts"
import { deciding, literal, modelOf } from "../models.ts"

const tree: ItemDefinition = {
  name: "tree",
  components: [
    { name: "planted on", typeRef: "date" },
    { name: "kids", typeRef: "tree", isCollection: true },
  ],
}

describe("types that have themselves as parts", () => {
  const ready = decisions([deciding(literal('t.kids[1].kids[planted on > @"2020-01-01"].planted on'), { t: "tree" }, { types: [tree] })])

  it("are known as deep as values go", () => {
    const leaf = { "planted on": "2021-05-01", kids: [] }
    const t = { "planted on": "2000-01-01", kids: [{ "planted on": "2010-01-01", kids: [leaf] }] }
    expect(ready.problems).toEqual([])
    expect(ready.evaluate("d", { t })).toMatchObject({ value: [{ year: 2021 }], diagnostics: [] })
  })

  it("are checked as deep as values go", () => {
    const wrong = { "planted on": "2000-01-01", kids: [{ "planted on": 5, kids: [] }] }
    expect(ready.evaluate("d", { t: wrong }).diagnostics[0]).toMatchObject({ code: "WrongType", place: "input 't'" })
  })
})

describe("types in a circle", () => {
  it("are told, and count as any", () => {
    const types = [
      { name: "a", typeRef: "b", allowedValues: "1, 2" },
      { name: "b", typeRef: "a" },
    ]
    const table: DecisionTable = {
      kind: "table",
      hitPolicy: "PRIORITY",
      inputs: [{ text: "1" }],
      outputs: [{ typeRef: "b" }],
      rules: [{ inputs: ["-"], outputs: ["1"] }],
    }
    const ready = decisions([deciding(table, {}, { types })])
    expect(ready.problems).toMatchObject([{ code: "TypeCycle", place: "type 'a'" }, { code: "TypeCycle" }])
    expect(ready.evaluate("d").value).toBe(1)
    expect(decisions([modelOf({ types: [{ name: "string", typeRef: "string" }] })]).problems).toEqual([])
  })
})

describe("models that are very deep", () => {
  it("are refused with an error of this package", () => {
    const many = Array.from({ length: 30_000 }, (_, i) => i)
    const types = many.map((i) => ({ name: `t${i}`, typeRef: i + 1 < many.length ? `t${i + 1}` : "number" }))
    expect(() => decisions([modelOf({ types })])).toThrow(DmnError)
    const chain = many.map((i) => ({ name: `d${i}`, id: `d${i}`, inputs: [], decisions: [`#d${i + 1}`], knows: [], logic: literal("1") }))
    expect(() => decisions([modelOf({ decisions: chain.slice(0, -1) })])).toThrow(/one after the other/)
  })
})

describe("the values of an output column", () => {
  const giving = (text: string): DecisionTable => ({
    kind: "table",
    hitPolicy: "UNIQUE",
    inputs: [{ text: "x" }],
    outputs: [{ name: "level", values: '"low", "high"' }],
    rules: [{ inputs: ["-"], outputs: [text] }],
  })
  const decided = (text: string, x: string) => decisions([deciding(giving(text), { x: "string" })]).evaluate("d", { x })

  it("are the only ones that it gives", () => {
    expect(decided("x", "low")).toMatchObject({ value: "low", diagnostics: [] })
    expect(decided('"high"', "")).toMatchObject({ value: "high", diagnostics: [] })
    for (const text of ["x", '"middle"']) {
      expect(decided(text, "middle")).toMatchObject({
        value: null,
        diagnostics: [{ code: "OutputNotAllowed", place: "decision 'd', rule 1" }],
      })
    }
    expect(decided("null", "")).toMatchObject({ value: null, diagnostics: [] })
  })
})

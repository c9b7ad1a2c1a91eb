/** Decision tables: hit policies, defaults, allowed values, and what they tell. */
import { describe, expect, it } from "vitest"
import { type Aggregation, type DecisionTable, decisions, type HitPolicy } from "../../src/index.ts"
import { deciding } from "../models.ts"

const scores: DecisionTable = {
  kind: "table",
  hitPolicy: "UNIQUE",
  inputs: [{ text: "n", typeRef: "number" }],
  outputs: [{ values: "30, 20, 10" }],
  rules: [
    { inputs: ["> 0"], outputs: ["10"] },
    { inputs: ["> 5"], outputs: ["20"] },
    { inputs: ["> 10"], outputs: ["10"] },
  ],
}

const outcomeOf = (table: DecisionTable, n: unknown) => decisions([deciding(table, { n: "number" })]).evaluate("d", { n })
const withPolicy = (hitPolicy: HitPolicy, aggregation?: Aggregation): DecisionTable => ({
  ...scores,
  hitPolicy,
  ...(aggregation === undefined ? {} : { aggregation }),
})

describe("hit policies", () => {
  it.each<[HitPolicy, Aggregation | undefined, ReadonlyArray<unknown>]>([
    ["FIRST", undefined, [null, 10, 10, 10]],
    ["PRIORITY", undefined, [null, 10, 20, 20]],
    ["RULE ORDER", undefined, [[], [10], [10, 20], [10, 20, 10]]],
    ["OUTPUT ORDER", undefined, [[], [10], [20, 10], [20, 10, 10]]],
    ["COLLECT", undefined, [[], [10], [10, 20], [10, 20, 10]]],
    ["COLLECT", "SUM", [null, 10, 30, 40]],
    ["COLLECT", "MIN", [null, 10, 10, 10]],
    ["COLLECT", "MAX", [null, 10, 20, 20]],
    ["COLLECT", "COUNT", [0, 1, 2, 3]],
  ])("%s %s", (hitPolicy, aggregation, expected) => {
    const table = withPolicy(hitPolicy, aggregation)
    expect([0, 3, 7, 12].map((n) => outcomeOf(table, n).value)).toEqual(expected)
  })

  it("UNIQUE is null with a diagnostic where two rules match", () => {
    expect(outcomeOf(scores, 3)).toMatchObject({ value: 10, diagnostics: [] })
    expect(outcomeOf(scores, 7)).toMatchObject({
      value: null,
      diagnostics: [{ code: "SeveralRules", place: "decision 'd'", reason: "Rules 1 and 2 match, but the hit policy is UNIQUE." }],
    })
  })

  it("ANY is null with a diagnostic where rules that match differ", () => {
    expect(outcomeOf(withPolicy("ANY"), 3).value).toBe(10)
    expect(outcomeOf(withPolicy("ANY"), 7)).toMatchObject({ value: null, diagnostics: [{ code: "RulesDiffer" }] })
  })
})

describe("a decision table", () => {
  it("gives the default where no rule matches", () => {
    const table: DecisionTable = { ...scores, outputs: [{ otherwise: "n * 2" }] }
    expect(outcomeOf(table, -2).value).toBe(-4)
  })

  it("gives contexts where it has several outputs", () => {
    const table: DecisionTable = {
      ...scores,
      outputs: [{ name: "score" }, { name: "__proto__" }],
      rules: [{ inputs: ["-"], outputs: ["n", '"x"'] }],
    }
    expect(Object.entries(Object(outcomeOf(table, 1).value))).toEqual([
      ["score", 1],
      ["__proto__", "x"],
    ])
  })

  it("refuses inputs that it does not allow", () => {
    const table: DecisionTable = { ...scores, inputs: [{ text: "n", values: "[0..100]", label: "score" }] }
    expect(outcomeOf(table, 101)).toMatchObject({
      value: null,
      diagnostics: [
        { code: "InputNotAllowed", place: "decision 'd', input 'score'", reason: "score is 101, but only these are allowed: [0..100]." },
      ],
    })
  })

  it("gives null for outputs that are left out", () => {
    const table: DecisionTable = { ...scores, outputs: [{ name: "a" }, { name: "b" }], rules: [{ inputs: [""], outputs: ["", " - "] }] }
    expect(outcomeOf(table, 1)).toMatchObject({ value: { a: null, b: null }, diagnostics: [] })
  })

  it("takes cells that have to be computed", () => {
    const table: DecisionTable = {
      ...scores,
      outputs: [{}],
      rules: [
        { inputs: ["? > 2 * n - 5"], outputs: ["1"] },
        { inputs: ["n, 3"], outputs: ["2"] },
      ],
    }
    expect([2, 7].map((n) => outcomeOf({ ...table, hitPolicy: "COLLECT" }, n).value)).toEqual([[1, 2], [2]])
  })

  it("says which cell is no FEEL, and passes nothing there", () => {
    const ready = decisions([deciding({ ...scores, rules: [{ inputs: ["< <"], outputs: ["1"] }] }, { n: "number" })])
    expect(ready.problems).toMatchObject([{ code: "SyntaxError", place: "decision 'd', rule 1" }])
    expect(ready.evaluate("d", { n: 1 })).toMatchObject({
      value: null,
      diagnostics: [{ code: "SyntaxError", place: "decision 'd', rule 1" }],
    })
  })

  it("tells which rules matched, and why the others did not", () => {
    const ready = decisions([deciding(withPolicy("COLLECT"), { n: "number" })])
    const { value, explanation } = ready.evaluate("d", { n: 7 }, { explain: true })
    expect(value).toEqual([10, 20])
    expect(explanation?.decisions).toEqual([
      {
        decision: "d",
        inputs: { n: 7 },
        value: [10, 20],
        tables: [
          {
            table: "decision 'd'",
            hitPolicy: "COLLECT",
            inputs: [{ input: "n", value: 7 }],
            matched: [1, 2],
            rules: [
              { rule: 1, matched: true, failed: [] },
              { rule: 2, matched: true, failed: [] },
              { rule: 3, matched: false, failed: [{ input: "n", test: "> 10", value: 7 }] },
            ],
            value: [10, 20],
          },
        ],
      },
    ])
  })
})

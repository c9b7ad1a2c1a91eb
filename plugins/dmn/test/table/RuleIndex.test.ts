/** The index of a table against its rules, looked at one by one. */
import { type ConstantTests, compileOrThrow, FeelDate, type FeelValue, numberOf } from "@millrace/feel-scanner"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { passesCell } from "../../src/table/passesCell.ts"
import { RuleIndex } from "../../src/table/RuleIndex.ts"

const testsOf = (text: string): ConstantTests | null =>
  text === "-" ? { values: [], negated: false } : compileOrThrow(text, { mode: "unary-tests", names: { other: { kind: "Any" } } }).tests

const point = fc.oneof(
  fc.integer({ min: -3, max: 8 }).map(String),
  fc.constantFrom("0.1", "2.5", '"a"', '"b"', '"😀"', '"\uffff"', "true", "false", "null"),
  fc.constantFrom('date("2024-01-01")', 'date("2024-02-01")', 'duration("P1D")', 'duration("P1M")', 'time("10:00:00")'),
)
const test = fc.oneof(
  point,
  fc.tuple(fc.constantFrom("<", "<=", ">", ">=", "=", "!="), point).map(([operator, text]) => `${operator} ${text}`),
  fc.tuple(fc.constantFrom("[", "("), point, point, fc.constantFrom("]", ")")).map(([open, a, b, close]) => `${open}${a}..${b}${close}`),
  fc.array(point, { maxLength: 3 }).map((items) => `[${items.join(", ")}]`),
)
const cell = fc.oneof(
  fc.constantFrom("-", "? > other", "other"),
  fc.array(test, { minLength: 1, maxLength: 3 }).map((tests) => tests.join(", ")),
  fc.array(test, { minLength: 1, maxLength: 3 }).map((tests) => `not(${tests.join(", ")})`),
)
const value: fc.Arbitrary<FeelValue> = fc.oneof(
  fc.integer({ min: -4, max: 9 }),
  fc.constantFrom<FeelValue>(0.1, 2.5, 0.05, numberOf("0.10000000000000000000001"), "a", "b", "c", "", "😀", "\uffff", true, false, null),
  fc.constantFrom<FeelValue>(FeelDate.of(2024, 1, 1), FeelDate.of(2024, 1, 15), FeelDate.of(2025, 1, 1), [1], { a: 1 }),
)

const parsed = (cells: ReadonlyArray<string>): ReadonlyArray<ConstantTests | null> | undefined => {
  try {
    return cells.map(testsOf)
  } catch {
    // Some of the texts are no FEEL, such as a range of null.
    return undefined
  }
}

describe("RuleIndex", () => {
  it("names the rules that match when each is looked at", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 70 }),
        fc.array(fc.tuple(value, value), { minLength: 5, maxLength: 20 }),
        (rules, inputs) => {
          const columns = [parsed(rules.map(([first]) => first)), parsed(rules.map(([, second]) => second))]
          const [first, second] = columns
          fc.pre(first !== undefined && second !== undefined)
          const index = new RuleIndex([first, second], rules.length)
          for (const values of inputs) {
            const found: Array<number> = []
            index.eachCandidate(values, (rule) => found.push(rule) > 0)
            const expected = rules.flatMap((_, rule) =>
              [first, second].every((cells, i) => {
                const own = cells[rule]
                return own === null || own === undefined || passesCell(own, values[i] ?? null) === true
              })
                ? [rule]
                : [],
            )
            expect(found).toEqual(expected)
          }
        },
      ),
      { numRuns: 150 },
    )
  })

  it("stays small where a column has very many different tests", () => {
    const rules = 5000
    const cells = Array.from({ length: rules }, (_, rule) => testsOf(`[${rule * 10}..${rule * 10 + 15}]`))
    const index = new RuleIndex([cells], rules)
    const found = (number: number): ReadonlyArray<number> => {
      const all: Array<number> = []
      index.eachCandidate([number], (rule) => all.push(rule) > 0)
      return all
    }
    expect(found(0)).toEqual([0])
    expect(found(12)).toEqual([0, 1])
    expect(found(24_993)).toEqual([2498, 2499])
    expect(found(49_999)).toEqual([4999])
    expect(found(1_000_000)).toEqual([])
  })
})

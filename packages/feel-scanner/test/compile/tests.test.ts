import { describe, expect, it } from "vitest"
import { compileOrThrow, FeelDate, FeelRange } from "../../src/index.ts"
import { passesTests } from "../evaluated.ts"

describe("unary tests", () => {
  it.each([
    ["-", 5, true],
    ["5", 5, true],
    ["< 5", 5, false],
    ["<= 5", 5, true],
    ["[1..5)", 5, false],
    ["]1..5]", 1, false],
    ["1, 2, > 4", 5, true],
    ["1, 2, > 4", 3, false],
    ["not(1, 2)", 3, true],
    ["not(1, 2)", 2, false],
    ["not((1..3])", 1, true],
    ['"a", "b"', "b", true],
    ['not("a")', "a", false],
    ["? > 3 and ? < 6", 5, true],
    ['contains(?, "x")', "axe", true],
    ["[4, 5]", 5, true],
    ["true", true, true],
    ["null", null, true],
    ["limit", 7, true],
    ["> limit", 8, true],
    ["limit > 5", 1, true],
    ["{a: ? + 1}.a = 6", 5, true],
  ])("%s for %s is %s", (tests, input, passed) => {
    expect(passesTests(tests, input, { limit: 7 })).toBe(passed)
  })

  it.each([
    ["< 5", "a"],
    ["< 5", null],
    ["not(< 5)", null],
    ["5", "5"],
  ])("%s for %s cannot be decided", (tests, input) => {
    expect(passesTests(tests, input)).toBeNull()
  })

  it("work on dates", () => {
    const march = FeelDate.of(2024, 3, 1)
    expect(passesTests('[@"2024-01-01"..@"2024-12-31"]', march)).toBe(true)
    expect(passesTests('< date("2024-01-01")', march)).toBe(false)
  })

  it("give their constants for an index", () => {
    const tests = (text: string) => compileOrThrow(text, { mode: "unary-tests" }).tests
    expect(tests("-")).toEqual({ values: [], negated: false })
    expect(tests('not("a", "b")')).toEqual({ values: ["a", "b"], negated: true })
    expect(tests("< 1 + 1")).toEqual({ values: [FeelRange.ofTest("<", 2)], negated: false })
    expect(tests("< limit")).toBeNull()
    expect(tests("? > 3")).toBeNull()
  })
})

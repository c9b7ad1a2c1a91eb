import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { compile, FeelSyntaxError } from "../src/index.ts"

const seeds = [
  "12 * Monthly Salary",
  'if aDate > date("2017-01-01") then substring before(aString, " ") else substring after(aString, " ")',
  "for h in heights, w in widths return h * w",
  "DeptTable[number = EmployeeTable[name=LastName].deptNum[1]].manager[1]",
  "{f: function(n: number, g: function<number>->number) g(n), r: f(1, function(x) x ** 2)}.r",
  'replace("darted","^(.*?)d(.*)$","$1c$2")',
  '@"2021-01-01T10:10:10@Australia/Melbourne" + @"P1M" in [@"2021-01-01"..@"2022-01-01")',
  '[1..10], > 3, not(5), "a", ? > 3 and ? instance of list<context<a: string>>',
  "some x in [1, 2] satisfies x between 1 and partial[-1]",
  'number("1 000,5", " ", ",") + sum([1.5e300, .1]) - -3 ** 4',
]

const pieces = [
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
  ",",
  ":",
  ".",
  "..",
  "+",
  "-",
  "*",
  "/",
  "**",
  "<",
  ">",
  "=",
  "?",
  '@"',
  '"',
  "'",
  "\\",
  " ",
  "\n",
].concat([
  "if ",
  "then ",
  "else ",
  "for x in ",
  "return ",
  "every y in ",
  "satisfies ",
  "and ",
  "in ",
  "between ",
  "instance of ",
  "function(a) ",
  "external ",
  "null",
  "item",
  "1e6144",
  "9999999999999999999999",
  "1..1000000000",
  "sort(",
  "string(",
  "matches(x, ",
  "list<",
  "context<a: ",
])

const edit = fc.record({
  at: fc.nat(200),
  cut: fc.nat(5),
  piece: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 3, unit: "binary" })),
})

const mutated = fc.tuple(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 6 })).map(([seed, edits]) => {
  let text = seed
  for (const { at, cut, piece } of edits) text = text.slice(0, at) + piece + text.slice(at + cut)
  return text
})

describe("mutated expressions", () => {
  it("compile or are refused, and evaluate without a throw", () => {
    fc.assert(
      fc.property(mutated, fc.boolean(), fc.boolean(), (text, tests, closed) => {
        const options = closed ? { names: { x: { kind: "Any" as const }, "a b": { kind: "number" as const } } } : {}
        const program = compile(text, { ...options, mode: tests ? "unary-tests" : "expression", limits: { steps: 20_000 } })
        if (program instanceof FeelSyntaxError) expect(program.position.offset).toBeLessThanOrEqual(text.length)
        else expect(program.evaluate({ x: [1, { a: "b" }, null], "a b": 2, aString: "q" }, 5).value).not.toBeUndefined()
      }),
      { numRuns: 3000 },
    )
  })
})

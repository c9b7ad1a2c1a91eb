import { globSync, readFileSync } from "node:fs"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { compile, type FeelContext, FeelLimitError, FeelSyntaxError, fromJson, toJson } from "../src/index.ts"

/** Texts to begin with: those that the other tests evaluate. */
const seeds = globSync("**/*.test.ts", { cwd: import.meta.dirname })
  .flatMap((path) =>
    Array.from(readFileSync(`${import.meta.dirname}/${path}`, "utf8").matchAll(/^ {4}\[?(['"])(.+?)\1,|^ {2}\[(['"])(.+?)\3,/gm)),
  )
  .map(([, , inner, , row]) => (inner ?? row ?? "").replaceAll("\\\\", "\\"))
  .filter((text) => text.length > 3)

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
]
  .concat(["if ", "then ", "else ", "for x in ", "return ", "every y in ", "satisfies ", "and ", "in ", "between ", "instance of "])
  .concat(["function(a) ", "external ", "null", "item", "partial", "1e6144", "9999999999999999999999", "1..1000000000", "-999999999-01-01"])
  .concat(["sort(", "string(", "matches(x, ", "list<", "context<a: ", "date(", "duration(", "x", "x.", "x["])

const edit = fc.record({
  at: fc.nat(200),
  cut: fc.nat(5),
  piece: fc.oneof(fc.constantFrom(...pieces), fc.constantFrom(...seeds), fc.string({ maxLength: 3, unit: "binary" })),
})

const mutated = fc.tuple(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 6 })).map(([seed, edits]) => {
  let text = seed
  for (const { at, cut, piece } of edits) text = text.slice(0, at) + piece + text.slice(at + cut)
  return text
})

/** The longest that one text took, in milliseconds: it is told with the text. */
const slowest = { text: "", milliseconds: 0 }

const evaluated = (text: string, tests: boolean, closed: boolean, context: FeelContext) => {
  const from = performance.now()
  const names = closed ? { names: { x: { kind: "Any" as const }, "a b": { kind: "number" as const } } } : {}
  const program = compile(text, { ...names, mode: tests ? "unary-tests" : "expression", limits: { steps: 20_000, text: 200_000 } })
  if (program instanceof FeelSyntaxError) expect(program.position.offset).toBeLessThanOrEqual(text.length)
  else expect(program.evaluate(context, 5).value).not.toBeUndefined()
  const milliseconds = performance.now() - from
  if (milliseconds > slowest.milliseconds) Object.assign(slowest, { text, milliseconds })
}

/** What a careless caller may put into a context although it is no value of FEEL. */
const foreign: ReadonlyArray<unknown> = [
  undefined,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -0,
  10n,
  Symbol("s"),
  () => 1,
  new Date(),
  new Date(Number.NaN),
].concat([
  new Map([["a", 1]]),
  new Set([1]),
  /a/,
  [1, undefined, 3],
  Object.create(null),
  new Uint8Array(3),
  new Error("x"),
  { constructor: Object },
])

describe("mutated expressions", () => {
  it("are made of many texts", () => {
    expect(seeds.length).toBeGreaterThan(300)
  })

  it("compile or are refused, and evaluate without a throw", () => {
    fc.assert(
      fc.property(mutated, fc.boolean(), fc.boolean(), (text, tests, closed) =>
        evaluated(text, tests, closed, { x: [1, { a: "b" }, null], "a b": 2, aString: "q" }),
      ),
      { numRuns: 3000 },
    )
    expect(slowest.milliseconds, slowest.text).toBeLessThan(5000)
  })

  it("do not throw for what is no value of FEEL", () => {
    fc.assert(
      fc.property(mutated, fc.constantFrom(...foreign), (text, x) => evaluated(text, false, false, { x, n: x, a: [x] } as FeelContext)),
      { numRuns: 2000 },
    )
  })
})

describe("values that are too large", () => {
  let deep: ReadonlyArray<never> = []
  for (let i = 0; i < 100_000; i++) deep = [deep as never]
  let wide: ReadonlyArray<never> = []
  for (let i = 0; i < 60; i++) wide = [wide as never, wide as never]

  it("are refused with the package's own error", () => {
    expect(() => toJson(deep)).toThrow(FeelLimitError)
    expect(() => toJson(wide)).toThrow(FeelLimitError)
    expect(() => fromJson(wide)).toThrow(FeelLimitError)
    expect(fromJson(deep).misfits).toHaveLength(1)
  })
})

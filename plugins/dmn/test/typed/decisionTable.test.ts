/** Typed decision tables: what they decide, and what is wrong with them when they are made. */
import { feel } from "@millrace/builder"
import { compileOrThrow } from "@millrace/feel-scanner"
import { Schema } from "effect"
import * as fc from "fast-check"
import { describe, expect, expectTypeOf, it } from "vitest"
import { DmnError, decisions, decisionTable, type Hit, readModel, type TypedRule } from "../../src/index.ts"

const Applicant = Schema.Struct({ age: Schema.Int, sum: Schema.Number, kind: Schema.Literals(["new", "known"]) })
const Level = Schema.Struct({ level: Schema.Literals(["low", "high"]) })

const risk = decisionTable("risk", {
  input: Applicant,
  output: Level,
  hit: "first",
  rules: [
    { when: { age: "< 25", sum: "> 1000" }, then: { level: "high" }, because: "young" },
    { when: { kind: "new", sum: feel("? > age * 100") }, then: { level: "high" } },
  ],
  otherwise: { level: "low" },
})

describe("decisionTable", () => {
  it("decides, with the types of its schemas", () => {
    expect(risk.decide({ age: 20, sum: 1500, kind: "known" })).toEqual({ level: "high" })
    expect(risk.decide({ age: 40, sum: 5000, kind: "new" })).toEqual({ level: "high" })
    expect(risk.decide({ age: 40, sum: 5000, kind: "known" })).toEqual({ level: "low" })
    expectTypeOf(risk.decide).returns.toEqualTypeOf<{ readonly level: "low" | "high" }>()
    expectTypeOf(risk.decide).parameter(0).toEqualTypeOf<{ readonly age: number; readonly sum: number; readonly kind: "new" | "known" }>()
  })

  it("gives the same as its model in DMN XML", () => {
    const read = decisions([readModel(risk.toXml())])
    expect(read.problems).toEqual([])
    fc.assert(
      fc.property(
        fc.integer({ min: 18, max: 99 }),
        fc.integer({ min: 0, max: 9000 }),
        fc.constantFrom("new" as const, "known" as const),
        (age, sum, kind) => {
          expect(read.evaluate("risk", { age, sum, kind }).value).toEqual(risk.decide({ age, sum, kind }))
        },
      ),
    )
  })

  it("tells why", () => {
    expect(risk.explain({ age: 40, sum: 5000, kind: "known" })).toMatchObject({
      value: { level: "low" },
      table: {
        matched: [],
        rules: [{ failed: [{ input: "age", test: "< 25", value: 40 }] }, { failed: [{ input: "kind", test: '"new"', value: "known" }] }],
      },
    })
  })

  it("gives lists and numbers where the hit policy does", () => {
    const input = Schema.Struct({ n: Schema.Number })
    const rules: ReadonlyArray<TypedRule<{ readonly n: number }, number>> = [
      { when: { n: "> 0" }, then: 1 },
      { when: { n: "> 10" }, then: 2 },
    ]
    const collect = decisionTable("t", { input, output: Schema.Number, hit: "collect", rules })
    const sum = decisionTable("t", { input, output: Schema.Number, hit: "sum", rules })
    const levels = decisionTable("t", { input, output: Level, hit: "ruleOrder", rules: [{ when: { n: "> 0" }, then: { level: "low" } }] })
    const count = decisionTable("t", { input, output: Level, hit: "count", rules: [{ when: { n: "> 0" }, then: { level: "low" } }] })
    expect([
      collect.decide({ n: 11 }),
      levels.decide({ n: 1 }),
      sum.decide({ n: 11 }),
      sum.decide({ n: 0 }),
      count.decide({ n: 1 }),
    ]).toEqual([[1, 2], [{ level: "low" }], 3, null, 1])
    expectTypeOf(collect.decide).returns.toEqualTypeOf<ReadonlyArray<number>>()
    expectTypeOf(sum.decide).returns.toEqualTypeOf<number | null>()
  })

  it("takes values that JSON does not carry, by their schemas", () => {
    const table = decisionTable("t", {
      input: Schema.Struct({ day: Schema.DateTimeUtcFromString }),
      output: Schema.DateTimeUtcFromString,
      hit: "first",
      rules: [{ when: { day: feel('starts with(?, "2024")') }, then: feel("day") }],
      otherwise: Schema.decodeSync(Schema.DateTimeUtcFromString)("2000-01-01T00:00:00Z"),
    })
    const day = Schema.decodeSync(Schema.DateTimeUtcFromString)("2024-05-01T00:00:00Z")
    expect(table.decide({ day })).toEqual(day)
  })

  it("refuses inputs that are not what the schema says", () => {
    expect(() => risk.decide({ age: 1.5, sum: 1, kind: "new" })).toThrow(/Decision table 'risk': the input is not what its schema says/)
  })
})

const flaw = (
  hit: Hit,
  rules: ReadonlyArray<TypedRule<{ readonly age: number; readonly vip: boolean; readonly name: string }, "a" | "b">>,
  otherwise?: "a" | "b",
): string => {
  try {
    const input = Schema.Struct({
      age: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 120 })),
      vip: Schema.Boolean,
      name: Schema.String,
    })
    decisionTable("t", { input, output: Schema.Literals(["a", "b"]), hit, rules, ...(otherwise === undefined ? {} : { otherwise }) })
    return ""
  } catch (error) {
    if (error instanceof DmnError && error.code === "TableInvalid") return error.message
    throw error
  }
}

describe("the checks of a table", () => {
  it("find gaps, and know which numbers there are", () => {
    const young = { when: { age: "<= 24" }, then: "a" } as const
    expect(flaw("unique", [young, { when: { age: ">= 25", vip: true }, then: "b" }])).toBe(
      "Decision table 't': no rule matches where age >= 25, vip = false, name = any text: add a rule, or 'otherwise'.",
    )
    expect(flaw("unique", [young, { when: { age: ">= 25" }, then: "b" }])).toBe("")
    expect(flaw("unique", [{ when: { age: "[0..120]" }, then: "a" }])).toBe("")
    expect(flaw("unique", [young], "b")).toBe("")
    expect(flaw("collect", [young])).toBe("")
    expect(flaw("first", [{ when: { name: ["x", "y"] }, then: "a" }])).toContain("name = other text")
  })

  it("find overlaps and contradictions", () => {
    const rules = [
      { when: { age: "<= 24" }, then: "a" },
      { when: { age: ">= 20" }, then: "b" },
    ] as const
    expect(flaw("unique", rules)).toContain("rules 1 and 2 both match where age in [20..24]")
    expect(flaw("any", rules)).toContain("rules 1 and 2 contradict each other where age in [20..24]")
    expect(flaw("any", [rules[0], { ...rules[1], then: "a" }])).toBe("")
    expect(flaw("priority", rules)).toBe("")
  })

  it("tell a gap first, and how many problems there are beside those that are told", () => {
    const when = { age: "<= 24" }
    const many = flaw(
      "unique",
      Array.from({ length: 5 }, () => ({ when, then: "a" })),
    )
    expect(many).toMatch(/^Decision table 't': no rule matches where age > 24, .* rules 1 and 2 both match/)
    const all = flaw(
      "unique",
      ["<= 20", "<= 40", "<= 60", "<= 80", "<= 100", "<= 110", "[0..120]"].map((age) => ({ when: { age }, then: "a" })),
    )
    expect(all).toMatch(/And \d+ more\.$/)
  })

  it("find rules that are never used", () => {
    expect(
      flaw("first", [
        { when: {}, then: "a" },
        { when: { vip: true }, then: "b" },
      ]),
    ).toContain("rule 2 is never used")
    expect(flaw("collect", [{ when: { age: "(24..25)" }, then: "a" }])).toContain("rule 1 can match nothing")
    expect(flaw("collect", [{ when: { age: "< 0" }, then: "a" }])).toContain("rule 1 can match nothing")
  })

  it("count rules that have to be computed as ones that may not match", () => {
    const computed = { when: { age: "? > string length(name)" }, then: "a" } as const
    expect(flaw("unique", [computed])).toContain("no rule matches")
    expect(flaw("unique", [computed, { when: {}, then: "b" }])).toBe("")
  })

  it("say what is no FEEL, no input, or has no order", () => {
    expect(flaw("first", [{ when: { age: "< <" }, then: "a" }], "b")).toContain("rule 1: Line 1, column 3")
    const misspelt = { age: 1, agee: 1 }
    expect(flaw("sum", [{ when: misspelt, then: "a" }], "b")).toContain("'agee', which is no input")
    const input = Schema.Struct({ n: Schema.Number })
    expect(() => decisionTable("t", { input, output: Schema.String, hit: "priority", rules: [] })).toThrow(/order of the output's values/)
    expect(() => decisionTable("t", { input, output: Level, hit: "sum", rules: [] })).toThrow(/needs a single output/)
    expect(() =>
      decisionTable("t", { input: Schema.Record(Schema.String, Schema.Number), output: Level, hit: "first", rules: [] }),
    ).toThrow(/Schema.Struct/)
  })

  it("find a gap, an overlap and unused rules where looking at every input finds them", () => {
    const bound = fc.integer({ min: 0, max: 8 })
    const age = fc.oneof(
      fc.tuple(fc.constantFrom("<", "<=", ">", ">="), bound).map(([operator, number]) => `${operator} ${number}`),
      fc
        .tuple(fc.constantFrom("[", "("), bound, bound, fc.constantFrom("]", ")"))
        .map(([open, a, b, close]) => `${open}${Math.min(a, b)}..${Math.max(a, b)}${close}`),
      fc.tuple(bound, bound).map(([a, b]) => `not(${a}, ${b})`),
      bound,
    )
    const rule = fc.record({ age: fc.option(age, { nil: undefined }), vip: fc.option(fc.boolean(), { nil: undefined }) })
    const input = Schema.Struct({ age: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 8 })), vip: Schema.Boolean })
    const all = Array.from({ length: 9 }, (_, n) => [true, false].map((vip) => ({ age: n, vip }))).flat()
    fc.assert(
      fc.property(fc.array(rule, { minLength: 1, maxLength: 5 }), (cells) => {
        const rules = cells.map((cell, i) => ({
          when: Object.fromEntries(Object.entries(cell).filter(([, test]) => test !== undefined)),
          then: i,
        }))
        const make = (hit: Hit) => decisionTable("t", { input, output: Schema.Number, hit, rules })
        const complaint = (hit: Hit): string => {
          try {
            make(hit)
            return ""
          } catch (error) {
            return error instanceof DmnError ? error.message : "other"
          }
        }
        const matches = cells.map((cell) => (one: (typeof all)[number]) => {
          const test = cell.age === undefined ? "-" : String(cell.age)
          return (
            (cell.vip === undefined || cell.vip === one.vip) &&
            compileOrThrow(test === "-" ? "true" : test, { mode: "unary-tests", names: {} }).test({}, test === "-" ? true : one.age)
          )
        })
        const counts = all.map((one) => matches.filter((match) => match(one)).length)
        const unused = matches.some((match) => !all.some(match))
        const gap = counts.includes(0)
        const overlap = counts.some((count) => count > 1)
        expect(complaint("unique") === "").toBe(!gap && !overlap && !unused)
        expect(complaint("unique").includes("no rule matches")).toBe(gap)
        expect(complaint("collect") === "").toBe(!unused)
        const first = rules.map((_, i) => all.some((one) => matches.findIndex((match) => match(one)) === i))
        expect(complaint("first") === "").toBe(!gap && first.every((used) => used))
      }),
      { numRuns: 200 },
    )
  })

  it("end for tables with very many combinations", () => {
    const names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p"] as const
    const input = Schema.Struct(Object.fromEntries(names.map((name) => [name, Schema.Number])))
    const rules = Array.from({ length: 64 }, (_, i) => ({
      when: Object.fromEntries(names.map((name, k) => [name, `> ${(i * 7 + k * 3) % 31}`])),
      then: "low" as const,
    }))
    expect(
      decisionTable("t", { input, output: Schema.Literals(["low"]), hit: "collect", rules }).decide(
        Object.fromEntries(names.map((name) => [name, 100])),
      ),
    ).toHaveLength(64)
  })
})

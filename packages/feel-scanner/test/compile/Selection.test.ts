import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { compileOrThrow, contextOf, FeelDate, type FeelValue, listOf, NumberType, StringType } from "../../src/index.ts"

const value: fc.Arbitrary<FeelValue> = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -3, max: 3 }) },
  { weight: 4, arbitrary: fc.constantFrom("a", "b", "") },
  { weight: 1, arbitrary: fc.constantFrom(null, true, false, Number.NaN, FeelDate.of(2024, 1, 1)) },
)

const item: fc.Arbitrary<FeelValue> = fc.oneof(
  { weight: 60, arbitrary: fc.record({ n: fc.integer({ min: -3, max: 3 }), s: fc.constantFrom("a", "b", ""), b: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ n: value, s: value, b: value }, { requiredKeys: [] }) },
  { weight: 1, arbitrary: value },
)

const condition = fc
  .array(
    fc.oneof(
      fc.tuple(
        fc.constantFrom("n", "item.n", "item", "n"),
        fc.constantFrom("<", "<=", ">", ">=", "=", "!="),
        fc.constantFrom("0", "-2", "limit", "null"),
      ),
      fc.tuple(fc.constantFrom("s", "item.s"), fc.constantFrom("=", "!=", "<"), fc.constantFrom('"a"', "word", "2")),
      fc.constantFrom(["b", "", ""] as const, ["item.b", "", ""] as const),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((all) => all.map((parts) => parts.join(" ")).join(" and "))

const names = { limit: NumberType, word: StringType, items: listOf(contextOf({ n: NumberType, s: StringType, b: { kind: "boolean" } })) }

describe("the short way through a filter", () => {
  it("finds what the long way finds, and says the same of what is wrong", () => {
    fc.assert(
      fc.property(
        fc.array(item, { minLength: 16, maxLength: 40 }),
        condition,
        fc.boolean(),
        fc.boolean(),
        (items, text, numbers, typed) => {
          const list = numbers ? items.map((_, i) => i % 5) : items
          const context = { items: list, limit: 1, word: "b" }
          const options = typed ? { names } : {}
          const short = compileOrThrow(`items[${text}]`, options).evaluate(context)
          // What stands in an `if` does not take the short way.
          const long = compileOrThrow(`items[if true then ${text} else false]`, options).evaluate(context)
          expect(short.value).toEqual(long.value)
          expect(short.diagnostics.map(({ code, reason }) => [code, reason])).toEqual(
            long.diagnostics.map(({ code, reason }) => [code, reason]),
          )
        },
      ),
      { numRuns: 2000 },
    )
  })

  it("reads what it compares with once, from around the filter", () => {
    const items = Array.from({ length: 100 }, (_, i) => ({ price: i, kind: i % 2 === 0 ? "book" : "toy" }))
    const program = compileOrThrow('for limit in [90, 97] return count(items[price > limit and kind = "book"])')
    expect(program.evaluate({ items })).toEqual({ value: [4, 1], diagnostics: [] })
    expect(compileOrThrow("{low: 3, found: items[price < low].price}.found").value({ items })).toEqual([0, 1, 2])
  })

  it("counts the items that it looks at", () => {
    const items = Array.from({ length: 1000 }, (_, i) => ({ price: i }))
    const { value, diagnostics } = compileOrThrow("items[price > 5]", { limits: { steps: 999 } }).evaluate({ items })
    expect([value, diagnostics[0]?.code]).toEqual([null, "LimitReached"])
  })
})

/** Boxed expressions mean the same as the texts that they stand for. */
import { describe, expect, it } from "vitest"
import { decisions, type Expression } from "../../src/index.ts"
import { deciding, literal } from "../models.ts"

const decided = (logic: Expression) => decisions([deciding(logic)]).evaluate("d")

describe("boxed expressions", () => {
  it("look at all items where some have no answer: one that decides is enough", () => {
    const asked = (kind: "some" | "every", items: string): Expression => ({
      kind,
      variable: "x",
      in: literal(items),
      body: literal("x > 1"),
    })
    expect(decided(asked("some", "[null, 5]"))).toMatchObject({ value: true })
    expect(decided(asked("every", "[null, 0]"))).toMatchObject({ value: false })
    const open = decided(asked("some", "[null, 0]"))
    expect([open.value, open.diagnostics[0]?.code]).toEqual([null, "TypeMismatch"])
    const text: Expression = { kind: "some", variable: "x", in: literal("[1]"), body: literal('"yes"') }
    expect(decided(text)).toMatchObject({ value: null, diagnostics: [{ code: "NoBoolean" }] })
  })

  it("keep what 'partial' was in each turn", () => {
    const body = literal("partial")
    expect(decided({ kind: "for", variable: "x", in: literal("[1, 2, 3]"), body }).value).toEqual([[], [[]], [[], [[]]]])
    const sum = literal("if count(partial) = 0 then 1 else x * partial[-1]")
    expect(decided({ kind: "for", variable: "x", in: literal("[1..5]"), body: sum }).value).toEqual([1, 2, 6, 24, 120])
  })

  it("know an entry named 'item' of what they filter", () => {
    expect(decided({ kind: "filter", in: literal("[{item: 1}, {item: 3}]"), match: literal("item > 1") }).value).toEqual([{ item: 3 }])
    expect(decided({ kind: "filter", in: literal("[1, 3]"), match: literal("item > 1") }).value).toEqual([3])
  })

  it("have functions that call themselves in contexts", () => {
    const body = literal("if n <= 1 then 1 else n * fact(n - 1)")
    const fact = { name: "fact", value: { kind: "function", parameters: [{ name: "n", typeRef: "number" }], body } } as const
    expect(decided({ kind: "context", entries: [fact, { value: literal("fact(5)") }] }).value).toBe(120)
  })
})

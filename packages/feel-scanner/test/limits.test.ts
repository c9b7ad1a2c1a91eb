import { describe, expect, it } from "vitest"
import { compileOrThrow } from "../src/index.ts"

const limits = { steps: 100_000 }

describe("hostile expressions", () => {
  it.each([
    "count(for i in 1..1000000000 return i)",
    "for a in 1..100000, b in 1..100000 return a",
    "some x in 1..1000000000 satisfies x < 0",
    "{f: function(n) f(n) + f(n), r: f(1)}.r",
    "{f: function(s, n) if n = 0 then s else f(concatenate(s, s), n - 1), r: f([1], 60)}.r",
    '{f: function(s, n) if n = 0 then s else f(s + s, n - 1), r: f("x", 60)}.r',
    '{f: function(s, n) if n = 0 then s else f(string join([s, s], s), n - 1), r: f("x", 60)}.r',
    '{f: function(s, n) if n = 0 then s else f([s, s], n - 1), r: string(f("x", 60))}.r',
    'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a+)+$")',
    'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a|aa)+$")',
    'replace("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a*)*b", "x")',
    'split("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(x?x?x?a+)+b")',
  ])("%s ends with a diagnostic", (text) => {
    const { value, diagnostics } = compileOrThrow(text, { limits }).evaluate({})
    expect(value).toBeNull()
    expect(diagnostics.at(-1)?.code).toBe("LimitReached")
  })

  it("do no harm to the next evaluation", () => {
    const program = compileOrThrow("if n = 0 then 0 else count(for i in 1..n return i)", { limits })
    expect(program.value({ n: 1_000_000 })).toBeNull()
    expect(program.evaluate({ n: 3 })).toEqual({ value: 3, diagnostics: [] })
  })

  it("are ended when values are nested too deeply", () => {
    let deep: ReadonlyArray<unknown> = []
    for (let i = 0; i < 100_000; i++) deep = [deep]
    const value = deep as ReadonlyArray<never>
    for (const text of ["string(x)", "x = x2", "flatten(x)", "x instance of list<list<list<Any>>>"]) {
      expect(() => compileOrThrow(text).evaluate({ x: value, x2: [value] })).not.toThrow()
    }
  })
})

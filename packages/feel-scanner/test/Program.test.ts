import { describe, expect, it } from "vitest"
import { compile, compileOrThrow, FeelNames, FeelSyntaxError, feelFunction, NumberType, StringType, textOf } from "../src/index.ts"

describe("a program", () => {
  it("says which names it reads", () => {
    const program = compileOrThrow("a + sum(for x in xs return x * b) + {c: 1, d: c}.d")
    expect(program.references).toEqual(["a", "xs", "b"])
  })

  it("reads entries that are called like built-in functions, where it does not know the entries", () => {
    expect(compileOrThrow("sum > 1000 and sum([sum, 1]) > 2").value({ sum: 2000 })).toBe(true)
    expect(compileOrThrow("(count)([1, 2])").value({})).toBe(2)
  })

  it("knows what is the same in each evaluation", () => {
    expect(compileOrThrow("1 + 2 * 3").constant).toBe(7)
    expect(textOf(compileOrThrow('date("2024-01-01")').constant ?? null)).toBe("2024-01-01")
    expect(compileOrThrow("today()").constant).toBeUndefined()
    expect(compileOrThrow("1 / 0").constant).toBeUndefined()
  })

  it("knows its type as far as its names have types", () => {
    const names = { n: NumberType, s: StringType }
    expect(compileOrThrow("n + 1", { names }).type).toEqual(NumberType)
    expect(compileOrThrow('n > 1 and s = "a"', { names }).type.kind).toBe("boolean")
    expect(compileOrThrow("for x in [1] return upper case(s)", { names }).type).toEqual({ kind: "list", item: StringType })
  })

  it("tells where a value became null", () => {
    const { value, diagnostics } = compileOrThrow("1 +\n  a.b").evaluate({ a: { c: 1 } })
    expect(value).toBeNull()
    expect(diagnostics[0]).toEqual({
      code: "NoEntry",
      reason: "the context {c: 1} has no entry named b.",
      text: "1 +\n  a.b",
      position: { offset: 6, line: 2, column: 3 },
      part: "a.b",
    })
  })

  it("forgets the diagnostics of an earlier evaluation", () => {
    const program = compileOrThrow("a + 1")
    expect(program.evaluate({ a: "x" }).diagnostics).toHaveLength(1)
    expect(program.evaluate({ a: 1 })).toEqual({ value: 2, diagnostics: [] })
  })

  it("tests a condition", () => {
    const program = compileOrThrow("amount > 1000")
    expect([1001, 1000, "x", null].map((amount) => program.test({ amount }))).toEqual([true, false, false, false])
  })

  it("tells the time that it is given", () => {
    const clock = () => Date.UTC(2024, 1, 29, 23, 30)
    expect(textOf(compileOrThrow("now()", { clock }).value({}))).toBe("2024-02-29T23:30:00Z")
    expect(textOf(compileOrThrow("today()", { clock, zone: "Europe/Paris" }).value({}))).toBe("2024-03-01")
  })

  it("may be evaluated by a function that it calls", () => {
    const program = compileOrThrow("if n = 0 then 0 else again(n - 1) + n")
    const again = feelFunction("again", [{ name: "n", type: NumberType }], ([n]) => program.value({ n: n ?? null, again }))
    expect(program.value({ n: 4, again })).toBe(10)
  })

  it("ends a recursion through itself", () => {
    const program = compileOrThrow("again(n + 1) + again(n + 2)")
    const again = feelFunction("again", [{ name: "n", type: NumberType }], ([n]) => program.value({ n: n ?? null, again }))
    expect(program.evaluate({ n: 0, again }).diagnostics.at(-1)?.code).toBe("LimitReached")
  })

  it("sees layered contexts", () => {
    const outer = { a: 1 }
    const inner = Object.assign(Object.create(outer), { b: 2 })
    expect(compileOrThrow("a + b").value(inner)).toBe(3)
  })

  it("says what is no FEEL without throwing", () => {
    expect(compile("1 +")).toBeInstanceOf(FeelSyntaxError)
  })

  it("takes names that are prepared once", () => {
    const names = new FeelNames({ "Monthly Salary": NumberType })
    expect(compileOrThrow("Monthly Salary * 12", { names }).value({ "Monthly Salary": 2 })).toBe(24)
    expect(compileOrThrow("Yearly Salary", { names }).evaluate({}).diagnostics[0]?.code).toBe("UnknownName")
  })
})

describe("external functions", () => {
  const text = 'function(a, b) external {java: {class: "java.lang.Math", method signature: "max(double, double)"}}'

  it("are refused unless they are allowed", () => {
    expect(compileOrThrow(text).evaluate({}).diagnostics[0]?.code).toBe("ExternalFunction")
  })

  it("are those of the caller", () => {
    const program = compileOrThrow(`(${text})(1, 2)`, {
      externals: ({ mapping, parameters }) => {
        expect(parameters).toEqual(["a", "b"])
        expect(mapping).toMatchObject({ java: { class: "java.lang.Math" } })
        return ([a, b]) => (a === 1 && b === 2 ? 2 : null)
      },
    })
    expect(program.value({})).toBe(2)
  })

  it("may fail", () => {
    const externals = () => () => {
      throw new Error("no line")
    }
    const { value, diagnostics } = compileOrThrow(`(${text})(1, 2)`, { externals }).evaluate({})
    expect(value).toBeNull()
    expect(diagnostics[0]?.reason).toBe("the external function failed: no line")
  })
})

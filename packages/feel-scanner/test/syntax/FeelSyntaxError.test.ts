import { describe, expect, it } from "vitest"
import { compile, compileOrThrow, FeelSyntaxError } from "../../src/index.ts"

describe("syntax errors", () => {
  it.each([
    ["1 +", 1, 4, "an expression"],
    ["if a then b", 1, 12, "else"],
    ["(1", 1, 3, ")"],
    ['"abc', 1, 5, 'a closing "'],
    ["[1,\n 2", 2, 3, ","],
    ["a.b.", 1, 5, "a name"],
    ["f(a: 1, 2)", 1, 9, "arguments that all have names, or none"],
    ["1 2", 1, 3, "an operator"],
    ["for x in [1] x", 1, 14, "return"],
    ["x instance of", 1, 14, "a type"],
    ["1 # 2", 1, 3, "an expression"],
    ["{a 1}", 1, 2, "a name"],
  ])("in %s are found at line %i, column %i", (text, line, column, expected) => {
    const error = compile(text)
    expect(error).toBeInstanceOf(FeelSyntaxError)
    if (!(error instanceof FeelSyntaxError)) return
    expect(error.position).toMatchObject({ line, column })
    expect(error.expected).toContain(expected)
  })

  it("say what was expected and what was there", () => {
    expect(() => compileOrThrow("1 + * 2")).toThrow("Line 1, column 5: expected an expression, but found *.")
  })

  it("end what is nested too deeply", () => {
    for (const open of ["(", "[", "-", "{a: ", "f(", "x in (", "if a then ", "not("]) {
      expect(compile(open.repeat(20_000))).toBeInstanceOf(FeelSyntaxError)
    }
    expect(compile(`1${" + 1".repeat(20_000)}`)).toBeInstanceOf(FeelSyntaxError)
    expect(compile(`a${".a".repeat(20_000)}`)).toBeInstanceOf(FeelSyntaxError)
  })
})

import type { AnyExecutable } from "@millrace/kernel"
import { Schema } from "effect"
import { describe, expect, it } from "vitest"
import { expression, firstOf, ProcessDefinitionError, process } from "../src/index.ts"

const p = process("p", { version: 1 })

const errorOf = (make: () => AnyExecutable): ProcessDefinitionError => {
  try {
    make().build()
  } catch (error) {
    if (error instanceof ProcessDefinitionError) return error
    throw error
  }
  throw new Error("the process can be built")
}
const codesOf = (make: () => AnyExecutable) => errorOf(make).diagnostics.map(({ code, element }) => `${code} ${element ?? ""}`.trim())

describe("build throws one error with everything that is wrong", () => {
  it("two steps of one id in branches that cannot see each other", () => {
    const twice = () => p.exclusive("e", () => "a", { a: (b) => b.serviceTask("t", () => 1), b: (b) => b.serviceTask("t", () => 2) }).end()
    expect(codesOf(twice)).toEqual(["DuplicateStep t"])
    expect(errorOf(twice).message).toBe(
      "Process 'p@1' cannot be built:\n  - p@1: two steps are called 't'. Give one of them another id; branches can set one variable with '.set'. [DuplicateStep at t]",
    )
  })

  it("names with characters that paths are made of", () => {
    expect(codesOf(() => process("a/b", { version: 1 }).end())).toEqual(["InvalidName"])
    expect(
      codesOf(() =>
        p
          .serviceTask("a/b", () => 1)
          .userTask("c d")
          .label("e:f")
          .end(),
      ),
    ).toEqual(["InvalidName a/b", "InvalidName c d", "InvalidName e:f"])
  })

  it("a version that is no number from 1", () => {
    expect(codesOf(() => process("p", { version: 0 }).end())).toEqual(["InvalidVersion"])
  })

  it("a step behind ways that all ended", () => {
    expect(
      codesOf(() =>
        p
          .exclusive("e", () => "a", { a: (b) => b.end() })
          .userTask("t")
          .end(),
      ),
    ).toEqual(["UnreachableStep t"])
  })

  it("an end behind ways that all ended is no mistake: the chain needs it", () => {
    expect(
      p
        .exclusive("e", () => "a", { a: (b) => b.output(() => 1) })
        .end()
        .build().definition.id,
    ).toBe("p")
  })

  it("one variable with different schemas", () => {
    const differ = () =>
      p.exclusive("e", () => "a", { a: (b) => b.set("x", () => new Date(), { schema: Schema.Date }), b: (b) => b.set("x", 1) }).end()
    expect(codesOf(differ)).toEqual(["VariableSchemasDiffer x"])
  })

  it("an input that cannot be read field by field", () => {
    const input = Schema.Union([Schema.Struct({ at: Schema.Date }), Schema.Struct({ n: Schema.Finite })])
    expect(codesOf(() => process("p", { version: 1, input }).end())).toEqual(["InputNotByField"])
  })

  it("a sub-process whose value is now an output and now what it set, with schemas", () => {
    const mixed = () =>
      p
        .subProcess("s", (b) =>
          b
            .serviceTask("when", () => new Date(0), { schema: Schema.Date })
            .exclusive("e", () => "a", { a: (b) => b.output(() => 1), b: (b) => b }),
        )
        .end()
    expect(codesOf(mixed)).toEqual(["MixedScopeValue s"])
  })

  it("a timeout that is no time, a value that its schema refuses", () => {
    const wrong = () =>
      p
        .variable("n", 1.5, { schema: Schema.Int })
        .serviceTask("t", () => 1, { timeout: -5 })
        .end()
    expect(codesOf(wrong)).toEqual(["InvalidValue n", "InvalidDuration t"])
  })

  it("a due date that nobody can read", () => {
    const wrong = () =>
      p
        .wait("w", "2 dayz")
        .userTask("t", { due: "tomorrow" })
        .onTimer("u", "R0/PT1M", (b) => b.end())
        .end()
    expect(codesOf(wrong)).toEqual(["InvalidDuration w", "InvalidDuration t", "InvalidDuration u"])
    expect(codesOf(() => p.wait("w", new Date("never")).end())).toEqual(["InvalidDuration w"])
  })

  it("what the validator of the graph finds", () => {
    expect(codesOf(() => p.userTask("t").rollback("undo", "t").end())).toEqual(["CompensationTargetUnknown undo"])
  })

  it("a mock for no step", () => {
    const process = p.serviceTask("t", () => 1).end()
    expect(() => process.build({ mocks: { x: () => 1 } })).toThrow("the mock 'x' stands for no step. Steps that can be mocked: t.")
  })
})

it("a branch has to give back the flow it was given", () => {
  expect(() => p.exclusive("e", () => "a", { a: () => p.userTask("t") })).toThrow(
    "the flow of 'e:a' gives back something else than the flow it was given",
  )
})

it("warnings do not stand in the way; they are kept on the process", () => {
  const forEver = p.label("top").wait("w", "1 day").goto("top")
  expect(forEver.diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toContain("warning EndUnreachable")
  expect(forEver.build().definition.id).toBe("p")
})

it("the language of a condition is left to the engine, which knows the languages", () => {
  const choice = p.exclusive("e", firstOf({ a: expression("klingon", "nuqneH") }, "b"), { a: (b) => b, b: (b) => b }).end()
  expect(choice.diagnostics).toEqual([])
})

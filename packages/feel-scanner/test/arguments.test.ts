import { expect, it } from "vitest"
import { compile, compileOrThrow } from "../src/index.ts"

const js = (value: unknown): never => value as never

it.each([[undefined], [null], [0.5], [10n], [Symbol("s")], [() => 1], [[{}]], [new Date(0)], [{}]])("%s is no text of FEEL", (given) => {
  expect(() => compile(js(given))).toThrow(expect.objectContaining({ code: "FeelArgumentError" }))
})

it.each([[null], [3], ["x"]])("%s is no context, and no options", (given) => {
  expect(() => compile("a", js(given))).toThrow(expect.objectContaining({ code: "FeelArgumentError" }))
  expect(() => compile("a", { names: js(given) })).toThrow(expect.objectContaining({ code: "FeelArgumentError" }))
  expect(() => compileOrThrow("a").evaluate(js(given))).toThrow(expect.objectContaining({ code: "FeelArgumentError" }))
})

it("an error of syntax has a code like all others", () => {
  expect(compile("")).toMatchObject({ code: "FeelSyntaxError" })
})

import { Schema } from "effect"
import { describe, expect, it } from "vitest"
import { DmnError, decisions, decisionTable, decisionTask, dmn, readModel, writeModel } from "../src/index.ts"

const js = (value: unknown): never => value as never
const rubbish: ReadonlyArray<unknown> = [null, 0.5, 10n, Symbol("s"), () => 1, [3], new Date(Number.NaN), new Map(), { some: "field" }]
const table = { input: Schema.Struct({ age: Schema.Int }), output: Schema.String, hit: "first", rules: [] }

const errorOf = (call: () => unknown): unknown => {
  try {
    return call()
  } catch (cause) {
    return cause
  }
}

describe("what is no model, no table or no option", () => {
  it.each(rubbish.map((given) => [given]))("%s is refused with a code", (given) => {
    for (const call of [
      () => dmn(js(given)),
      () => dmn({ models: js(given) }),
      () => decisions(js(given)),
      () => readModel(js(given)),
      () => writeModel(js(given)),
      () => decisionTable(js(given), js(table)),
      () => decisionTable("t", js(given)),
      ...(["input", "output", "hit", "rules"] as const).map((name) => () => decisionTable("t", js({ ...table, [name]: given }))),
      () =>
        decisionTask(
          js(given),
          js(() => ({})),
        ),
    ]) {
      const error = errorOf(call)
      expect(error).toBeInstanceOf(DmnError)
      expect(error).toMatchObject({ code: "ArgumentInvalid" })
    }
  })

  it("is told where nothing is given at all", () => {
    expect(errorOf(() => js(Reflect.apply(decisionTable, undefined, [])))).toMatchObject({
      code: "ArgumentInvalid",
      message: expect.stringContaining("decisionTable"),
    })
    expect(errorOf(() => dmn(js({ model: [] })))).toMatchObject({ message: expect.stringContaining("no option 'model'. Options: models") })
  })
})

import { describe, expect, it } from "vitest"
import { compileOrThrow, Evaluation, type FeelContext, feelFunction, NumberType } from "../../src/index.ts"

describe("an evaluation of many texts", () => {
  it("collects the diagnostics of all of them", () => {
    const evaluation = new Evaluation()
    compileOrThrow("a.b").within(evaluation.site, { a: {} })
    compileOrThrow("1 / 0").within(evaluation.site, {})
    expect(evaluation.diagnostics.map(({ code, text }) => [code, text])).toEqual([
      ["NoEntry", "a.b"],
      ["NoResult", "1 / 0"],
    ])
  })

  it("ends functions that call each other too often, over the borders of texts", () => {
    const scope: { [name: string]: FeelContext[string] } = {}
    const body = compileOrThrow("again(n + 1) + again(n + 2)")
    scope.again = feelFunction("again", [{ name: "n", type: NumberType }], ([n], site) => body.within(site, { ...scope, n: n ?? null }))
    const evaluation = new Evaluation()
    const value = evaluation.guarded(() => compileOrThrow("again(0)").within(evaluation.site, scope), null)
    expect(value).toBeNull()
    expect(evaluation.diagnostics.at(-1)?.code).toBe("LimitReached")
  })

  it("has one clock, which stands still", () => {
    let time = 0
    const evaluation = new Evaluation({ clock: () => time++ })
    const now = compileOrThrow("now()")
    expect(now.within(evaluation.site, {})).toEqual(now.within(evaluation.site, {}))
  })
})

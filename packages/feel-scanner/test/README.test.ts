import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { builtinNames } from "../src/builtins/Builtins.ts"
import { compileOrThrow, contextOf, DateType, Evaluation, FeelDate, feelFunction, listOf, NumberType } from "../src/index.ts"

describe("the README", () => {
  it("tells the truth", () => {
    const isLarge = compileOrThrow('amount > 1000 and customer.status = "new"')
    expect(isLarge.test({ amount: 1200, customer: { status: "new" } })).toBe(true)
    const names = { "order lines": listOf(contextOf({ "unit price": NumberType, due: DateType })) }
    const program = compileOrThrow('sum(order lines[due < date("2025-01-01")].unit price)', { names })
    expect(program.value({ "order lines": [{ "unit price": 3, due: FeelDate.of(2024, 5, 1) }] })).toBe(3)
    const tax = feelFunction("tax", [{ name: "net", type: NumberType }], ([net]) => (typeof net === "number" ? net / 5 : null))
    expect(compileOrThrow("tax(net: 100)").value({ tax })).toBe(20)
    const body = compileOrThrow("n * 2", { names: { n: NumberType } })
    const double = feelFunction("double", [{ name: "n", type: NumberType }], ([n], site) => body.within(site, { n: n ?? null }))
    const evaluation = new Evaluation()
    expect(evaluation.guarded(() => compileOrThrow("double(21)").within(evaluation.site, { double }), null)).toBe(42)
  })

  it("has a page of reference that names every built-in function", () => {
    const page = readFileSync(new URL("../../../docs/reference/feel.md", import.meta.url), "utf8")
    expect(Array.from(builtinNames.types.keys()).filter((name) => !page.includes(`\`${name}(`))).toEqual([])
  })

  it("names every diagnostic code", () => {
    const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8")
    const source = readFileSync(new URL("../src/Diagnostic.ts", import.meta.url), "utf8")
    for (const [, code] of source.matchAll(/^ {2}\| "([A-Za-z]+)"$/gm)) expect(readme).toContain(`\`${code}\``)
  })
})

import { describe, expect, it } from "vitest"
import { Any, compileOrThrow, contextOf, listOf, NumberType, StringType } from "../../src/index.ts"
import { feel } from "../evaluated.ts"

describe("names", () => {
  it("may have spaces", () => {
    expect(feel("12 * Monthly Salary", { "Monthly Salary": 100 })).toBe("1200")
  })

  it("are the longest that is known", () => {
    expect(feel("a b", { a: 1, "a b": 2 })).toBe("2")
    expect(feel("a-b", { a: 5, b: 3 })).toBe("2")
    expect(feel("a-b", { a: 5, b: 3, "a-b": 7 })).toBe("7")
    expect(feel("Teacher's Evaluation", { "Teacher's Evaluation": "good" })).toBe("good")
  })

  it("may hold and begin with words of the language", () => {
    expect(feel("terms and conditions + 1", { "terms and conditions": 1 })).toBe("2")
    expect(feel("some value > 1", { "some value": 2 })).toBe("true")
    expect(feel("if any > 1 then 2 else 3", { "if any": 2, any: 0 }, { names: { any: NumberType } })).toBe("3")
  })

  it("of entries are known inside of a context and behind a point", () => {
    expect(feel("{net price: 2, gross price: net price * 2}.gross price")).toBe("4")
    expect(feel("{foo+bar: 1}.foo+bar")).toBe("1")
    expect(feel("loan.rate-loan.fee", { loan: { rate: 5, fee: 3 } })).toBe("2")
    expect(feel("loan.rate-fee", { loan: { "rate-fee": 9 } })).toBe("9")
  })

  it("of the items' entries are known in a filter, and hide outer ones", () => {
    const staff = [
      { "first name": "Ann", age: 20 },
      { "first name": "Bob", age: 40 },
    ]
    expect(feel('staff[first name = "Bob"].age', { staff })).toBe("[40]")
    expect(feel("staff[age > limit].first name", { staff, limit: 30 })).toBe('["Bob"]')
    expect(feel("staff[age = 20].age", { staff, age: 40 })).toBe("[20]")
    expect(feel("xs[x > 1]", { xs: [{ x: 1 }, { x: 2 }] }, { names: { xs: Any } })).toBe("[{x: 2}]")
  })

  it("of functions may be hidden by variables of other kinds, and still be called", () => {
    expect(feel("count([1,2]) + count", { count: 3 })).toBe("5")
    expect(feel('date("2024-01-01").year + date', { date: 1 })).toBe("2025")
  })

  it("that nobody declared are words that follow each other", () => {
    const program = compileOrThrow("date of birth + Extra days case 1 > 3")
    expect(program.references).toEqual(["date of birth", "Extra days case 1"])
    expect(program.value({ "date of birth": 3, "Extra days case 1": 1 })).toBe(true)
  })

  it("that are inherited by every object mean nothing", () => {
    expect(feel("toString")).toBe("null")
    expect(feel("{}.constructor")).toBe("null")
    expect(feel('get value({}, "__proto__")')).toBe("null")
    expect(feel("{__proto__: 1}.__proto__")).toBe("1")
    expect(compileOrThrow("constructor").value({ constructor: 4 })).toBe(4)
  })

  it("are told apart by the types of entries", () => {
    const names = { order: contextOf({ "total-net": NumberType, lines: listOf(contextOf({ "unit price": NumberType, sku: StringType })) }) }
    const program = compileOrThrow("order.total-net + sum(order.lines.unit price)", { names })
    expect(program.value({ order: { "total-net": 1, lines: [{ "unit price": 2, sku: "a" }] } })).toBe(3)
  })
})

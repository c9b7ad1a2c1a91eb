import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { compileOrThrow, type FeelContext, type FeelValue } from "../src/index.ts"

/** Terms of `and`, `or` and `not` over three variables, as text. */
const { term } = fc.letrec<{ term: string }>((tie) => ({
  term: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom("a", "b", "c", "true", "false", "null"),
    fc.tuple(tie("term"), tie("term")).map(([left, right]) => `(${left} and ${right})`),
    fc.tuple(tie("term"), tie("term")).map(([left, right]) => `(${left} or ${right})`),
    tie("term").map((inner) => `not(${inner})`),
  ),
}))

const truth = fc.constantFrom(true, false, null)
const context = fc.record({ a: truth, b: truth, c: truth })

const answerOf = (text: string, given: FeelContext): FeelValue => compileOrThrow(text).value(given)

const law = (name: string, make: (x: string, y: string, z: string) => readonly [string, string]) => {
  it(name, () => {
    fc.assert(
      fc.property(term, term, term, context, (x, y, z, given) => {
        const [left, right] = make(x, y, z)
        expect(answerOf(left, given)).toBe(answerOf(right, given))
      }),
      { numRuns: 300 },
    )
  })
}

describe("logic with three values", () => {
  law("does not ask for the order of `and`", (x, y) => [`${x} and ${y}`, `${y} and ${x}`])
  law("does not ask for the order of `or`", (x, y) => [`${x} or ${y}`, `${y} or ${x}`])
  law("does not ask how `and` is grouped", (x, y, z) => [`(${x} and ${y}) and ${z}`, `${x} and ${y} and ${z}`])
  law("does not ask how `or` is grouped", (x, y, z) => [`${x} or (${y} or ${z})`, `${x} or ${y} or ${z}`])
  law("distributes `and` over `or`", (x, y, z) => [`${x} and (${y} or ${z})`, `${x} and ${y} or ${x} and ${z}`])
  law("absorbs", (x, y) => [`${x} and (${x} or ${y})`, x])
  law("negates `and` as De Morgan says", (x, y) => [`not(${x} and ${y})`, `not(${x}) or not(${y})`])
  law("takes a double negation away", (x) => [`not(not(${x}))`, x])

  it("agrees with all and any", () => {
    fc.assert(
      fc.property(fc.array(truth, { minLength: 2, maxLength: 5 }), (values) => {
        expect(answerOf("all(values)", { values })).toBe(answerOf(values.map(String).join(" and "), {}))
        expect(answerOf("any(values)", { values })).toBe(answerOf(values.map(String).join(" or "), {}))
      }),
    )
  })

  it("agrees with every and some", () => {
    fc.assert(
      fc.property(fc.array(truth, { minLength: 2, maxLength: 5 }), (values) => {
        expect(answerOf("every x in values satisfies x", { values })).toBe(answerOf(values.map(String).join(" and "), {}))
        expect(answerOf("some x in values satisfies x", { values })).toBe(answerOf(values.map(String).join(" or "), {}))
      }),
    )
  })
})

import fc from "fast-check"
import { expect, it } from "vitest"
import type { BinaryOperator, JuelNode } from "../../src/juel/JuelNode.ts"
import { parseJuel } from "../../src/juel/parseJuel.ts"
import { printJuel } from "../../src/juel/printJuel.ts"

const operators: ReadonlyArray<BinaryOperator> = ["+", "-", "+=", "*", "/", "%", "<", "<=", ">", ">=", "==", "!=", "&&", "||"]
const words = fc.string({ unit: "binary", maxLength: 8 })
const at = 0

const { node } = fc.letrec<{ node: JuelNode }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc
      .oneof(words, fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }), fc.boolean(), fc.constant(null))
      .map((value): JuelNode => ({ kind: "literal", value })),
    fc.constantFrom("a", "größe", "$x", "_y1").map((name): JuelNode => ({ kind: "variable", name, at })),
    fc.tuple(tie("node"), tie("node")).map(([base, key]): JuelNode => ({ kind: "index", base, key, at })),
    fc
      .tuple(fc.constantFrom("-" as const, "!" as const, "empty" as const), tie("node"))
      .map(([operator, operand]): JuelNode => ({ kind: "unary", operator, operand, at })),
    fc
      .tuple(fc.constantFrom(...operators), tie("node"), tie("node"))
      .map(([operator, left, right]): JuelNode => ({ kind: "binary", operator, left, right, at })),
    fc.tuple(tie("node"), tie("node"), tie("node")).map(([test, yes, no]): JuelNode => ({ kind: "choice", test, yes, no, at })),
    fc.array(tie("node"), { maxLength: 3 }).map((items): JuelNode => ({ kind: "list", items })),
    fc.array(fc.tuple(words, tie("node")), { maxLength: 3 }).map((fields): JuelNode => ({ kind: "object", fields })),
  ),
}))

/** Where things stand is another matter. */
const withoutPlaces = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === "at" ? 0 : Object.is(inner, -0) ? 0 : inner)))

it("writes any expression so that it is read as the same one", () => {
  fc.assert(
    fc.property(node, (one) => {
      expect(withoutPlaces(parseJuel(`\${${printJuel(one)}}`))).toEqual(withoutPlaces(one))
    }),
    { numRuns: 300 },
  )
})

it("joins text that has expressions in it", () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: expressions are written so
  expect(printJuel(parseJuel("it's ${a} of ${b + 1}"))).toBe("'' += 'it\\'s ' += a += ' of ' += (b + 1)")
})

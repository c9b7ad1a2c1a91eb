// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions are written so
import type { Json, JsonObject } from "@millrace/kernel"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { compileJuel } from "../../src/juel/compileJuel.ts"
import { JuelError } from "../../src/juel/JuelError.ts"

const evaluate = (text: string, vars: JsonObject = {}): Json => compileJuel(text)(vars)

const errorOf = (text: string, vars: JsonObject = {}): JuelError => {
  try {
    evaluate(text, vars)
  } catch (cause) {
    if (cause instanceof JuelError) return cause
    throw cause
  }
  throw new Error(`'${text}' was taken.`)
}

const vars: JsonObject = {
  amount: 150,
  vip: false,
  name: "Ann",
  none: null,
  empty_: "",
  order: { id: "A-1", lines: [{ sku: "x", "the key": 7 }, { sku: "y" }], tags: [] },
  list: [1, 2, 3],
  key: "sku",
}

describe("values", () => {
  it.each<[string, Json]>([
    ["${amount > 100 && !vip}", true],
    ["#{amount > 100 and not vip}", true],
    ["${1 + 2 * 3}", 7],
    ["${(1 + 2) * 3}", 9],
    ["${10 - 4 - 3}", 3],
    ["${7 / 2}", 3.5],
    ["${7 div 2}", 3.5],
    ["${7 mod 4}", 3],
    ["${5-2}", 3],
    ["${-amount}", -150],
    ["${- -3}", 3],
    ["${-0}", 0],
    ["${1.5e2}", 150],
    ["${.5}", 0.5],
    ["${'it\\'s'}", "it's"],
    ['${"a\\\\b"}', "a\\b"],
    ["${true ? 'a' : false ? 'b' : 'c'}", "a"],
    ["${false ? 'a' : false ? 'b' : 'c'}", "c"],
    ["${null}", null],
    ["${list}", [1, 2, 3]],
    ["${[]}", []],
    ["${[1, 'a', [amount]]}", [1, "a", [150]]],
    ["${{}}", {}],
    ["${{'id': order.id, n: {a: 1}}}", { id: "A-1", n: { a: 1 } }],
    ["${{a: 1}.a + {b: 2}['b']}", 3],
    ["${'Hello ' += name += 1 + 1}", "Hello Ann2"],
    ["", ""],
    ["plain text", "plain text"],
  ])("of %s are those of the language", (text, value) => {
    expect(evaluate(text, vars)).toEqual(value)
  })

  it("are read from objects and lists, by name and by place", () => {
    expect(evaluate("${order.id}", vars)).toBe("A-1")
    expect(evaluate("${order['id']}", vars)).toBe("A-1")
    expect(evaluate("${order.lines[1].sku}", vars)).toBe("y")
    expect(evaluate("${order.lines[0][key]}", vars)).toBe("x")
    expect(evaluate("${order.lines[0]['the key']}", vars)).toBe(7)
    expect(evaluate("${order.lines['1'].sku}", vars)).toBe("y")
  })

  it("are null where there is nothing inside", () => {
    expect(evaluate("${order.nothing}", vars)).toBeNull()
    expect(evaluate("${order.nothing.deeper}", vars)).toBeNull()
    expect(evaluate("${list[7]}", vars)).toBeNull()
    expect(evaluate("${list[-1]}", vars)).toBeNull()
    expect(evaluate("${order[none]}", vars)).toBeNull()
  })

  it("never come from what all objects of JavaScript have", () => {
    for (const name of ["constructor", "__proto__", "toString", "hasOwnProperty"]) {
      expect(evaluate(`\${order.${name}}`, vars)).toBeNull()
      expect(evaluate(`\${order['${name}']}`, vars)).toBeNull()
      expect(errorOf(`\${${name}}`, vars)).toMatchObject({ code: "JuelFailed" })
    }
    expect(errorOf("${name.length}", vars)).toMatchObject({ code: "JuelFailed" })
    expect(errorOf("${list.length}", vars).message).toContain("'length' is no place in a list")
  })

  it("are texts where there is text around", () => {
    expect(evaluate("Hello ${name}, ${amount} for you", vars)).toBe("Hello Ann, 150 for you")
    expect(evaluate("${name}#{amount}", vars)).toBe("Ann150")
    expect(evaluate("[${none}]", vars)).toBe("[]")
    expect(evaluate("costs \\${amount} or \\#{x}", vars)).toBe("costs ${amount} or #{x}")
    expect(evaluate("100 $ and {this}", vars)).toBe("100 $ and {this}")
    expect(errorOf("a ${list}", vars).message).toContain("a list is no text")
  })
})

describe("operators", () => {
  it.each<[string, boolean]>([
    ["${none == null}", true],
    ["${none < 1}", false],
    ["${none >= 1}", false],
    ["${none <= none}", true],
    ["${none < none}", false],
    ["${'10' == 10}", true],
    ["${'10' > 9}", true],
    ["${'10' > '9'}", false],
    ["${'b' gt 'a'}", true],
    ["${true == 'TRUE'}", true],
    ["${order.lines == order.lines}", true],
    ["${empty none and empty empty_ and empty order.tags}", true],
    ["${empty list}", false],
    ["${not empty order}", true],
    ["${!none}", true],
    ["${'x' ne 'y' and 1 ne 2}", true],
    ["${1 le 1 and 1 lt 2 and 2 ge 2}", true],
  ])("convert what they compare: %s", (text, value) => {
    expect(evaluate(text, vars)).toBe(value)
  })

  it("compare lists and objects by what is in them", () => {
    const both = { left: { a: [1, { b: null }] }, right: { a: [1, { b: null }] }, other: { a: [1, { c: null }] } }
    expect(evaluate("${left == right}", both)).toBe(true)
    expect(evaluate("${left == other}", both)).toBe(false)
    expect(evaluate("${left != right}", both)).toBe(false)
  })

  it("take null as 0", () => {
    expect(evaluate("${none + 1}", vars)).toBe(1)
    expect(evaluate("${'2' * '3'}", vars)).toBe(6)
  })

  it("look at the right side only where it matters", () => {
    expect(evaluate("${vip && nobody}", vars)).toBe(false)
    expect(evaluate("${!vip || nobody}", vars)).toBe(true)
    expect(evaluate("${vip ? nobody : 1}", vars)).toBe(1)
  })

  it("say what does not fit, and where", () => {
    expect(errorOf("${name + 1}", vars).message).toBe("'Ann' is no number (line 1, column 8)")
    expect(errorOf("${amount && vip}", vars).message).toContain("150 is neither true nor false")
    expect(errorOf("${list < list}", vars).message).toContain("a list and a list have no order")
    expect(errorOf("${1 / 0}", vars).message).toContain("gives no number")
    expect(errorOf("${order.id.x}", vars).message).toContain("'A-1' has nothing inside, such as 'x'")
    expect(errorOf("${\n  missing}", vars)).toMatchObject({ code: "JuelFailed", line: 2, column: 3 })
    expect(errorOf("${missing}", vars).message).toContain("there is no variable 'missing' here")
  })
})

describe("activities that run many times", () => {
  it("are seen by the names of these engines, and counted from 0", () => {
    const seen = { numberOfInstances: 5, numberOfCompletedInstances: 3, numberOfActiveInstances: 2, loopCounter: 1 }
    expect(evaluate("${nrOfCompletedInstances / nrOfInstances >= 0.6 }", seen)).toBe(true)
    expect(evaluate("${nrOfActiveInstances}", seen)).toBe(2)
    expect(evaluate("kermit_${loopCounter}", seen)).toBe("kermit_0")
  })

  it("leave variables of these names alone", () => {
    expect(evaluate("${nrOfInstances}", { nrOfInstances: 9, numberOfInstances: 5 })).toBe(9)
    expect(evaluate("${loopCounter}", { loopCounter: "x" })).toBe("x")
  })
})

describe("what is no expression", () => {
  it.each([
    ["${", "the expression has no end"],
    ["${a", "the expression has no end"],
    ["${}", "the end stands where a value has to stand"],
    ["${a b}", "'b' stands where the expression has to end"],
    ["${1 2}", "the number 2 stands where the expression has to end"],
    ["${a +}", "the end stands where a value has to stand"],
    ["${(a}", "the end stands where ')' has to stand"],
    ["${a ? b}", "where ':' has to stand"],
    ["${a.}", "where the name of a property has to stand"],
    ["${'a}", "a text has no end"],
    ["${'C:\\temp'}", "a backslash stands before a quote or another backslash only"],
    ["${a; b}", "';' has no meaning here"],
    ["${a = 1}", "'=' stands where the expression has to end"],
    ["${a instanceof b}", "'instanceof' stands where the expression has to end"],
    ["${[1}", "where ']' has to stand"],
    ["${{a: 1}", "the expression has no end"],
    ["${{a: 1,}}", "the end stands where the name of a field has to stand"],
    ["${{1: 1}}", "where the name of a field has to stand"],
    ["${1e999}", "the number is too large"],
    ["${bean.run(a)}", "'run(…)' calls something"],
    ["${now()}", "'now(…)' calls something"],
    ["${list.size() > 1}", "'size(…)' calls something"],
  ])("is told with its place: %s", (text, reason) => {
    const error = errorOf(text)
    expect(error).toMatchObject({ code: "JuelSyntax", _tag: "JuelError" })
    expect(error.message).toContain(reason)
  })

  it("names the line and the column", () => {
    expect(errorOf("Dear ${a}\nand ${b +* c}")).toMatchObject({ line: 2, column: 10 })
  })

  it("is what is too long or too deep", () => {
    expect(errorOf(`\${${"(".repeat(600)}1${")".repeat(600)}}`)).toMatchObject({ code: "JuelTooLarge" })
    expect(errorOf(`\${${"!".repeat(10_000)}true}`)).toMatchObject({ code: "JuelTooLarge" })
    expect(errorOf(`\${1${"+1".repeat(10_000)}}`)).toMatchObject({ code: "JuelTooLarge" })
    expect(errorOf(`\${a${".b".repeat(10_000)}}`)).toMatchObject({ code: "JuelTooLarge" })
    expect(errorOf(`\${${"a?b:".repeat(5_000)}c}`)).toMatchObject({ code: "JuelTooLarge" })
    expect(errorOf("x".repeat(60_000))).toMatchObject({ code: "JuelTooLarge" })
    expect(errorOf("${a}".repeat(100), { a: "x".repeat(50_000) })).toMatchObject({ code: "JuelTooLarge" })
    expect(evaluate(`\${1${"+1".repeat(400)}}`)).toBe(401)
  })
})

describe("properties", () => {
  const words = [
    "a",
    "b",
    "c",
    "${",
    "#{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ".",
    "'x'",
    '"',
    "1",
    "2.5",
    "+",
    "-",
    "*",
    "/",
    "%",
    "!",
    "&&",
    "||",
    "==",
    "<=",
    " ",
    "?",
    ":",
    "empty",
    "not",
    "null",
    "\\",
    "é",
    "\n",
  ]

  it("no text breaks it: it has a value, or an error of its own", () => {
    const seen = { a: 1, b: "t", c: [null, { a: true }] }
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary", maxLength: 60 }),
          fc.array(fc.constantFrom(...words), { maxLength: 25 }).map((all) => all.join("")),
        ),
        (text) => {
          for (const one of [text, `\${${text}}`]) {
            try {
              const value = evaluate(one, seen)
              expect(value === undefined).toBe(false)
            } catch (cause) {
              if (!(cause instanceof JuelError)) throw cause
            }
          }
        },
      ),
      { numRuns: 400 },
    )
  })

  it("numbers and truths are computed as anywhere else", () => {
    const { number, truth } = fc.letrec<{ number: string; truth: string }>((tie) => ({
      number: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        fc.constantFrom("0", "1", "2", "3", "10", "x"),
        fc.tuple(tie("number"), fc.constantFrom("+", "-", "*"), tie("number")).map(([left, sign, right]) => `${left} ${sign} ${right}`),
        tie("number").map((inner) => `(${inner})`),
        fc.tuple(tie("truth"), tie("number"), tie("number")).map(([test, yes, no]) => `((${test}) ? ${yes} : ${no})`),
      ),
      truth: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        fc.constantFrom("true", "false", "y"),
        fc
          .tuple(tie("number"), fc.constantFrom("<", "<=", ">", ">=", "==", "!="), tie("number"))
          .map(([left, sign, right]) => `${left} ${sign} ${right}`),
        fc.tuple(tie("truth"), fc.constantFrom("&&", "||"), tie("truth")).map(([left, sign, right]) => `${left} ${sign} ${right}`),
        tie("truth").map((inner) => `!(${inner})`),
      ),
    }))
    fc.assert(
      fc.property(fc.oneof(number, truth), fc.integer({ min: -5, max: 5 }), fc.boolean(), (text, x, y) => {
        const expected: unknown = new Function("x", "y", `return ${text}`)(x, y)
        expect(evaluate(`\${${text}}`, { x, y })).toBe(typeof expected === "number" ? expected + 0 : expected)
      }),
      { numRuns: 500 },
    )
  })
})

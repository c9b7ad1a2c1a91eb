import { describe, expect, it } from "vitest"
import { computed, feel, problems } from "../evaluated.ts"

const cases = (rows: ReadonlyArray<readonly [string, string]>) => {
  it.each(rows)("%s is %s", (text, value) => {
    expect(feel(text)).toBe(value)
  })
}

describe("operators", () => {
  cases([
    ["1 + 2 * 3", "7"],
    ["(1 + 2) * 3", "9"],
    ["2 ** 3 ** 2", "64"],
    ["-3 ** 2", "9"],
    ["10 + 20 / -5 - 3", "3"],
    ["0.1 + 0.2 = 0.3", "true"],
    ["1 / 3 * 3", "0.9999999999999999999999999999999999"],
    ["10 ** 30 + 1", "1000000000000000000000000000001"],
    ['"a" + "b"', "ab"],
    ["1 + 2 /* three */ // and more", "3"],
  ])

  it("have no meaning for other kinds", () => {
    expect(problems('1 + "a"')).toEqual(["TypeMismatch"])
    expect(problems("1 / 0")).toEqual(["NoResult"])
    expect(problems("-true")).toEqual(["TypeMismatch"])
    expect(problems("10 ** 7000")).toEqual(["NoResult"])
  })
})

describe("logic with three values", () => {
  cases([
    ["true and null", "null"],
    ["false and null", "false"],
    ["null or true", "true"],
    ["null or false", "null"],
    ["true and 1", "null"],
    ["true and true and null", "null"],
    ["false or false or true", "true"],
    ["if null then 1 else 2", "2"],
  ])
})

describe("comparisons", () => {
  cases([
    ["1 = 1.0", "true"],
    ["null = null", "true"],
    ["1 = null", "false"],
    ["1 != null", "true"],
    ["[1, {a: 2}] = [1, {a: 2}]", "true"],
    ['"\\U01F40E" > "\\uFFFD"', "true"],
    ["5 between 1 and 5", "true"],
    ["1 in [1..3)", "true"],
    ["3 in [1..3)", "false"],
    ["1 in (1..3)", "false"],
    ["5 in (> 3)", "true"],
    ["5 in (< 3, 5)", "true"],
    ["1 in [[2..4], [1..3]]", "true"],
    ["[1, 2] in [[1, 2], [3]]", "true"],
    ["4 in (? > 3)", "true"],
    ["(< 10) = (null..10)", "false"],
    ["[1..10].start included", "true"],
    ["(=10).end", "10"],
  ])

  it("of unlike kinds are null", () => {
    expect(feel('1 = "1"')).toBe("null")
    expect(problems('1 < "1"')).toEqual(["TypeMismatch"])
    expect(problems("null > 1")).toEqual(["TypeMismatch"])
    expect(problems("null between 1 and 2")).toEqual(["TypeMismatch"])
  })

  it("see numbers beyond doubles", () => {
    expect(feel("9007199254740993 > 9007199254740992")).toBe("true")
    expect(feel("x > 1 and x = 10 ** 40", { x: 10n ** 40n })).toBe("true")
  })
})

describe("lists, filters and paths", () => {
  cases([
    ["[1, 2, 3][2]", "2"],
    ["[1, 2, 3][-1]", "3"],
    ["[1, 2, 3][item > 1]", "[2, 3]"],
    ["[1, 2, 3][item > 1][1]", "2"],
    ["[1, 2, 3][true]", "[1, 2, 3]"],
    ["[1, 2, 3][> 1]", "[2, 3]"],
    ["[1, 2, 3][!= 2]", "[1, 3]"],
    ["5[1]", "5"],
    ["[{item: 1}, {item: 2}][item > 1]", "[{item: 2}]"],
    ["[{a: 1}, {a: 2}].a", "[1, 2]"],
    ["[[1], [2, 3]][count(item) > 1]", "[[2, 3]]"],
    ["[1, 2, 3][[3, 2, 1][item > 1][1]]", "3"],
    ['@"2024-02-29".month', "2"],
    ['@"P1DT2H".hours', "2"],
  ])

  it("say what does not exist", () => {
    expect(problems("[1][2]")).toEqual(["OutOfRange"])
    expect(problems("{a: 1}.b")).toEqual(["NoEntry"])
    expect(problems("null.b")).toEqual(["NoEntry"])
    expect(problems("null[1]")).toEqual(["TypeMismatch"])
    expect(problems('[1]["x"]')).toEqual(["TypeMismatch"])
  })

  it("take a position from a variable", () => {
    expect(feel("xs[n]", { xs: [10, 20], n: 2 })).toBe("20")
    expect(feel("xs[n]", { xs: [], n: 2 })).toBe("null")
    expect(feel("xs[n > 1]", { xs: [], n: 2 })).toBe("[]")
  })
})

describe("contexts", () => {
  cases([
    ["{a: 1, b: a + 1, c: {d: b + 1}}.c.d", "3"],
    ['{"a b": 1, "{": 2}', '{a b: 1, "{": 2}'],
    ["{a: 1} = {a: 1.0}", "true"],
  ])

  it("have each name once", () => {
    expect(problems("{a: 1, a: 2}")).toEqual(["DuplicateEntry"])
  })
})

describe("loops", () => {
  cases([
    ["for x in [1, 2] return x * 2", "[2, 4]"],
    ["for x in 3..1 return x", "[3, 2, 1]"],
    ["for x in [1..3) return x", "[1, 2]"],
    ['for d in @"2024-02-28"..@"2024-03-01" return d.day', "[28, 29, 1]"],
    ["for x in [1, 2], y in [x, 10] return x * y", "[1, 10, 4, 20]"],
    ["for i in 0..4 return if i = 0 then 1 else i * partial[-1]", "[1, 1, 2, 6, 24]"],
    ["for i in 1..3 return count(partial)", "[0, 1, 2]"],
    ["for i in 1..2 return partial", "[[], [[]]]"],
    ["some x in [1, 2] satisfies x > 1", "true"],
    ["every x in [1, 2] satisfies x > 1", "false"],
    ["every x in [] satisfies x > 1", "true"],
    ["some x in [null, 1] satisfies x > 1", "null"],
  ])

  it("need items", () => {
    expect(problems("for x in null return x")).toEqual(["TypeMismatch"])
    expect(problems('for x in 1.."a" return x')).toEqual(["TypeMismatch"])
    expect(problems("every x in [1] satisfies x")).toEqual(["TypeMismatch"])
  })
})

describe("functions", () => {
  cases([
    ["(function(a, b) a - b)(3, 2)", "1"],
    ["(function(a, b) a - b)(b: 3, a: 2)", "-1"],
    ["{add: function(a: number) function(b: number) a + b, r: add(1)(2)}.r", "3"],
    ["{fact: function(n) if n < 2 then 1 else n * fact(n - 1), r: fact(20)}.r", "2432902008176640000"],
    ["(for x in [1, 2, 3] return function() x)[2]()", "2"],
    ["{f: function(g: function<number> -> number, x) g(x), r: f(function(y: number) y * 2, 4)}.r", "8"],
    ['(function(a: string) a)(["x"])', "x"],
    ['(function(d: date and time) string(d))(@"2024-01-01")', "2024-01-01T00:00:00Z"],
    ["sort([3, 1, 2], function(x, y) x > y)", "[3, 2, 1]"],
  ])

  it("refuse other arguments", () => {
    expect(problems('(function(a: number) a)("x")')).toEqual(["InvalidArgument"])
    expect(problems("(function(a) a)()")).toEqual(["WrongArguments"])
    expect(problems("(function(a) a)(b: 1)")).toEqual(["WrongArguments"])
    expect(problems("x(1)", { x: 1 })).toEqual(["NoFunction"])
    expect(problems("nobody(1)", {})).toEqual(["UnknownName", "NoFunction"])
  })

  it("keep the values around them after the evaluation", () => {
    const f = computed("{n: 2, f: function(x) x * n}.f")
    expect(feel("f(21)", { f })).toBe("42")
  })
})

describe("types", () => {
  cases([
    ["1 instance of number", "true"],
    ["null instance of Any", "false"],
    ["[1, 2] instance of list<number>", "true"],
    ['[1, "a"] instance of list<number>', "false"],
    ["{a: {b: 1}} instance of context<a: context<b: number>>", "true"],
    ['(function(a: number) "x") instance of function<number> -> string', "true"],
    ['(function(a: number) "x") instance of function<number> -> number', "false"],
    ["[1..3] instance of range<number>", "true"],
    ['@"P1D" instance of days and time duration', "true"],
    ["sum instance of function<number> -> number", "true"],
  ])

  it("that nobody declared give null", () => {
    expect(problems("1 instance of tUnknown")).toEqual(["UnknownType"])
  })
})

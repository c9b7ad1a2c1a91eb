import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { builtinNames } from "../../src/builtins/Builtins.ts"
import { feel, problems } from "../evaluated.ts"

const group = (name: string, rows: ReadonlyArray<readonly [string, string]>) => {
  describe(name, () => {
    it.each(rows)("%s is %s", (text, value) => {
      expect(feel(text)).toBe(value)
    })
  })
}

group("conversion", [
  ['number("1 000,5", " ", ",")', "1000.5"],
  ['number("1,000.5", ",", ".")', "1000.5"],
  ['number("1.5", null, ".")', "1.5"],
  ['number("1.5", ".", ".")', "null"],
  ['number("x", " ", ".")', "null"],
  ["string(1.10)", "1.1"],
  ["string(null)", "null"],
  ['string([1, "a", @"P1D"])', '[1, "a", @"P1D"]'],
  ['string(["\\"\\n"])', '["\\"\\n"]'],
  ['date("2024-02-29").day', "29"],
  ["date(2024, 2, 30)", "null"],
  ['date(@"2024-02-29T10:00:00Z")', "2024-02-29"],
  ['time(14, 30, 0, duration("PT1H"))', "14:30:00+01:00"],
  ["time(11, 59, 45.123456789)", "11:59:45.123456789"],
  ['time(@"2024-02-29")', "00:00:00Z"],
  ["time(24, 0, 0)", "null"],
  ['date and time(@"2024-02-29", @"10:00:00+01:00")', "2024-02-29T10:00:00+01:00"],
  ['date and time("2024-02-29")', "2024-02-29T00:00:00"],
  ['duration("P1Y2M")', "P1Y2M"],
  ['years and months duration(@"2011-12-22", @"2013-08-24")', "P1Y8M"],
  ['years and months duration(@"2013-08-24", @"2011-12-22")', "-P1Y8M"],
  ['range("[1..3)")', "[1..3)"],
  ['range("[3..1]")', "null"],
  ['range("[date(\\"2024-01-01\\")..@\\"2024-01-02\\"]").end', "2024-01-02"],
])

group("strings", [
  ['substring("foobar", 3)', "obar"],
  ['substring("foobar", -2, 1)', "a"],
  ['substring("foobar", 0)', "null"],
  ['substring("a\\U01F40Eb", 2, 1)', "🐎"],
  ['string length("\\U01F40E")', "1"],
  ['upper case("straße")', "STRASSE"],
  ['substring before("foobar", "bar")', "foo"],
  ['substring before("foobar", "x")', ""],
  ['substring after("foobar", "ob")', "ar"],
  ['substring after("foobar", "")', "foobar"],
  ['lower case("aBc4")', "abc4"],
  ['contains("foobar", "of")', "false"],
  ['ends with("foobar", "r")', "true"],
  ['matches("foobar", "^fo*b")', "true"],
  ['replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', "[1=ab][2=]cd"],
  ['starts with("foobar", "fo")', "true"],
  ['split("a;b;;", ";")', '["a", "b", "", ""]'],
  ['split("abc", "")', '["a", "b", "c"]'],
  ['split("John  Doe", "\\s+")', '["John", "Doe"]'],
  ['string join(["a", null, "c"], "-")', "a-c"],
  ["string join([1])", "null"],
])

group("lists", [
  ["list contains([1, null], null)", "true"],
  ["count(null)", "null"],
  ["count([])", "0"],
  ["count(1)", "1"],
  ["min([3, 1, 2])", "1"],
  ["max(3, 1, 2)", "3"],
  ['max("a", "b")', "b"],
  ['min(@"2024-01-02", @"2024-01-01")', "2024-01-01"],
  ["min([])", "null"],
  ['min([1, "a"])', "null"],
  ["sum([0.1, 0.2])", "0.3"],
  ["sum([])", "null"],
  ["sum([1, null])", "null"],
  ["mean(1, 2)", "1.5"],
  ["median([8, 2, 5, 7])", "6"],
  ["stddev(2, 4, 7, 5)", "2.081665999466132735282297706979931"],
  ["stddev([1])", "null"],
  ["mode(6, 1, 9, 6, 1)", "[1, 6]"],
  ["mode([])", "[]"],
  ["product(2, 3, 4)", "24"],
  ["all([true, null])", "null"],
  ["any([true, null])", "true"],
  ["all([])", "true"],
  ["sublist([1, 2, 3], -2)", "[2, 3]"],
  ["sublist([1, 2, 3], 2, 5)", "null"],
  ["append([1], 2, [3])", "[1, 2, [3]]"],
  ["concatenate([1], [2, 3], 4)", "[1, 2, 3, 4]"],
  ["insert before([1, 3], 2, 2)", "[1, 2, 3]"],
  ["remove([1, 2, 3], -1)", "[1, 2]"],
  ["list replace([1, 2, 3], 2, 9)", "[1, 9, 3]"],
  ["list replace([1, 2, 3], function(item, new) item < new, 3)", "[3, 3, 3]"],
  ["reverse([1, 2])", "[2, 1]"],
  ["index of([1, 2, 1], 1)", "[1, 3]"],
  ["union([1, 2], [2, 3])", "[1, 2, 3]"],
  ["distinct values([1, null, 1.0, null, [1], [1]])", "[1, null, [1]]"],
  ["flatten([[1, [2]], 3])", "[1, 2, 3]"],
  ["sort(list: [2, 1], precedes: function(a, b) a < b)", "[1, 2]"],
])

group("numbers", [
  ["decimal(2.5, 0)", "2"],
  ["decimal(1/3, 2)", "0.33"],
  ["floor(-1.56, 1)", "-1.6"],
  ["ceiling(-1.5)", "-1"],
  ["round up(5.1, 0)", "6"],
  ["round down(-5.9, 0)", "-5"],
  ["round half up(-5.5, 0)", "-6"],
  ["round half down(5.5, 0)", "5"],
  ["round half up(1250, -2)", "1300"],
  ["abs(-3)", "3"],
  ['abs(@"-P1D")', "P1D"],
  ["modulo(-10.1, 4.5)", "3.4"],
  ["modulo(1, 0)", "null"],
  ["sqrt(2)", "1.414213562373095048801688724209698"],
  ["sqrt(-1)", "null"],
  ["log(0)", "null"],
  ["exp(1)", "2.718281828459045235360287471352662"],
  ["odd(-3)", "true"],
  ["even(0)", "true"],
])

group("logic", [
  ["not(true)", "false"],
  ["not(null)", "null"],
])

group("dates", [
  ["now() instance of date and time", "true"],
  ["today() instance of date", "true"],
  ['day of year(@"2024-12-31")', "366"],
  ['day of week(@"2024-02-29")', "Thursday"],
  ['month of year(@"2024-02-29T10:00:00")', "February"],
  ['week of year(@"2021-01-01")', "53"],
  ['is(@"10:00:00Z", @"10:00:00")', "false"],
  ['is(@"2024-01-01", @"2024-01-01")', "true"],
])

group("contexts", [
  ['get value({a: 1}, "a")', "1"],
  ["get entries({a: 1})", '[{key: "a", value: 1}]'],
  ['context([{key: "a", value: 1}])', "{a: 1}"],
  ['context([{key: "a", value: 1}, {key: "a", value: 2}])', "null"],
  ['context put({a: {b: 1}}, ["a", "c"], 2)', "{a: {b: 1, c: 2}}"],
  ['context put({a: 1}, "b", null)', "{a: 1, b: null}"],
  ['context put({a: 1}, ["a", "b"], 2)', "null"],
  ["context merge([{a: 1}, {a: 2, b: 3}])", "{a: 2, b: 3}"],
])

group("ranges", [
  ["before([1..5), [5..9])", "true"],
  ["after(5, [1..5))", "true"],
  ["meets([1..5], [5..9])", "true"],
  ["met by([5..9], [1..5])", "true"],
  ["finished by([1..5], 5)", "true"],
  ["overlaps([1..5], [5..9])", "true"],
  ["overlaps before([1..5], [3..8])", "true"],
  ["overlaps after((1..5], [1..5])", "true"],
  ["finishes(5, [1..5])", "true"],
  ["includes([1..10], 5)", "true"],
  ["during((1..5), [1..5])", "true"],
  ["starts([1..2], [1..5])", "true"],
  ["started by([1..5], 1)", "true"],
  ["coincides([1..2], [1..2])", "true"],
  ['before(1, "a")', "null"],
])

describe("distinct values", () => {
  it("knows the same number as a double and as a decimal", () => {
    expect(feel("count(distinct values([x, number(string(x))]))", { x: 0.12345678901234566 })).toBe("1")
  })
})

describe("built-in functions", () => {
  it("are all tested here", () => {
    const tests = readFileSync(import.meta.filename, "utf8")
    expect(Array.from(builtinNames.types.keys()).filter((name) => !tests.includes(`${name}(`))).toEqual([])
  })

  it("name what is wrong with their arguments", () => {
    expect(problems("even()")).toEqual(["WrongArguments"])
    expect(problems("even(n: 1)")).toEqual(["WrongArguments"])
    expect(problems('even("1")')).toEqual(["InvalidArgument"])
    expect(problems("all(null)")).toEqual(["InvalidArgument"])
    expect(problems("floor(1.5, 1, 2)")).toEqual(["WrongArguments"])
  })

  it("take a list of one item for that item", () => {
    expect(feel('upper case(["a"])')).toBe("A")
    expect(feel("floor([1.5])")).toBe("1")
  })

  it("are values", () => {
    expect(feel("{f: sum, r: f([1, 2])}.r")).toBe("3")
    expect(feel("(for f in [min, max] return f(1, 2))")).toBe("[1, 2]")
  })
})

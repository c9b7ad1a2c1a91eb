/** Half-known answers: comparisons of which one side decides, ranges with one end, and what is no boolean at all. */
import { describe, expect, it } from "vitest"
import { feel, problems } from "../evaluated.ts"

describe("between", () => {
  it("is false where one side does not hold, as the two comparisons are", () => {
    expect(feel("1 between 2 and null")).toBe("false")
    expect(feel("3 between null and 2")).toBe("false")
    expect(feel("2 between 1 and null")).toBe("null")
    expect(feel("null between 1 and 2")).toBe("null")
  })
})

describe("ranges with one end", () => {
  it("are read by range() where the missing end is open", () => {
    expect(feel('range("[2..)") = (>= 2)')).toBe("true")
    expect(feel('range("(..2)") = (< 2)')).toBe("true")
    expect(feel('5 in range("(..6]")')).toBe("true")
    expect(feel('7 in range("(..6]")')).toBe("false")
    for (const text of ["[..2]", "[1..]", "(..)", "[..]"]) expect(problems(`range("${text}")`)).toEqual(["InvalidArgument"])
  })
})

describe("what is no boolean", () => {
  it("is told where it counts as unknown", () => {
    for (const text of ['true and "x"', "1 or false", "true and true and 3", "not(1)"]) {
      expect([feel(text), problems(text).length]).toEqual(["null", 1])
    }
    for (const text of ["true and null", "null or false", "not(null)", '"x" and false', '"x" or true']) expect(problems(text)).toEqual([])
  })
})

/** What enters state as JSON, and what is refused because JSON would not keep it. */
import { describe, expect, it } from "vitest"
import { encodeText, inlineLimit, isInline } from "../src/index.ts"

const reasonOf = (raw: unknown): string => {
  const text = encodeText(raw)
  return typeof text === "string" ? `stored as ${text}` : text.reason
}

describe("encodeText", () => {
  it("takes JSON, what says how it is JSON, and objects of plain classes", () => {
    class Point {
      x = 1
      #hidden = 2
      get sum() {
        return this.x + this.#hidden
      }
    }
    expect(encodeText({ a: [1, "b", null, { c: true }] })).toBe('{"a":[1,"b",null,{"c":true}]}')
    expect(encodeText(new Date(0))).toBe('"1970-01-01T00:00:00.000Z"')
    expect(encodeText(new Point())).toBe('{"x":1}')
    expect(encodeText(Object.assign(Object.create(null), { a: 1 }))).toBe('{"a":1}')
    expect(encodeText(undefined)).toBe("null")
    expect(encodeText({ a: undefined })).toBe("{}")
    expect(encodeText(-0)).toBe("0")
  })

  it("refuses what would be dropped or changed, and says where it is", () => {
    expect(reasonOf({ items: [{ price: Number.NaN }] })).toBe("at items[0].price: NaN is not a JSON number")
    expect(reasonOf({ seen: new Set([1]) })).toBe(
      "at seen: an object of class Set is not JSON: give the step a schema, or return plain data",
    )
    expect(reasonOf([() => 1])).toBe("at [0]: a function cannot be stored")
    expect(reasonOf(Symbol("x"))).toBe("a symbol cannot be stored")
    expect(reasonOf(new Date(Number.NaN))).toBe("a date that is not valid cannot be stored")
    expect(reasonOf({ cause: new Error("x") })).toContain("at cause: an object of class Error")
  })

  it("refuses a promise that nobody awaits, and takes care of its failure", async () => {
    expect(reasonOf({ page: Promise.reject(new Error("nobody hears this")) })).toBe("at page: a promise cannot be stored: await it first")
  })

  it("refuses what throws when it is read, is cyclic or nested without end", () => {
    const cyclic: Record<string, unknown> = {}
    cyclic.self = cyclic
    let deep: unknown = 1
    for (let level = 0; level < 1500; level++) deep = { deep }
    let deeper: unknown = 1
    for (let level = 0; level < 100_000; level++) deeper = [deeper]
    expect(reasonOf(cyclic)).toContain("circular")
    expect(reasonOf(deep)).toContain("nested more than 1000 levels deep")
    expect(reasonOf(deeper)).toBe("it is nested too deeply")
    expect(
      reasonOf({
        toJSON: () => {
          throw new Error("no")
        },
      }),
    ).toBe("no")
    expect(
      reasonOf(
        new Proxy(
          {},
          {
            get: () => {
              throw { not: "an error" }
            },
          },
        ),
      ),
    ).toBe("it throws when it is turned into JSON")
  })
})

describe("isInline", () => {
  it("keeps apart what is long, and what could be taken for a reference", () => {
    expect(isInline("x".repeat(inlineLimit))).toBe(true)
    expect(isInline("x".repeat(inlineLimit + 1))).toBe(false)
    expect(isInline(JSON.stringify({ a: { "~value": 1 } }))).toBe(false)
  })
})

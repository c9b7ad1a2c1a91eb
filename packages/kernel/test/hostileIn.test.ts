import { describe, expect, it } from "vitest"
import { encodeText, hostileIn } from "../src/index.ts"

describe("hostileIn", () => {
  it("finds keys that set prototypes, and says where", () => {
    expect(hostileIn(JSON.parse('{"a":[{"b":{"__proto__":{"x":1}}}]}'))).toMatch(/^at a\[0\]\.b: the key '__proto__'/)
    expect(hostileIn(JSON.parse('{"constructor":{"prototype":{"x":1}}}'))).toMatch(/^the key 'constructor'/)
    expect(hostileIn(JSON.parse("[".repeat(5000) + "]".repeat(5000)))).toMatch(/nested more than 1000 levels/)
  })

  it("lets pass what only looks like it", () => {
    expect(hostileIn({ constructor: "of houses", prototype: 1, text: "__proto__", toString: 2 })).toBeUndefined()
    expect(encodeText({ a: '"__proto__"', b: '"constructor":{"prototype":1}' })).toBe(
      JSON.stringify({ a: '"__proto__"', b: '"constructor":{"prototype":1}' }),
    )
  })
})

describe("encodeText with a limit", () => {
  it("counts bytes, not characters", () => {
    expect(encodeText("ü".repeat(4), 10)).toBe('"üüüü"')
    expect(encodeText("ü".repeat(5), 10)).toMatchObject({ code: "ValueTooLarge", reason: expect.stringContaining("12 bytes") })
    expect(encodeText("x".repeat(8), 10)).toBe('"xxxxxxxx"')
  })
})

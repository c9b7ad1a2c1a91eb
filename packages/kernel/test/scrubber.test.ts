import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { scrubber } from "../src/index.ts"

describe("scrubber", () => {
  it("takes texts and numbers out, wherever they stand in the values and in the text", () => {
    const scrub = scrubber([{ card: "4111 1111", deep: [{ pin: 98765 }] }, new Map([["k", "mapped value"]])])
    expect(scrub("card 4111 1111, pin 98765, mapped value!")).toBe("card [redacted], pin [redacted], [redacted]!")
  })

  it("takes them out escaped, encoded for addresses and in base64, also in the middle of it", () => {
    const secret = 'pass"word/ü+x'
    const scrub = scrubber([secret])
    for (const text of [
      JSON.stringify({ secret }),
      `https://example.org/?q=${encodeURIComponent(secret)}`,
      Buffer.from(secret).toString("base64"),
      Buffer.from(`u:${secret}:z`).toString("base64"),
      Buffer.from(`us:${secret}:z`).toString("base64url"),
    ]) {
      expect(scrub(text)).toContain("[redacted]")
      expect(scrub(text)).not.toContain(secret)
    }
  })

  it("takes out the lines of a key one by one, and the beginning of what was cut", () => {
    const key = "-----BEGIN KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQ\n-----END KEY-----"
    expect(scrubber([key])("Error: MIIEvQIBADANBg\n   kqhkiG9w0BAQ")).toBe("Error: [redacted]\n   [redacted]")
    expect(scrubber(["abcdefghijkl"])("it was abcdefg…")).toBe("it was [redacted]…")
  })

  it("leaves short ones and everything else, and looks at anything", () => {
    const cyclic: Record<string, unknown> = { a: "abc", n: 12, t: true }
    cyclic.self = cyclic
    const odd = Object.defineProperty({}, "x", {
      enumerable: true,
      get: () => {
        throw new Error("no")
      },
    })
    expect(scrubber([cyclic, odd, null, undefined, Symbol("x"), () => 1])("abc 12 true null")).toBe("abc 12 true null")
  })

  it("leaves nothing of any text that is long enough", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6, maxLength: 30 }), fc.string(), fc.string(), (secret, before, after) => {
        fc.pre(!"[redacted]".includes(secret) && secret.replace("-", "").replace(".", "").length >= 4)
        expect(scrubber([secret])(before + secret + after)).not.toContain(secret)
      }),
    )
  })
})

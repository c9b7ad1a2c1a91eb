import { describe, expect, it } from "vitest"
import { aesGcm } from "../../../src/store/index.ts"

const key = (byte: number) => new Uint8Array(32).fill(byte)

describe("aesGcm", () => {
  it("gives back what it was given, and another text each time", async () => {
    const codec = aesGcm({ keys: { a: key(1) }, current: "a" })
    const first = await codec.encrypt("secret ü 😀", "log/1/1")
    expect(first).not.toContain("secret")
    expect(first).not.toBe(await codec.encrypt("secret ü 😀", "log/1/1"))
    expect(await codec.decrypt(first, "log/1/1")).toBe("secret ü 😀")
  })

  it("takes keys in base64 and keys of Web Crypto", async () => {
    const imported = await crypto.subtle.importKey("raw", key(1), "AES-GCM", false, ["encrypt", "decrypt"])
    const text = await aesGcm({ keys: { a: Buffer.from(key(1)).toString("base64") }, current: "a" }).encrypt("x", "p")
    expect(await aesGcm({ keys: { a: imported }, current: "a" }).decrypt(text, "p")).toBe("x")
  })

  it("reads what was written with an older key, and writes with the current one", async () => {
    const old = await aesGcm({ keys: { "2026-01": key(1) }, current: "2026-01" }).encrypt("x", "p")
    const both = aesGcm({ keys: { "2026-01": key(1), "2026-02": key(2) }, current: "2026-02" })
    expect(await both.decrypt(old, "p")).toBe("x")
    expect(await both.encrypt("x", "p")).toMatch(/^2026-02:/)
  })

  it("names the key that is missing", async () => {
    const text = await aesGcm({ keys: { old: key(1) }, current: "old" }).encrypt("x", "log/7/1")
    const codec = aesGcm({ keys: { new: key(2) }, current: "new" })
    await expect(codec.decrypt(text, "log/7/1")).rejects.toMatchObject({ code: "KeyMissing", message: expect.stringContaining("'old'") })
  })

  it("refuses a text that was changed, moved, cut or written with another key of the same id", async () => {
    const codec = aesGcm({ keys: { a: key(1) }, current: "a" })
    const text = await codec.encrypt("x".repeat(100), "log/1/1")
    const changed = text.slice(0, 40) + (text[40] === "A" ? "B" : "A") + text.slice(41)
    const others: ReadonlyArray<readonly [string, string]> = [
      [changed, "log/1/1"],
      [text, "log/1/2"],
      [text.slice(0, 30), "log/1/1"],
      ["a:", "log/1/1"],
      ["no text of ours", "log/1/1"],
    ]
    for (const [given, place] of others) await expect(codec.decrypt(given, place)).rejects.toMatchObject({ code: "StoreCorrupt" })
    await expect(aesGcm({ keys: { a: key(2) }, current: "a" }).decrypt(text, "log/1/1")).rejects.toMatchObject({ code: "StoreCorrupt" })
  })

  it("refuses keys that are none, and shows nothing of them", () => {
    const secret = "c2hvcnQtYW5kLXNlY3JldA=="
    for (const options of [
      { keys: { a: secret }, current: "a" },
      { keys: { a: key(1) }, current: "b" },
      { keys: {}, current: "toString" },
      { keys: { "a:b": key(1) }, current: "a:b" },
    ]) {
      let error: unknown
      try {
        aesGcm(options)
      } catch (cause) {
        error = cause
      }
      expect(error).toMatchObject({ code: "ConfigurationInvalid" })
      expect(String(error)).not.toContain(secret)
    }
  })
})

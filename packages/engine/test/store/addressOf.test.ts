import { describe, expect, it } from "vitest"
import { addressOf, markOf, rememberedUntil, startedBy } from "../../src/store/index.ts"

describe("short texts for messages", () => {
  it("tell names, keys and ids apart that could be taken for each other", () => {
    const all = [
      addressOf("a", null),
      addressOf("a", ""),
      addressOf("a", "null"),
      addressOf('a",null', "x"),
      addressOf("a", "b"),
      addressOf("b", "a"),
    ]
    expect(new Set(all).size).toBe(all.length)
    expect(markOf("a", "b")).toBe(markOf("a", "b"))
  })

  it("are short, however long the names", () => {
    const long = "é".repeat(100_000)
    expect(addressOf(long, long).length).toBeLessThan(200)
    expect(addressOf(long, long)).not.toBe(addressOf(long, `${long}!`))
    expect(startedBy(long, long).length).toBeLessThan(200)
    expect(startedBy(long, "1")).not.toBe(startedBy(`${long}!`, "1"))
  })

  it("name what a message starts, readable where it can be, with one colon", () => {
    expect(startedBy("order paid", "o-1")).toMatch(/^order-paid~[\w-]{22}:o-1$/)
    expect(startedBy("paid", "shop/7")).toBe("paid:shop/7")
    const odd = ["a:b", "a~b", "", "a\0b", "\ud83d", "\ude82", "ä"]
    const ids = odd.map((text) => startedBy("paid", text))
    expect(new Set(ids).size).toBe(odd.length)
    for (const id of ids) expect(id.split(":")).toHaveLength(2)
  })

  it("are remembered for a day, or for as long as the message is kept", () => {
    expect(rememberedUntil(5_000, 1_000)).toBe(86_401_000)
    expect(rememberedUntil(900_000_000, 1_000)).toBe(900_000_000)
  })
})

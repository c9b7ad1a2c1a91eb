/** The first condition that holds wins. */
import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { testProcess } from "@millrace/testing"
import { describe, expect, it } from "vitest"
import { comparisons } from "../comparisons.ts"
import { expressionGateway } from "../process.ts"

describe("a gateway with conditions as text", () => {
  it.each([
    ["a", 100, "end_a"],
    ["a", 10, "end_a"],
    ["b", 100, "end_big"],
    ["b", 50, "end_default"],
  ])("takes the first condition that holds: choice %j and amount %j give %s", async (choice, amount, output) => {
    await using test = testProcess(expressionGateway, { plugins: [comparisons] })
    await test.start({ choice, amount })
    expect(await test.result()).toEqual({ output })
  })

  it("does not start without the plugin that brings the language", async () => {
    const test = testProcess(expressionGateway)
    await expect(test.start({ choice: "a", amount: 1 })).rejects.toThrow(/comparisons/)
  })
})

it("runs with one command", () => {
  const main = fileURLToPath(new URL("../main.ts", import.meta.url))
  expect(execFileSync(process.execPath, [main], { encoding: "utf8" })).toBe("a, 100: end_a\nb, 100: end_big\nb, 10: end_default\n")
})

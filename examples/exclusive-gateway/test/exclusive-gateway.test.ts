/** Each way through the gateway, tested. */
import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { testProcess } from "@millrace/testing"
import { describe, expect, it } from "vitest"
import { exclusiveGateway } from "../process.ts"

describe("an exclusive gateway", () => {
  it.each([
    ["a", "end_a", "gateway:a:end"],
    ["b", "end_b", "gateway:b:end"],
    ["anything", "end_b", "gateway:b:end"],
  ])("goes with choice %j to %s", async (choice, output, end) => {
    await using test = testProcess(exclusiveGateway)
    await test.start({ choice })
    expect(await test.result()).toEqual({ output })
    expect(await test.trace()).toEqual(["start", "gateway", end])
  })
})

it("runs with one command", () => {
  const main = fileURLToPath(new URL("../main.ts", import.meta.url))
  expect(execFileSync(process.execPath, [main], { encoding: "utf8" })).toBe("a: end_a\nb: end_b\nanything: end_b\n")
})

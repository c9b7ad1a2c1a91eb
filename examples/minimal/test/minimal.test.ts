/** The smallest process, tested. */
import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { testProcess } from "@millrace/testing"
import { describe, expect, it } from "vitest"
import { minimal } from "../process.ts"

describe("minimal", () => {
  it("starts and ends", async () => {
    await using test = testProcess(minimal)
    await test.start({})
    expect(await test.trace()).toEqual(["start", "end"])
    expect(await test.result()).toEqual({ output: null })
  })
})

it("runs with one command", () => {
  const main = fileURLToPath(new URL("../main.ts", import.meta.url))
  expect(execFileSync(process.execPath, [main], { encoding: "utf8" })).toBe("minimal: completed\n")
})

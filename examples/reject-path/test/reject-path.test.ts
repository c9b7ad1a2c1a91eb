/** The way past the person, tested. */
import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { testProcess } from "@millrace/testing"
import { describe, expect, it } from "vitest"
import { rejectPath } from "../process.ts"

describe("the reject path", () => {
  it("ends without a user task when valid is false", async () => {
    await using test = testProcess(rejectPath)
    await test.start({ valid: false })
    expect(await test.result()).toEqual({ output: "rejected" })
    expect(await test.trace()).toEqual(["start", "gateway", "gateway:reject:end"])
    const events = (await test.history()).flatMap((entry) => entry.events.map((event) => event.type))
    expect(events).not.toContain("UserTaskCreated")
  })

  it("waits for a person when valid is true", async () => {
    await using test = testProcess(rejectPath)
    await test.start({ valid: true })
    await expect(test.result()).rejects.toThrow(/approve/)
  })
})

it("runs with one command", () => {
  const main = fileURLToPath(new URL("../main.ts", import.meta.url))
  expect(execFileSync(process.execPath, [main], { encoding: "utf8" })).toBe("rejected\nuser tasks: 0\n")
})

/** The approval, tested: valid, declined, rejected. */
import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { testProcess } from "@millrace/testing"
import { describe, expect, it } from "vitest"
import { approval } from "../process.ts"

describe("approval", () => {
  it("waits for a manager when the request is valid", async () => {
    await using test = testProcess(approval)
    await test.start({ customer: "Ada", amount: 250 })
    expect(await test.waiting()).toMatchObject([{ path: "approve", for: "task" }])
    expect(await test.vars()).toMatchObject({ valid: true })
    expect(await test.tasks()).toMatchObject([{ groups: ["managers"], due: new Date("2026-01-03T00:00:00Z") }])
    await test.claim("approve", "grace")
    await test.complete("approve", { approved: true }, { by: "grace" })
    expect(await test.result()).toEqual({ output: { status: "approved", by: "grace" } })
  })

  it("says so when the manager declines", async () => {
    await using test = testProcess(approval)
    await test.start({ customer: "Ada", amount: 250 })
    await test.complete("approve", { approved: false }, { by: "grace" })
    expect(await test.result()).toEqual({ output: { status: "declined", by: "grace" } })
  })

  it("ends at reject when the request is not valid", async () => {
    await using test = testProcess(approval)
    await test.start({ customer: "", amount: 250 })
    expect(await test.result()).toEqual({ output: { status: "reject" } })
    expect(await test.trace()).not.toContain("approve")
  })
})

it("runs with one command", () => {
  const main = fileURLToPath(new URL("../main.ts", import.meta.url))
  expect(execFileSync(process.execPath, [main], { encoding: "utf8" })).toBe(
    'managers: approve of request-1\n{"status":"approved","by":"grace"}\n',
  )
})

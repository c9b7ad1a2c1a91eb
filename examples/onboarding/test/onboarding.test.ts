/** The onboarding, tested: free names, a name that is taken, a contract that takes long. */
import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { testProcess } from "@millrace/testing"
import { describe, expect, it } from "vitest"
import { account, onboarding } from "../process.ts"

describe("onboarding", () => {
  it("opens an account on each system, and gives the logins in their order", async () => {
    await using test = testProcess(onboarding, { children: [account] })
    await test.start({ name: "bob", systems: ["wiki", "mail", "code"] })
    await test.complete("contract", { signed: true }, { by: "grace" })
    expect(await test.result()).toEqual({ output: { signed: true, logins: ["bob@wiki", "bob@mail", "bob@code"] } })
  })

  it("asks somebody where a name is taken, and goes on with the others", async () => {
    await using test = testProcess(onboarding, { children: [account] })
    await test.start({ name: "ada", systems: ["mail", "code"] })
    await test.complete("contract", { signed: true }, { by: "grace" })
    await test.crash()
    await test.complete("accounts/otherLogin", { login: "ada.l@mail" }, { by: "linus" })
    expect(await test.result()).toEqual({ output: { signed: true, logins: ["ada.l@mail", "ada@code"] } })
  })

  it("reminds of the contract after two days, and goes on waiting for it", async () => {
    await using test = testProcess(onboarding, { children: [account] })
    await test.start({ name: "bob", systems: [] })
    await test.advance("3 days")
    expect(await test.trace()).toContain("reminded")
    expect(await test.waiting()).toMatchObject([{ path: "contract", for: "task" }])
  })
})

it("runs with one command", () => {
  const main = fileURLToPath(new URL("../main.ts", import.meta.url))
  expect(execFileSync(process.execPath, [main], { encoding: "utf8" })).toBe(
    '{"signed":true,"logins":["ada@wiki","ada.l@mail","ada@code"]}\n',
  )
})

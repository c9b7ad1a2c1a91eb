/** Transfers under test, and the program as it is run. */
import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { testProcess } from "@millrace/testing"
import { sqliteStoreLayer } from "millrace"
import { describe, expect, it } from "vitest"
import { prepare } from "../bank.ts"
import { transfer } from "../process.ts"

const database = () => ({ store: sqliteStoreLayer({ filename: ":memory:" }), prepare })

describe("a transfer", () => {
  it("moves the money and sends a receipt", async () => {
    await using test = testProcess(transfer, database())
    await test.start({ from: "ann", to: "bob", amount: 30 })
    expect(await test.result()).toEqual({ output: { moved: true, because: "ann has 70 left" } })
  })

  it("is refused where the money is missing", async () => {
    await using test = testProcess(transfer, database())
    await test.start({ from: "ann", to: "bob", amount: 130 })
    expect(await test.result()).toEqual({ output: { moved: false, because: "30 are missing" } })
  })

  it("stops at an incident where an account is missing", async () => {
    await using test = testProcess(transfer, database())
    await test.start({ from: "ann", to: "zoe", amount: 1 })
    await test.advance("1 second")
    expect(await test.incidents()).toMatchObject([{ path: "move", message: "There is no account 'zoe'." }])
  })

  it("can be tested without a database", async () => {
    await using test = testProcess(transfer, { mocks: { move: () => ({ left: 5 }) } })
    await test.start({ from: "ann", to: "bob", amount: 30 })
    expect(await test.result()).toEqual({ output: { moved: true, because: "ann has 5 left" } })
  })
})

it("runs with one command", () => {
  const main = fileURLToPath(new URL("../main.ts", import.meta.url))
  const printed = execFileSync(process.execPath, [main], { encoding: "utf8" })
  expect(printed).toContain("cy -> ann 500: refused")
  expect(printed).toContain('{"ann":20,"bob":110,"cy":170} after 3 transfers: 300 in all')
})

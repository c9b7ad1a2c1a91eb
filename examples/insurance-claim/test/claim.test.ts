/** The claim, tested: the drawing runs with the handlers that it has in production. */
import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { testProcess } from "@millrace/testing"
import { describe, expect, it } from "vitest"
import { claim, payout, plugins } from "../process.ts"

const open = () => testProcess(claim, { plugins, children: [payout] })
const claimed = (customer: string, amount: number) => ({ claim: { number: "c-1", customer, amount } })

describe("claim", () => {
  it("has nothing wrong with it", () => {
    expect([...claim.problems, ...payout.problems]).toEqual([])
  })

  it("is paid at once where it is small", async () => {
    await using test = open()
    await test.start(claimed("ada", 300))
    expect(await test.result()).toMatchObject({ output: { route: "pay", transfer: { to: "ada", amount: 300 } } })
  })

  it("waits for the report of its own number, and for a person, who is reminded", async () => {
    await using test = open()
    await test.start(claimed("ada", 25_000))
    await test.publish("report", { damage: 1 }, { key: "another" })
    expect(await test.tasks()).toEqual([])
    await test.publish("report", { damage: 22_000 }, { key: "c-1" })
    expect(await test.tasks()).toMatchObject([{ element: "review", groups: ["adjusters"] }])
    await test.advance("2 days")
    expect(await test.trace()).toContain("remind")
    await expect(test.complete("review", { accepted: "yes" }, { by: "grace" })).rejects.toThrow("accepted")
    await test.complete("review", { accepted: true }, { by: "grace" })
    expect(await test.result()).toMatchObject({ output: { damage: 22_000, transfer: { amount: 20_000 } } })
  })

  it("is not paid where the account is closed: the error comes back from the process that was called", async () => {
    await using test = open()
    await test.start(claimed("eve", 300))
    expect(await test.result()).not.toHaveProperty("output.transfer")
    expect(await test.trace()).toContain("unpaid")
  })
})

it("runs with one command", () => {
  const main = fileURLToPath(new URL("../main.ts", import.meta.url))
  expect(execFileSync(process.execPath, [main], { encoding: "utf8" })).toMatch(/adjusters: Review claim\n\{.*"amount":20000/)
})

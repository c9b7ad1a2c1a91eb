/** The letting, tested: let, refused, too late, and the house sold under it. */
import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { testProcess } from "@millrace/testing"
import { describe, expect, it } from "vitest"
import { FairEnded, HouseSold, KeysBack, letting, Passport, Payslip, Signed, Wanted, Withdrawn } from "../process.ts"

const ada = { flat: "f-1", person: "ada" }

/** A flat that waits for the tenant's signature. */
const invited = async () => {
  const test = testProcess(letting)
  await test.startBy(Wanted, ada)
  await test.publish(Payslip, { flat: "f-1", cents: 400_000 })
  await test.publish(Passport, { flat: "f-1", text: "P-1" })
  return test
}

const completed = async (test: Awaited<ReturnType<typeof invited>>, element: string): Promise<boolean> =>
  (await test.trace()).includes(element)

describe("a flat", () => {
  it("is let when its papers, its state and a signature are there, in any order, whatever crashes", async () => {
    await using test = await invited()
    await test.crash()
    await test.publish(Signed, ada)
    await test.advance("1 second")
    expect(await test.result()).toMatchObject({ output: { status: "let", to: "ada" } })
  })

  it("is not let to somebody who cannot afford it", async () => {
    await using test = testProcess(letting)
    await test.start(ada)
    await test.publish(Passport, { flat: "f-1", text: "P-1" })
    await test.publish(Payslip, { flat: "f-1", cents: 1000 })
    expect(await test.result()).toEqual({ output: { status: "refused", cents: 1000 } })
  })

  it("is free again when the tenant withdraws, and the deposit is repaid", async () => {
    await using test = await invited()
    await test.publish(Withdrawn, ada)
    expect(await test.result()).toEqual({ output: { status: "withdrawn" } })
    expect(await completed(test, "deposit/back/repay")).toBe(true)
  })

  it("is free again after 30 days without a signature", async () => {
    await using test = await invited()
    await test.advance("30 days")
    expect(await completed(test, "deposit/back/repay")).toBe(true)
    expect(await test.result()).toEqual({ output: null })
  })

  it("is not let any more when the house is sold and the keys are back: it takes both", async () => {
    await using test = await invited()
    await test.broadcast(HouseSold, undefined)
    expect(await test.waiting()).not.toEqual([])
    await test.publish(KeysBack, ada)
    expect(await test.result()).toEqual({ output: null })
  })

  it("can be wanted at a fair", async () => {
    await using test = testProcess(letting)
    await test.start(ada)
    expect(await test.broadcast(FairEnded, { flat: "f-2", person: "bob" })).toBe(1)
  })
})

it("runs with one command", () => {
  const main = fileURLToPath(new URL("../main.ts", import.meta.url))
  expect(execFileSync(process.execPath, [main], { encoding: "utf8" })).toMatch(/^\{"status":"let","to":"ada","questions":\d\}\ntrue\n$/)
})

/** The order process under virtual time: shipped, approved, rejected, retried, rolled back. */
import { testProcess } from "@millrace/testing"
import { describe, expect, it } from "vitest"
import { order } from "../process.ts"
import { CardDeclined } from "../services.ts"

const quick = {
  reserve: () => ({ shelf: "A-1" }),
  pack: () => ({ parcel: "P-1" }),
  ship: () => ({ tracking: "T-1" }),
  charge: () => ({ receipt: "R-1" }),
  invoice: () => ({ invoice: "I-1" }),
  mail: () => "sent",
  "reserve:compensation": () => "back on the shelf",
  "pack:compensation": () => "unpacked",
  "ship:compensation": () => "on its way back",
}
const small = { number: "1", customer: "Ada", amount: 120, card: "good" } as const
const big = { ...small, amount: 1900 }

describe("an order", () => {
  it("is shipped and billed", async () => {
    await using test = testProcess(order, { mocks: quick })
    await test.start(small)
    expect(await test.result()).toEqual({ output: { status: "shipped", tracking: "T-1", invoice: "I-1" } })
    expect(await test.trace()).not.toContain("approve")
  })

  it("above 1,000 € waits for a manager", async () => {
    await using test = testProcess(order, { mocks: quick })
    await test.start(big)
    expect(await test.waiting()).toMatchObject([{ path: "approve", for: "task" }])
    await test.complete("approve", { approved: true }, { by: "ann" })
    expect(await test.result()).toMatchObject({ output: { status: "shipped" } })
  })

  it("that the manager rejects gives its stock back", async () => {
    await using test = testProcess(order, { mocks: quick })
    await test.start(big)
    await test.complete("approve", { approved: false }, { by: "ann" })
    expect(await test.result()).toEqual({ output: { status: "rejected" } })
    expect(await test.trace()).toContain("reserve:compensation")
  })

  it("is charged again three seconds after the bank did not answer", async () => {
    const attempts: Array<string> = []
    await using test = testProcess(order, {
      mocks: {
        ...quick,
        charge: ({ attempt }) => {
          attempts.push(`${attempt} at ${test.now().toISOString().slice(17, 19)} s`)
          if (attempt < 3) throw new Error("the bank does not answer")
          return { receipt: "R-1" }
        },
      },
    })
    await test.start(small)
    await test.advance("1 minute")
    expect(attempts).toEqual(["1 at 00 s", "2 at 03 s", "3 at 06 s"])
    expect(await test.result()).toMatchObject({ output: { status: "shipped" } })
  })

  it("whose card is declined is undone, last first", async () => {
    let decline = () => {}
    await using test = testProcess(order, {
      mocks: { ...quick, charge: () => new Promise((_, reject) => (decline = () => reject(new CardDeclined({ reason: "empty" })))) },
    })
    await test.start(small)
    decline()
    expect(await test.result()).toEqual({ error: { _tag: "CardDeclined", reason: "empty" } })
    const undone = (await test.trace()).filter((id) => id.endsWith(":compensation"))
    expect(undone).toEqual(["ship:compensation", "pack:compensation", "reserve:compensation"])
  })
})

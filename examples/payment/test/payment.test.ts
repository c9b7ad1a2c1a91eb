/** The payment, tested: paid, late, paid too early, paid twice. */
import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { testProcess } from "@millrace/testing"
import { describe, expect, it } from "vitest"
import { PaymentReceived, payment } from "../process.ts"

const invoice = { orderId: "o-1", cents: 1999, patience: "14 days" }

describe("payment", () => {
  it("takes the payment of its own order", async () => {
    await using test = testProcess(payment)
    await test.start(invoice)
    expect((await test.waiting()).map((place) => `${place.for} ${place.path}`).sort()).toEqual([
      "message outcome:paid",
      "timer outcome:late",
    ])
    await test.publish(PaymentReceived, { orderId: "o-2", cents: 1 })
    await test.crash()
    await test.publish(PaymentReceived, { orderId: "o-1", cents: 1000 })
    expect(await test.result()).toEqual({ output: { status: "paid", open: 999, sent: "receipt over 1000 cents" } })
  })

  it("sends a reminder when nobody pays in time", async () => {
    await using test = testProcess(payment)
    await test.start(invoice)
    await test.advance("13 days")
    expect(await test.waiting()).toHaveLength(2)
    await test.advance("1 day")
    expect(await test.result()).toEqual({ output: { status: "late", sent: "reminder of invoice o-1" } })
  })

  it("finds a payment that came before anybody waited for it", async () => {
    await using test = testProcess(payment)
    await test.publish(PaymentReceived, { orderId: "o-1", cents: 1999 })
    await test.start(invoice)
    expect(await test.result()).toMatchObject({ output: { status: "paid", open: 0 } })
  })
})

it("runs with one command", () => {
  const main = fileURLToPath(new URL("../main.ts", import.meta.url))
  expect(execFileSync(process.execPath, [main], { encoding: "utf8" })).toBe(
    '{"status":"paid","open":0,"sent":"receipt over 1999 cents"}\n{"status":"late","sent":"reminder of invoice o-2"}\n',
  )
})

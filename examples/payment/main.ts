/** Sends two invoices; one is paid, and nobody pays the other in time. */
import { Millrace } from "millrace"
import { PaymentReceived, payment } from "./process.ts"

const millrace = await Millrace.open({ processes: [payment], file: ":memory:" })
const paid = await millrace.start(payment, { orderId: "o-1", cents: 1999, patience: "14 days" })
const late = await millrace.start(payment, { orderId: "o-2", cents: 500, patience: "PT0.2S" })

// It is kept until the instance waits for it, and found by the order's number; the id makes repeating it harmless.
await millrace.publish(PaymentReceived, { orderId: "o-1", cents: 1999 }, { id: "bank-4711" })

for (const { result } of [paid, late]) console.log(JSON.stringify(await result()))
await millrace.close()

/** An invoice is paid by a message, or the time for it runs out: whichever comes first. */
import { message, process, Schema } from "millrace"

/** Told by the bank. Its key is the order: a payment finds the instance that waits for it. */
export const PaymentReceived = message("payment.received", {
  payload: Schema.Struct({ orderId: Schema.String, cents: Schema.Number }),
  key: (payment) => payment.orderId,
})

const Invoice = Schema.Struct({ orderId: Schema.String, cents: Schema.Number, patience: Schema.String })

export const payment = process("payment", { version: 1, input: Invoice })
  .serviceTask("invoice", ({ vars }) => `invoice ${vars.orderId}`)
  .race("outcome", {
    paid: (on) => on.message(PaymentReceived, ({ vars }) => vars.orderId),
    late: (on) =>
      on
        .timer(({ vars }) => vars.patience)
        .serviceTask("dunning", ({ vars }) => `reminder of ${vars.invoice}`)
        .output(({ vars }) => ({ status: "late" as const, sent: vars.dunning })),
  })
  .serviceTask("receipt", ({ vars }) => `receipt over ${vars.paid.cents} cents`)
  .output(({ vars }) => ({ status: "paid" as const, open: vars.cents - vars.paid.cents, sent: vars.receipt }))

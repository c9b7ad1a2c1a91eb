/**
 * An order: stock is reserved, big amounts are approved by a manager, shipping and billing go side by side. When the
 * card is declined, everything that was done is undone, last first.
 */
import { fixed, process, Schema } from "millrace"
import { bank, CardDeclined, carrier, post, warehouse } from "./services.ts"

const Order = Schema.Struct({
  number: Schema.String,
  customer: Schema.String,
  amount: Schema.Number,
  card: Schema.Literals(["good", "far", "empty"]),
})
const Verdict = Schema.Struct({ approved: Schema.Boolean })

export const order = process("order", { version: 1, input: Order, saga: true })
  .serviceTask("reserve", warehouse.reserve)
  .compensate(warehouse.release)
  .exclusive("size", ({ vars }) => (vars.amount > 1000 ? "big" : "small"), {
    big: (b) =>
      b
        .userTask("approve", { form: Verdict, groups: ["managers"], due: "2 days" })
        .exclusive("verdict", ({ vars }) => (vars.approve.approved ? "approved" : "rejected"), {
          approved: (b) => b,
          rejected: (b) => b.rollback("undo").output(() => ({ status: "rejected" as const })),
        }),
    small: (b) => b,
  })
  .parallel("fulfil", {
    shipping: (b) =>
      b.serviceTask("pack", warehouse.pack).compensate(warehouse.unpack).serviceTask("ship", carrier.ship).compensate(carrier.recall),
    billing: (b) =>
      b
        .serviceTask("charge", bank.charge, { retry: fixed({ attempts: 4, delay: "3 seconds", jitter: 0 }), timeout: "30 seconds" })
        .compensate(bank.refund)
        .onError("declined", CardDeclined, (b) => b.fail("unpaid", ({ vars }) => vars.declined))
        .serviceTask("invoice", bank.invoice),
  })
  .serviceTask("mail", post.mail)
  .output(({ vars }) => ({ status: "shipped" as const, tracking: vars.ship.tracking, invoice: vars.invoice.invoice }))

/**
 * From an order to the money: a shop bills, and asks its warehouse by a message; the warehouse answers by another one, or
 * says that there is nothing left. What was billed is undone where nothing can be sent.
 */
import { message, process, Schema } from "millrace"

const Parcel = Schema.Struct({ order: Schema.String, article: Schema.String, pieces: Schema.Number })

/** From the shop to the warehouse. It begins an instance there. */
export const PickingAsked = message("picking.asked", { payload: Parcel, key: ({ order }) => order })
/** From the warehouse to the shop, where one instance waits for its own order. */
export const PickingDone = message("picking.done", {
  payload: Schema.Struct({ order: Schema.String, picked: Schema.Number }),
  key: ({ order }) => order,
})
/** The other answer: it ends whatever the sale is at. */
export const ArticleGone = message("article.gone", {
  payload: Schema.Struct({ order: Schema.String, article: Schema.String }),
  key: ({ order }) => order,
})

const stock: Readonly<Record<string, number>> = { lamp: 100, chair: 3, vase: 0 }

export const warehouse = process("warehouse", { version: 1, input: Parcel })
  .startOnMessage("asked", PickingAsked, (parcel) => parcel)
  .exclusive("shelf", ({ vars }) => ((stock[vars.article] ?? 0) > 0 ? "full" : "empty"), {
    full: (b) =>
      b
        .serviceTask("pick", ({ vars }) => Math.min(vars.pieces, stock[vars.article] ?? 0))
        .send("done", PickingDone, ({ vars }) => ({ order: vars.order, picked: vars.pick })),
    empty: (b) => b.send("gone", ArticleGone, ({ vars }) => ({ order: vars.order, article: vars.article })),
  })
  .end()

/** The shop calls it as a step; when the sale is undone, it is undone too. */
export const billing = process("billing", { version: 1, input: Schema.Struct({ order: Schema.String, cents: Schema.Number }) })
  .serviceTask("invoice", ({ vars }) => `invoice ${vars.order} over ${vars.cents}`)
  .compensate(({ vars }) => `credit note for ${vars.invoice}`)
  .output(({ vars }) => ({ invoice: vars.invoice }))

const Order = Schema.Struct({
  order: Schema.String,
  article: Schema.String,
  pieces: Schema.Number,
  cents: Schema.Number,
  /** How long the warehouse has for its answer. */
  patience: Schema.String,
})

export const sale = process("sale", { version: 1, input: Order, saga: true })
  .on("gone", (on) =>
    on
      .message(ArticleGone, ({ vars }) => vars.order)
      .rollback("undone")
      .output(({ vars }) => ({ status: "not available" as const, article: vars.gone.article })),
  )
  .call("bill", billing, ({ vars }) => ({ order: vars.order, cents: vars.cents }))
  .send("ask", PickingAsked, ({ vars: { order, article, pieces } }) => ({ order, article, pieces }))
  .race("answer", {
    done: (on) => on.message(PickingDone, ({ vars }) => vars.order),
    silent: (on) =>
      on
        .timer(({ vars }) => vars.patience)
        .rollback("givenUp")
        .output(() => ({ status: "no answer" as const })),
  })
  .exclusive("enough", ({ vars }) => (vars.done.picked === vars.pieces ? "yes" : "no"), {
    yes: (b) => b.output(({ vars }) => ({ status: "sent" as const, pieces: vars.done.picked, invoice: vars.bill.invoice })),
    no: (b) => b.rollback("tooFew").output(({ vars }) => ({ status: "too few" as const, pieces: vars.done.picked })),
  })
  .end()

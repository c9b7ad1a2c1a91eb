/**
 * What the handlers of the order process call: services that take their time, fail now and then, and do a thing once
 * however often they are asked with the same idempotency key.
 */
import { setTimeout as sleep } from "node:timers/promises"
import { type Context, Schema } from "millrace"
import { isDone, speed, writeDown } from "./Ledger.ts"

/** The bank says no, for good: a result that the process deals with. */
export class CardDeclined extends Schema.TaggedError<CardDeclined>()("CardDeclined", { reason: Schema.String }) {
  override get message(): string {
    return `the card is declined, ${this.reason}`
  }
}

/** What all of these read of an order. */
export interface OrderVars {
  readonly number: string
  readonly amount: number
  readonly card: "good" | "far" | "empty"
}
type Request = Context<OrderVars>

/** Half of the time passes before the work takes effect and half after it: a crash in the second half shows what the key is for. */
const perform =
  <T>(service: string, action: string, seconds: number, result: (request: Request) => T) =>
  async (request: Request): Promise<T> => {
    const { vars, idempotencyKey: key, attempt, signal } = request
    const entry = { service, action, order: vars.number, key, attempt }
    const half = (seconds * 500) / speed()
    writeDown({ ...entry, what: "asked" })
    await sleep(half, undefined, { signal })
    const answer = result(request)
    writeDown({ ...entry, what: isDone(key) ? "known" : "done" })
    await sleep(half, undefined, { signal })
    return answer
  }

export const warehouse = {
  reserve: perform("warehouse", "reserve", 1.6, ({ vars }) => ({ shelf: `A-${vars.number}` })),
  release: perform("warehouse", "release", 1.4, () => "back on the shelf"),
  pack: perform("warehouse", "pack", 2.4, ({ vars }) => ({ parcel: `P-${vars.number}` })),
  unpack: perform("warehouse", "unpack", 1.4, () => "unpacked"),
}
export const carrier = {
  ship: perform("carrier", "ship", 2.8, ({ vars }) => ({ tracking: `T-${vars.number}` })),
  recall: perform("carrier", "recall", 1.6, () => "on its way back"),
}
const pay = perform("bank", "charge", 2.6, ({ vars, attempt }) => {
  if (vars.card === "far" && attempt <= 2) throw new Error("the bank does not answer")
  return { receipt: `R-${vars.number}` }
})
/** A card without money is found out late, when the parcel is on its way. */
const decline = perform("bank", "charge", 12, (): { readonly receipt: string } => {
  throw new CardDeclined({ reason: "there is no money on it" })
})
export const bank = {
  charge: (request: Request) => (request.vars.card === "empty" ? decline(request) : pay(request)),
  refund: perform("bank", "refund", 1.4, () => "paid back"),
  invoice: perform("bank", "invoice", 2, ({ vars }) => ({ invoice: `I-${vars.number}` })),
}
export const post = {
  mail: perform("post", "mail", 1.4, ({ vars }) => `to the customer of ${vars.number}`),
}

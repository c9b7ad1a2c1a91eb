/** A process with a bit of everything, for tests of the test kit. */
import { exponential, process } from "@millrace/builder"
import { Effect, Schema } from "effect"

export class CardDeclined extends Schema.TaggedError<CardDeclined>()("CardDeclined", { reason: Schema.String }) {}

const Order = Schema.Struct({ id: Schema.String, amount: Schema.Number })
const Verdict = Schema.Struct({ ok: Schema.Boolean })

export const order = process("order", { version: 1, input: Order, saga: true })
  .serviceTask("reserve", ({ vars }): { readonly ref: string } => ({ ref: `stock of ${vars.id}` }))
  .compensate(() => "released")
  .exclusive("size", ({ vars }) => (vars.amount > 1000 ? "big" : "small"), {
    big: (b) =>
      b
        .userTask("approve", { form: Verdict, groups: ["managers"], due: "2 days" })
        .onTimer("late", "5 days", (b) => b.output(() => "too late" as const)),
    small: (b) => b,
  })
  .serviceTask("charge", ({ vars }): Effect.Effect<{ readonly paid: number }, CardDeclined> => Effect.succeed({ paid: vars.amount }), {
    retry: exponential({ attempts: 3, delay: "1 minute", jitter: 0 }),
  })
  .wait("coolingOff", "14 days")
  .output(({ vars }) => ({ paid: vars.charge.paid, by: vars.approve?.completedBy ?? null }))

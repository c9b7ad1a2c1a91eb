/**
 * A claim under a warranty: it is assessed in any order, by an expert too where it is high; whatever checks it takes are done beside
 * each other; two of three people agree; and the payout is done as a whole, or called off.
 */
import { escalation, process, Schema, signal } from "millrace"

const Claim = Schema.Struct({
  number: Schema.String,
  cents: Schema.Number,
  /** Which checks it takes: "police", "workshop", "lab". */
  checks: Schema.Array(Schema.String),
})

const Photos = Schema.Struct({ count: Schema.Number })
const Vote = Schema.Struct({ agreed: Schema.Boolean })

const isHigh = 500_000
const limit = 1_000_000

/** Whoever assesses asks for somebody who knows more. */
export const NeedsExpert = escalation("needs-expert", { payload: Schema.Struct({ cents: Schema.Number }) })
/** A recall: what is not approved by then is dealt with as part of it. */
export const Recalled = signal("model.recalled", { payload: Schema.Struct({ model: Schema.String }) })

export const warranty = process("warranty", { version: 1, input: Claim })
  .variable("opinions", 0)
  .on("large", (on) => on.condition(({ vars }) => vars.opinions > limit).serviceTask("tellBoard", () => "told"), { interrupting: false })
  .adHoc(
    "assessment",
    {
      photos: (b) => b.userTask("photos", { form: Photos, groups: ["assessors"] }),
      visit: (b) =>
        b
          .escalate("high", NeedsExpert, ({ vars }) => ({ cents: vars.cents }))
          .serviceTask("visit", ({ vars }) => ({ looked: vars.number })),
    },
    {
      begin: ({ vars }) => (vars.cents > isHigh ? ["photos", "visit"] : ["photos"]),
      until: ({ vars }) => vars.photos !== undefined && (vars.cents <= isHigh || vars.visit !== undefined),
    },
  )
  .onEscalation("expert", NeedsExpert, (b) => b.update("opinions", ({ vars }) => vars.expert.cents), { interrupting: false })
  .inclusive("needed", ({ vars }) => vars.checks.filter((name) => name === "police" || name === "workshop" || name === "lab"), {
    police: (b) => b.serviceTask("file", ({ vars }) => `police file of ${vars.number}`),
    workshop: (b) => b.serviceTask("estimate", ({ vars }) => Math.round(vars.cents * 0.9)),
    lab: (b) => b.wait("queue", "PT0.1S").serviceTask("finding", () => "worn out"),
  })
  .some("agreement", 2, {
    desk: (b) => b.userTask("desk", { form: Vote, groups: ["desk"] }),
    lawyer: (b) => b.userTask("lawyer", { form: Vote, groups: ["law"] }),
    /** Who says nothing for a month has nothing against it. */
    customer: (b) => b.wait("silence", "30 days"),
  })
  .userTask("approval", { form: Vote, groups: ["managers"] })
  .onSignal("recalled", Recalled, (b) => b.output(({ vars }) => ({ status: "recalled" as const, model: vars.recalled.model })))
  .transaction("payout", (b) =>
    b
      .serviceTask("reserve", ({ vars }) => `R-${vars.number}`)
      .compensate(({ vars }) => `${vars.reserve} released`)
      .serviceTask("transfer", ({ vars }) => vars.estimate ?? vars.cents)
      .compensate(({ vars }) => `${vars.transfer} taken back`)
      .exclusive("allowed", ({ vars }) => (vars.transfer <= limit ? "yes" : "no"), { yes: (b) => b, no: (b) => b.cancel() }),
  )
  .onCancel("calledOff", (b) => b.terminate("overTheLimit"))
  .output(({ vars }) => ({ status: "paid" as const, cents: vars.payout.transfer }))

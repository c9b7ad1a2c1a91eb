/**
 * A flat is let: it takes papers of the tenant in any order, a clean flat, an office that is open, and a signature. On the way
 * others are told, ask questions, or change their minds.
 */
import { Effect } from "effect"
import { escalation, message, process, Schema, signal } from "millrace"

const Person = Schema.Struct({ flat: Schema.String, person: Schema.String })
const Paper = Schema.Struct({ flat: Schema.String, text: Schema.String })

export const Wanted = message("flat.wanted", { payload: Person })
export const Passport = message("passport", { payload: Paper, key: ({ flat }) => flat })
export const Payslip = message("payslip", {
  payload: Schema.Struct({ flat: Schema.String, cents: Schema.Number }),
  key: ({ flat }) => flat,
})
export const Invited = message("tenant.invited", { payload: Person })
export const Signed = message("contract.signed", { payload: Person, key: ({ flat }) => flat })
export const Withdrawn = message("tenant.withdrawn", { payload: Person, key: ({ flat }) => flat })
export const KeysBack = message("keys.back", { payload: Person, key: ({ flat }) => flat })

/** At a fair somebody found a tenant. */
export const FairEnded = signal("fair.ended", { payload: Person })
export const SeasonOver = signal("season.over")
export const HouseSold = signal("house.sold")
export const FlatGone = signal("flat.gone", { payload: Schema.Struct({ flat: Schema.String }) })

const Question = escalation("question", { payload: Schema.Struct({ text: Schema.String }) })

export class TooPoor extends Schema.TaggedError<TooPoor>()("TooPoor", { cents: Schema.Number }) {}

const rent = 90_000

export const letting = process("letting", { version: 1, input: Person })
  .startOnAny(
    "begun",
    (on) => [on.message(Wanted), on.signal(FairEnded)],
    ({ flat, person }) => ({ flat, person }),
  )
  .variable("questions", 0)
  .variable("clean", false)
  .on("refused", (on) => on.error(TooPoor).output(({ vars }) => ({ status: "refused" as const, cents: vars.refused.cents })))
  .on("asked", (on) => on.escalation(Question).update("questions", ({ vars }) => vars.questions + 1), { interrupting: false })
  .waitForAll("papers", (on) => [on.message(Passport, ({ vars }) => vars.flat), on.message(Payslip, ({ vars }) => vars.flat)])
  .serviceTask("afford", ({ vars }) => {
    const [, { cents }] = vars.papers
    return cents < 3 * rent ? Effect.fail(new TooPoor({ cents })) : Effect.succeed(cents - rent)
  })
  .parallel("before", {
    flat: (b) =>
      b
        .manualTask("sweep")
        .task("inspect")
        .update("clean", () => true),
    office: (b) => b.waitUntil("cleaned", ({ vars }) => vars.clean),
  })
  .subProcess("deposit", (b) =>
    b.on("back", (on) => on.compensation().serviceTask("repay", ({ vars }) => `${vars.flat} repaid`)).serviceTask("book", () => 2 * rent),
  )
  .tell("invite", (to) => [to.message(Invited, ({ vars: { flat, person } }) => ({ flat, person }), { ttl: 0 })])
  .receive("signed", Signed, ({ vars }) => vars.flat)
  .onMessage(
    "withdrawn",
    Withdrawn,
    ({ vars }) => vars.flat,
    (b) =>
      b
        .rollback("undone")
        .output(() => ({ status: "withdrawn" as const }), { tell: (to) => [to.escalation(Question, () => ({ text: "Why?" }))] }),
  )
  .onCondition(
    "curious",
    ({ vars }) => vars.clean,
    (b) => b.escalate("isClean", Question, ({ vars }) => ({ text: `Is ${vars.flat} clean?` })),
    { interrupting: false },
  )
  .onAny(
    "late",
    (on) => [on.signal(SeasonOver), on.timer("30 days")],
    (b) => b.end("tooLate", { tell: (to) => [to.rollback()] }),
  )
  .onAll(
    "sold",
    (on) => [on.signal(HouseSold), on.message(KeysBack, ({ vars }) => vars.flat)],
    (b) => b.end("over", { tell: (to) => [to.signal(FlatGone, ({ vars }) => ({ flat: vars.flat }))] }),
  )
  .waitForAny("moved", (on) => [on.timer("PT0.1S"), on.signal(HouseSold)])
  .tell("news", (to) => [
    to.signal(FlatGone, ({ vars }) => ({ flat: vars.flat })),
    to.escalation(Question, () => ({ text: "Is there another one?" })),
  ])
  .output(({ vars }) => ({ status: "let" as const, to: vars.signed.person, questions: vars.questions }), {
    tell: (to) => [to.signal(SeasonOver), to.escalation(Question, () => ({ text: "Anything else?" }))],
  })

/** Who is invited signs. */
export const tenant = process("tenant", { version: 1, input: Person })
  .startOnMessage("invited", Invited, (invited) => invited)
  .output(({ vars }) => vars.person, { tell: (to) => [to.message(Signed, ({ vars: { flat, person } }) => ({ flat, person }))] })

/** Somebody who looks for a flat, until it is gone. */
export const search = process("search", { version: 1, input: Schema.Struct({ flat: Schema.String }) })
  .on("hopeless", (on) => on.all((one) => [one.signal(SeasonOver), one.signal(HouseSold)]).output(() => false))
  .receiveSignal("gone", FlatGone)
  .output(({ vars }) => vars.gone.flat === vars.flat)

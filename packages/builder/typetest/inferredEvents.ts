/**
 * What is inferred of events, other processes, many items and graphs: each line compiles, or the types have changed.
 */
import { Effect, Schema } from "effect"
import {
  type Context,
  cron,
  type ErrorOf,
  eachOf,
  escalation,
  message,
  type OutputOf,
  process,
  processRef,
  type ServicePath,
  type ServicesOf,
  type StepsOf,
  signal,
  type TaskPath,
} from "../src/index.ts"
import {
  type batch,
  type booking,
  type deal,
  type extras,
  PaymentReceived,
  type parent,
  type payment,
  type paymentShort,
  type score,
  type subscription,
  type support,
  type trading,
  type tree,
  type votes,
} from "../test/fixtures/events.ts"
import { CardDeclined, SoldOut } from "../test/fixtures/processes.ts"

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(_: Same<A, B>): void => {}
/** Values of type `A` are values of `B` and the other way round, however the two are written. */
const alike = <A, B>(_: [A] extends [B] ? ([B] extends [A] ? true : false) : false): void => {}

// ---- what comes out of the processes
same<OutputOf<typeof payment>, number | "expired">(true)
same<OutputOf<typeof paymentShort>, number | undefined>(true)
same<OutputOf<typeof batch>, number>(true)
same<OutputOf<typeof parent>, number>(true)
same<OutputOf<typeof support>, string | undefined>(true)
alike<OutputOf<typeof subscription>, { periods: number; reason: string }>(true)
alike<OutputOf<typeof votes>, { legal: boolean; yes: number }>(true)
same<OutputOf<typeof deal>, number>(true)
same<OutputOf<typeof tree>, number>(true)
same<OutputOf<typeof extras>, string>(true)
same<OutputOf<typeof trading>, number>(true)
same<OutputOf<typeof booking>, string>(true)
same<TaskPath<StepsOf<typeof votes>>, "legalVote" | "financeVote" | "techVote" | "ballots/vote">(true)
same<ServicePath<StepsOf<typeof batch>>, "pages/text" | "pages/upload">(true)

// ---- errors: what leaves a called process can be caught, and what nobody catches leaves the caller
same<ErrorOf<typeof parent>, never>(true)
same<ErrorOf<typeof support>, SoldOut>(true)
same<ServicesOf<typeof parent>, never>(true)
declare const failing: typeof score
const caller = process("caller", { version: 1 })
  .call("credit", failing, () => ({ person: "" }))
  .output(({ vars }) => vars.credit.points)
alike<ErrorOf<typeof caller>, ErrorOf<typeof score>>(true)

const p = process("p", { version: 1, input: Schema.Struct({ n: Schema.Finite, id: Schema.String }) })

// ---- messages: with and without a key, with and without a payload
const Plain = message("plain", { payload: Schema.Struct({ x: Schema.Finite }) })
const Bare = message("bare")
const Numbered = message("numbered", { payload: Schema.Struct({ n: Schema.Finite }), key: (m) => m.n })
p.receive("a", PaymentReceived, ({ vars }) => vars.id)
  .receive("b", Plain)
  .receive("c", Bare, { name: "Bare", lock: "l" })
  .receive("d", Numbered, 5, { redacted: true })
  .send("e", Plain, ({ vars }) => vars.b, { ttl: "2 days" })
  .send("f", Bare)
  .output(({ vars }) => {
    same<typeof vars.a.cents, number>(true)
    same<typeof vars.b.x, number>(true)
    same<typeof vars.c, undefined>(true)
    same<typeof vars.d.n, number>(true)
    return null
  })

// ---- races: what each branch sets is there, what only some set is optional, and who ended does not count
p.race("r", {
  paid: (on) => on.message(PaymentReceived, ({ vars }) => vars.id).set("x", 1),
  opened: (on) => on.signal(signal("opened", { payload: Schema.Struct({ at: Schema.Date }) })).set("x", 2),
  full: (on) => on.condition(({ vars }) => vars.n > 3).fail("no", () => new SoldOut({ sku: "" })),
  late: (on) => on.timer(cron("0 9 1 * *", { zone: "Europe/Berlin", missed: "skip" })).set("x", 3),
}).output(({ vars }) => {
  same<typeof vars.x, number>(true)
  alike<typeof vars.paid, { readonly orderId: string; readonly cents: number } | undefined>(true)
  same<NonNullable<typeof vars.opened>["at"], Date>(true)
  return null
})
// two races may have branches of one name, where these carry nothing
p.race("r1", { late: (on) => on.timer("1 day") })
  .race("r2", { late: (on) => on.timer("1 day") })
  .end()

// ---- beside an activity: a flow that interrupts makes the result optional, one that does not leaks nothing
const Changed = message("changed", { payload: Schema.Struct({ to: Schema.String }), key: (m) => m.to })
p.userTask("t", { form: Schema.Struct({ ok: Schema.Boolean }) })
  .onMessage("changed", Changed, "x", (b) => b.set("y", ({ vars }) => vars.changed.to))
  .onMessage("noted", Plain, undefined, (b) => b.set("z", ({ vars }) => vars.noted.x), { interrupting: false })
  .onCondition(
    "over",
    ({ vars }) => vars.n > 5,
    (b) => b.end(),
  )
  .onSignal("stop", signal("stop"), (b) => b.fail("stopped", () => new SoldOut({ sku: "" })))
  .output(({ vars }) => {
    same<NonNullable<typeof vars.t>["ok"], boolean>(true)
    same<typeof vars.y, string | undefined>(true)
    same<"z" extends keyof typeof vars ? true : false, false>(true)
    return null
  })

// ---- escalations
const Ask = escalation("ask", { payload: Schema.Struct({ q: Schema.String }) })
const Poke = escalation("poke")
p.subProcess("s", (b) => b.escalate("one", Ask, () => ({ q: "?" })).escalate("two", Poke))
  .onEscalation("asked", Ask, (b) => b.set("q", ({ vars }) => vars.asked.q), { interrupting: false })
  .onEscalation("poked", Poke, (b) => b.set("p", true))
  .output(({ vars }) => {
    same<typeof vars.p, boolean | undefined>(true)
    return null
  })

// ---- what a scope listens to: its output joins that of the scope, the error it catches is gone, its own are not
const guarded = process("guarded", { version: 1 })
  .variable("tries", 0)
  .on("declined", (on) => on.error(CardDeclined).output(({ vars }) => ({ why: vars.declined.reason, tries: vars.tries })))
  .on("asked", (on) => on.escalation(Ask).serviceTask("answer", ({ vars }) => vars.asked.q), { interrupting: false })
  .serviceTask("charge", (): Effect.Effect<string, CardDeclined | SoldOut> => Effect.succeed("x"))
  .output(({ vars }) => ({ charge: vars.charge }))
same<ErrorOf<typeof guarded>, SoldOut>(true)
alike<OutputOf<typeof guarded>, { why: string; tries: number } | { charge: string }>(true)
same<ServicePath<StepsOf<typeof guarded>>, "charge" | "asked/answer">(true)
const inside = p
  .subProcess("s", (b) =>
    b
      .on("no", (on) => on.error(CardDeclined).fail("again", ({ vars }) => new SoldOut({ sku: vars.no.reason })))
      .on("late", (on) => on.timer("1 day").set("x", 1))
      .serviceTask("charge", (): Effect.Effect<number, CardDeclined> => Effect.succeed(1))
      .output(({ vars }) => vars.charge),
  )
  .output(({ vars }) => vars.s)
same<ErrorOf<typeof inside>, SoldOut>(true)
same<OutputOf<typeof inside>, number | undefined>(true)

// ---- many items: item, number, what each gives
p.forEach(
  "each",
  () => ["a", "b"],
  (b) => b.serviceTask("l", ({ vars }) => vars.item.length + vars.loopCounter + vars.n),
  { concurrency: 2, until: ({ results, total, vars }) => results.length > total / 2 && results.some((r) => r.l > vars.n) },
)
  .times(
    "rolls",
    ({ vars }) => vars.n,
    (b) => b.output(({ vars }) => vars.loopCounter),
    { sequential: true },
  )
  .output(({ vars }) => {
    alike<typeof vars.each, ReadonlyArray<{ readonly l: number }>>(true)
    same<typeof vars.rolls, ReadonlyArray<number>>(true)
    return null
  })
p.forEach(
  "outer",
  () => [1],
  (b) =>
    b.forEach(
      "inner",
      () => ["x"],
      (b) => b.serviceTask("s", ({ vars }) => `${vars.o}${vars.item}`),
    ),
  { as: "o" },
).output(({ vars }) => vars.outer.map((o) => o.inner.map((i) => i.s)))

// ---- some and any of several ways: what they set is optional
p.some("two", ({ vars }) => vars.n, { a: (b) => b.set("x", 1), b: (b) => b.set("y", "z") }, { remaining: "finish", blocking: true })
  .inclusive("any", eachOf({ c: ({ vars }) => vars.n > 1 }, "d"), { c: (b) => b.set("u", 1), d: (b) => b.set("v", 2) })
  .output(({ vars }) => {
    same<typeof vars.x, number | undefined>(true)
    same<typeof vars.y, string | undefined>(true)
    same<typeof vars.u, number | undefined>(true)
    return null
  })

// ---- graphs: what every way out sets is there
p.graph("g", ["a", "b", "c"], {
  a: (b) => b.set("x", 1).exclusive("e", () => "on", { on: (b) => b, back: (b) => b.goto("b") }),
  b: (b) => b.goto("c"),
  c: (b) => b.set("x", 2).set("y", 3),
}).output(({ vars }) => {
  same<typeof vars.x, number>(true)
  same<typeof vars.y, number | undefined>(true)
  return null
})

// ---- ad hoc: everything is optional
p.adHoc(
  "care",
  { visit: (b) => b.userTask("visit", { form: Schema.Struct({ ok: Schema.Boolean }) }), note: (b) => b.set("text", "x") },
  { begin: () => ["visit"], until: ({ vars }) => vars.visit?.ok === true && vars.n > 0, ordering: "sequential" },
).output(({ vars }) => {
  same<typeof vars.care.text, string | undefined>(true)
  return null
})

// ---- transactions: the way of the cancel joins, unless it ends
p.transaction("t", (b) => b.set("x", 1).exclusive("e", () => "no", { yes: (b) => b, no: (b) => b.cancel() }))
  .onCancel("off", (b) => b.set("why", "asked"))
  .output(({ vars }) => {
    same<NonNullable<typeof vars.t>["x"], number>(true)
    same<typeof vars.why, string | undefined>(true)
    return null
  })

// ---- starts: the input is made of the payload, or is the payload
const Order = Schema.Struct({ id: Schema.String })
const Placed = message("placed", { payload: Schema.Struct({ id: Schema.String, at: Schema.Finite }), key: (m) => m.id })
process("started", { version: 1, input: Order })
  .startOnMessage("placed", Placed)
  .startOnMessage("bare", Bare, () => ({ id: "x" }))
  .startOnSignal("changed", signal("changed", { payload: Schema.String }), (id) => ({ id }))
  .startOnTimer("daily", "R/P1D", () => ({ id: "daily" }))
  .variable("x", 1)
  .output(({ vars }) => {
    same<typeof vars.id, string>(true)
    same<NonNullable<typeof vars.placed>["at"], number>(true)
    same<typeof vars.changed, string | undefined>(true)
    return null
  })
process("timed", { version: 1 }).startOnTimer("monthly", cron("0 9 1 * *")).end()

// ---- references say what they take, give and raise; a process that takes nothing is called with nothing
const ref = processRef("other", { input: Order, output: Schema.Struct({ day: Schema.Date }), errors: [CardDeclined, SoldOut] })
const refers = p
  .call("o", ref, ({ vars }) => ({ id: vars.id }), { version: 2, businessKey: ({ vars }) => vars.id })
  .onError("no", CardDeclined, (b) => b.end())
  .call(
    "nothing",
    process("nothing", { version: 1 }).output(() => 1),
  )
  .output(({ vars }) => {
    same<typeof vars.o.day, Date>(true)
    return vars.nothing
  })
same<ErrorOf<typeof refers>, SoldOut>(true)

// ---- locks and quantities
p.subProcess("critical", (b) => b.serviceTask("a", () => 1, { lock: "printer" }), { lock: "room", name: "Room" })
  .serviceTask("three", () => 1, { completionQuantity: 3 })
  .serviceTask("one", () => 1, { startQuantity: 3 })
  .parallel("anyOrder", { x: (b) => b.serviceTask("xs", () => 1), y: (b) => b.serviceTask("ys", () => 2) }, { oneAtATime: true })
  .output(({ vars }) => vars.xs + vars.ys)

/** A handler written elsewhere reads what a race brings. */
export const read = ({ vars }: Context<{ readonly paid: { readonly cents: number } }>): number => vars.paid.cents

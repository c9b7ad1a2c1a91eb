/**
 * Mistakes with events, other processes, many items and graphs, and the sentence each of them is answered with:
 * `test/types/messages.test.ts` compares what the compiler says with what stands behind `@ts-expect-error`.
 */
import { type Effect, Schema } from "effect"
import { escalation, type Look, message, type OutputOf, process, signal } from "../src/index.ts"
import { PaymentReceived, type payment, score } from "../test/fixtures/events.ts"
import { CardDeclined } from "../test/fixtures/processes.ts"

const Loan = Schema.Struct({ customer: Schema.String, sum: Schema.Number })
const Bare = message("bare")
const Opened = signal("opened", { payload: Schema.Struct({ at: Schema.Finite }) })
const NeedsHelp = escalation("needs-help", { payload: Schema.Struct({ q: Schema.String }) })
declare const charge: (amount: number) => Effect.Effect<{ readonly id: string }, CardDeclined>
declare const later: <T>(value: T) => Promise<T>
const top = process("start", { version: 1, input: Loan })
const start = top.serviceTask("charge", () => charge(1))
const labelled = start.label("l")

// ---- messages
// @ts-expect-error Expected 3-4 arguments, but got 2
start.receive("r", PaymentReceived)
// @ts-expect-error Type 'number' is not assignable to type 'string'
start.receive("r", PaymentReceived, () => 1)
// @ts-expect-error Argument of type 'number' is not assignable to parameter of type 'string
start.receive("r", PaymentReceived, 5)
// @ts-expect-error 'charge' is already a step or variable
start.receive("charge", Bare)
// @ts-expect-error Property 'pounds' does not exist on type
start.receive("r", PaymentReceived, ({ vars }) => vars.customer).set("x", ({ vars }) => vars.r.pounds)
// @ts-expect-error Property 'cents' is missing in type
start.send("s", PaymentReceived, () => ({ orderId: "o" }))
// @ts-expect-error Expected 3-4 arguments, but got 2
start.send("s", PaymentReceived)
// @ts-expect-error Property 'compensate' does not exist on type
start.send("s", Bare).compensate(() => 1)
// @ts-expect-error Property 'nothing' does not exist on type
message("m", { payload: Schema.Struct({ x: Schema.String }), key: (m) => m.nothing })

// ---- waiting and telling
// @ts-expect-error a condition gives a boolean
start.waitUntil("w", ({ vars }) => vars.sum)
// @ts-expect-error a decision cannot wait: compute this in a service task before it, and read its variable here
start.waitUntil("w", () => later(true))
// @ts-expect-error Type 'string' is not assignable to type 'number'
start.broadcast("b", Opened, () => ({ at: "noon" }))
// @ts-expect-error Expected 3 arguments, but got 2
start.escalate("e", NeedsHelp)

// ---- races
// @ts-expect-error the payload would hide the variable 'charge': give the branch another name
start.race("r", { charge: (on) => on.message(Bare) })
// @ts-expect-error 'vars.paid' is possibly 'undefined'
start.race("r", { paid: (on) => on.message(PaymentReceived, "x"), late: (on) => on.timer("1 day") }).set("x", ({ vars }) => vars.paid.cents)
// @ts-expect-error Property 'late' does not exist on type
start.race("r", { late: (on) => on.timer("1 day") }).set("x", ({ vars }) => vars.late)
// @ts-expect-error Property 'error' does not exist on type
start.race("r", { no: (on) => on.error(CardDeclined) })
// @ts-expect-error Type '"expire"' is not assignable to type 'number | "expired"'
export const output: OutputOf<typeof payment> = "expire"

// ---- beside an activity
// @ts-expect-error Property 'onMessage' does not exist on type
start.set("x", 1).onMessage("m", Bare, undefined, (b) => b)
// @ts-expect-error a branch beside others cannot end the scope or give its output: leave that to the flow after them
start.onMessage("m", Bare, undefined, (b) => b.end(), { interrupting: false })
// @ts-expect-error no label 'l' stands before this step in the same scope
labelled.userTask("t").onSignal("o", Opened, (b) => b.goto("l"), { interrupting: false })
const charging = top.serviceTask("charge", () => charge(1))
declare const chargeId: (look: Look<{ readonly charge: { readonly id: string } }>) => string
declare const sumOf: (look: Look<{ readonly sum: number }>) => number
// @ts-expect-error Property 'charge' is missing in type
charging.onMessage("c", PaymentReceived, chargeId, (b) => b)
// @ts-expect-error Property 'charge' does not exist on type
charging.onSignal("o", Opened, (b) => b.set("x", ({ vars }) => vars.charge.id))
// @ts-expect-error Type 'number' is not assignable to type 'string'
charging.onMessage("c", PaymentReceived, sumOf, (b) => b)
// @ts-expect-error nothing in this activity cancels it: only a transaction with a '.cancel' in it can be caught so
start.onCancel("off", (b) => b)
// @ts-expect-error nothing in this activity cancels it: only a transaction with a '.cancel' in it can be caught so
start.transaction("t", (b) => b.set("x", 1)).onCancel("off", (b) => b)

// ---- scopes that listen
// @ts-expect-error Property 'on' does not exist on type
start.on("late", (on) => on.timer("1 day"))
// @ts-expect-error a branch beside others cannot end the scope or give its output: leave that to the flow after them
top.on("late", (on) => on.timer("1 day").end(), { interrupting: false })
// @ts-expect-error Property 'later' does not exist on type
top.on("late", (on) => on.timer("1 day").set("x", ({ vars }) => vars.later))
// @ts-expect-error no label 'l' stands before this step in the same scope
start.subProcess("s", (b) => b.on("late", (on) => on.timer("1 day").goto("l")))

// ---- other processes
// @ts-expect-error Type 'number' is not assignable to type 'string'
start.call("c", score, ({ vars }) => ({ person: vars.sum }))
// @ts-expect-error Expected 3-4 arguments, but got 2
start.call("c", score)
// @ts-expect-error Property 'name' does not exist on type
start.call("c", score, () => ({ person: "x" })).set("x", ({ vars }) => vars.c.name)

// ---- many items
declare const ones: () => ReadonlyArray<number>
declare const days: () => ReadonlyArray<Date>
declare const three: () => string
// @ts-expect-error the item would hide the variable 'sum': name it with 'as'
start.forEach("f", ones, (b) => b.set("x", 1), { as: "sum" })
// @ts-expect-error the item would hide the variable 'item': name it with 'as'
start.forEach("f", ones, (b) => b.forEach("g", ones, (b) => b.set("x", 1)))
// @ts-expect-error a Date cannot be stored as it is: give the step a schema
start.forEach("f", days, (b) => b.set("x", 1))
// @ts-expect-error the items are not what the schema describes
start.forEach("f", ones, (b) => b.set("x", 1), { schema: Schema.Date })
// @ts-expect-error Property 'x' does not exist on type
start.forEach("f", ones, (b) => b.set("x", 1)).set("y", ({ vars }) => vars.x)
// @ts-expect-error Property 'nothing' does not exist on type
start.forEach("f", ones, (b) => b.set("x", 1), { until: ({ results }) => results.some((r) => r.nothing) })
// @ts-expect-error Type 'string' is not assignable to type 'number'
start.times("f", three, (b) => b.set("x", 1))

// ---- ways
// @ts-expect-error there is no branch 'c'
start.inclusive("i", () => ["a", "c"], { a: (b) => b, b: (b) => b })
// @ts-expect-error 'vars.x' is possibly 'undefined'
start.inclusive("i", () => ["a"], { a: (b) => b.set("x", 1) }).set("y", ({ vars }) => vars.x.toFixed())
// @ts-expect-error another branch also sets 'n'
start.inclusive("i", () => ["a"], { a: (b) => b.set("n", 1), b: (b) => b.set("n", 2) })
// @ts-expect-error a branch beside others cannot end the scope or give its output: leave that to the flow after them
start.some("s", 1, { a: (b) => b.end(), b: (b) => b })
// @ts-expect-error 'vars.x' is possibly 'undefined'
start.some("s", 1, { a: (b) => b.set("x", 1), b: (b) => b }).set("y", ({ vars }) => vars.x.toFixed())
// @ts-expect-error no label 'c' stands before this step in the same scope
start.graph("g", ["a", "b"], { a: (b) => b.goto("c"), b: (b) => b })
// @ts-expect-error Property 'b' is missing in type
start.graph("g", ["a", "b"], { a: (b) => b })
// @ts-expect-error Property 'x' does not exist on type
start.graph("g", ["a", "b"], { a: (b) => b.set("x", 1).goto("b"), b: (b) => b.set("y", ({ vars }) => vars.x) })
// @ts-expect-error is not assignable to type '"visit"'
start.adHoc("h", { visit: (b) => b.userTask("v") }, { begin: () => ["nobody"] })

// ---- starts
// @ts-expect-error Expected 3-4 arguments, but got 2
top.startOnMessage("m", Bare)
// @ts-expect-error Property 'sum' is missing in type
top.startOnSignal("o", Opened, () => ({ customer: "x" }))
// @ts-expect-error Property 'startOnMessage' does not exist on type
top.variable("x", 1).startOnMessage("m", Bare, () => ({ customer: "x", sum: 1 }))

/**
 * Mistakes with single steps, events that stand together and starts: each compiles with exactly the message beside it.
 */
import { Schema } from "effect"
import { message, process } from "../src/index.ts"

const top = process("p", { version: 1, input: Schema.Struct({ sum: Schema.Number, id: Schema.String }) })
const start = top.set("known", 1)
const Paid = message("paid", { payload: Schema.Struct({ id: Schema.String }), key: (m) => m.id })

declare const ones: () => ReadonlyArray<number>
declare const no: () => boolean

// ---- single steps
// @ts-expect-error 'known' is already a step or variable
start.step("known", (one) => one.task())
// @ts-expect-error Property 'item' does not exist on type
start.step("s", (one) => one.serviceTask(({ vars }) => vars.item))
// @ts-expect-error 'known' is a variable of another type
start.step("s", (one) => one.given({ known: () => "text" }).task())
// @ts-expect-error Property 'cents' does not exist on type
start.step("s", (one) => one.given({ cents: () => 1 }).task()).set("x", ({ vars }) => vars.cents)
// @ts-expect-error 'sum' is a variable of another type
start.step("s", (one) => one.serviceTask(() => ({ a: "" })).into({ sum: ({ value }) => value.a }))
// @ts-expect-error a Date cannot be stored as it is: give the step a schema
start.step("s", (one) => one.serviceTask(() => 1).into({ at: () => new Date() }))
// @ts-expect-error Property 's' does not exist on type
start.step("s", (one) => one.serviceTask(() => 1).into("other")).set("x", ({ vars }) => vars.s)
// @ts-expect-error Type 'number' is not assignable to type
start.step("s", () => 1)
// @ts-expect-error the item would hide the variable 'known': name it with 'as'
start.each("s", ones, (one) => one.task(), { as: "known" })
// @ts-expect-error Property 'b' does not exist on type
start.each("s", ones, (one) => one.serviceTask(() => ({ a: 1 })), { until: ({ results }) => results.some((r) => r.b) })
// @ts-expect-error a condition gives a boolean
start.again("s", (one) => one.task(), { until: () => 1 })
// @ts-expect-error 'vars.s' is possibly 'undefined'
start.asLongAs("s", no, (one) => one.serviceTask(() => ({ a: 1 }))).set("x", ({ vars }) => vars.s.a)
// @ts-expect-error 'known' is a variable of another type
start.script("s", { known: () => "text" })

// ---- events together
// @ts-expect-error Expected 2 arguments, but got 1
start.waitForAny("w", (on) => [on.message(Paid)])
// @ts-expect-error Property 'error' does not exist on type
start.waitForAny("w", (on) => [on.error(Error)])
// @ts-expect-error 'vars.w' is possibly 'undefined'
start.waitForAny("w", (on) => [on.message(Paid, "x"), on.timer("1 day")]).set("x", ({ vars }) => vars.w.id)
// @ts-expect-error Expected 2-3 arguments, but got 1
start.tell("t", (to) => [to.message(Paid)])

// ---- starts
// @ts-expect-error what these events bring is no input of the process
top.startOnAny("m", (on) => [on.message(Paid)])
top.startOnEvery(
  "m",
  (on) => [on.message(Paid), on.timer("1 day")],
  // @ts-expect-error 'undefined' is not assignable to type 'number'
  ([paid, time]) => ({ sum: time, id: paid.id }),
)
// @ts-expect-error Expected 2 arguments, but got 1
top.startOnFirst("m", { a: (on) => on.message(Paid) })
// @ts-expect-error Property 'known' does not exist on type
top.startOnAll("m", { a: (on) => on.message(Paid) }, ({ a }) => ({ sum: a.known, id: "" }))
// @ts-expect-error a condition gives a boolean
top.startOnCondition("c", ({ vars }) => vars.sum)

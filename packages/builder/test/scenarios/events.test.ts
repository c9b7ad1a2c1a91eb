import { Schema } from "effect"
import { describe, expect, it } from "vitest"
import { process, signal } from "../../src/index.ts"
import {
  batch,
  booking,
  CancelSubscription,
  Closed,
  deal,
  extras,
  Opened,
  PaymentReceived,
  parent,
  payment,
  paymentShort,
  score,
  subscription,
  support,
  trading,
  tree,
  votes,
} from "../fixtures/events.ts"
import { Run } from "../fixtures/Run.ts"

describe("payment", () => {
  it("takes the message that comes first, and knows its payload", async () => {
    const run = await new Run(payment).start({ orderId: "o1" })
    expect(run.waiting).toEqual(["message outcome:paid", "timer outcome:late"])
    await run.publish(PaymentReceived, { orderId: "o1", cents: 50 })
    expect(run.view).toMatchObject({ status: "completed", output: 100 })
  })

  it("goes the way of time when nobody pays", async () => {
    const run = await new Run(payment).start({ orderId: "o1" })
    await run.fire("outcome:late")
    expect(run.view).toMatchObject({ status: "completed", output: "expired" })
    expect(run.waiting).toEqual([])
  })

  it("waits for the payment of its own order", async () => {
    const run = await new Run(payment).start({ orderId: "o1" })
    await expect(run.publish(PaymentReceived, { orderId: "o2", cents: 1 })).rejects.toThrow("nobody waits for 'payment.received' o2")
  })

  it("waits in a step of its own, with a deadline beside it", async () => {
    const paid = await (await new Run(paymentShort).start({ orderId: "o1" })).publish(PaymentReceived, { orderId: "o1", cents: 7 })
    expect(paid.view).toMatchObject({ status: "completed", output: 7 })
    const late = await (await new Run(paymentShort).start({ orderId: "o1" })).fire("late")
    expect(late.view.status).toBe("completed")
  })
})

describe("many items", () => {
  it("run some at a time, and give a list in the order of the items", async () => {
    const run = await new Run(batch).start({ files: ["a", "b", "c"] })
    expect(run.view).toMatchObject({
      status: "completed",
      output: 9,
      vars: { pages: [{ text: { file: "a", words: 3 }, upload: "3" }, { text: { file: "b" } }, { text: { file: "c" } }] },
    })
  })

  it("are over when there are none", async () => {
    expect((await new Run(batch).start({ files: [] })).view).toMatchObject({ status: "completed", output: 0 })
  })

  it("end when enough of them have come, and give those", async () => {
    const run = await new Run(votes).start({ board: ["ann", "bo", "cy"] })
    expect(run.waiting).toEqual(["task financeVote", "task legalVote", "task techVote"])
    await run.complete("legalVote", { yes: true }, "l")
    await run.complete("techVote", { yes: false }, "t")
    expect(run.waiting).toEqual(["task ballots/vote", "task ballots/vote", "task ballots/vote"])
    await run.complete("ballots/vote", { yes: true }, "ann")
    await run.complete("ballots/vote", { yes: true }, "bo")
    expect(run.view).toMatchObject({ status: "completed", output: { legal: true, yes: 2 } })
  })

  it("can be counted, and told apart by their number", async () => {
    const counted = process("counted", { version: 1 })
      .times("rolls", 3, (b) => b.serviceTask("n", ({ vars }) => vars.loopCounter * 10), { sequential: true })
      .output(({ vars }) => vars.rolls.map((roll) => roll.n))
    expect((await new Run(counted).start({})).view).toMatchObject({ status: "completed", output: [10, 20, 30] })
  })

  it("are of any kind where they have a schema", async () => {
    const dated = process("dated", { version: 1, input: Schema.Struct({ days: Schema.Array(Schema.Date) }) })
      .forEach(
        "years",
        ({ vars }) => vars.days,
        (b) => b.output(({ vars }) => vars.day.getUTCFullYear()),
        { as: "day", schema: Schema.Date },
      )
      .output(({ vars }) => vars.years)
    const days = [new Date("2026-01-01T00:00:00Z"), new Date("1999-01-01T00:00:00Z")]
    expect((await new Run(dated).start({ days })).view).toMatchObject({ status: "completed", output: [2026, 1999] })
  })

  it("have values of any kind where their steps have schemas", async () => {
    const dated = process("dated", { version: 1 })
      .forEach(
        "days",
        () => [1, 2],
        (b) => b.serviceTask("day", ({ vars }) => new Date(Date.UTC(2026, 0, vars.item)), { schema: Schema.Date }),
        { until: ({ results }) => results.some((result) => result.day.getUTCDate() === 5) },
      )
      .output(({ vars }) => vars.days.map((result) => result.day.getUTCDate()))
    expect((await new Run(dated).start({})).view).toMatchObject({ status: "completed", output: [1, 2] })
  })
})

describe("other processes", () => {
  it("are called, and give their output", async () => {
    const run = await new Run(parent, {}, [score]).start({ customer: "ann", sum: 1 })
    expect(run.view).toMatchObject({ status: "completed", output: 700 })
  })

  it("raise errors that the caller catches", async () => {
    const run = await new Run(parent, {}, [score]).start({ customer: "", sum: 1 })
    expect(run.waiting).toEqual(["task byHand"])
    await run.complete("byHand", { points: 3 }, "ann")
    expect(run.view).toMatchObject({ status: "completed", output: 3, vars: { bureau: "x" } })
  })

  it("can call themselves", async () => {
    const leaf = (files: number) => ({ files, folders: [] })
    const run = await new Run(tree, {}, [tree]).start({ files: 1, folders: [leaf(2), { files: 3, folders: [leaf(4), leaf(5)] }] })
    expect(run.view).toMatchObject({ status: "completed", output: 15 })
  })
})

describe("escalations and errors of a scope", () => {
  it("ask for help beside the work, which goes on", async () => {
    const run = await new Run(support).start({ ticket: "t", price: 5 })
    expect(run.waiting).toEqual(["task expert"])
    expect(run.view.vars).toMatchObject({ solve: { charge: { id: "charge 5" }, part: { ref: "part" } } })
    await run.complete("expert", { answer: "x" }, "e")
    expect(run.view).toMatchObject({ status: "completed", output: "part" })
  })

  it("go round the scope when an error leaves it", async () => {
    const run = await new Run(support).start({ ticket: "t", price: 13 })
    await run.complete("expert", { answer: "x" }, "e")
    expect(run.view).toMatchObject({ status: "completed", output: null })
  })
})

describe("a subscription", () => {
  it("is charged by the calendar until somebody cancels it, and gives the output of that", async () => {
    // It has no end of its own, and needs none.
    expect(subscription.diagnostics).toEqual([])
    const run = await new Run(subscription).start({ id: "s", price: 5 })
    await run.fire("due")
    await run.fire("due")
    expect(run.waiting).toEqual(["message cancelled/start", "timer due"])
    await run.publish(CancelSubscription, { id: "s", reason: "moved" })
    expect(run.view).toMatchObject({ status: "completed", output: { periods: 2, reason: "moved" } })
  })
})

describe("a graph", () => {
  it("goes from stretch to stretch", async () => {
    const run = await new Run(deal).start({ customer: "ann", sum: 1 })
    await run.complete("theirs", { done: false }, "ann")
    await run.complete("theirs", { done: false }, "ann")
    await run.complete("theirs", { done: true }, "ann")
    expect(run.view).toMatchObject({ status: "completed", output: 98 })
  })
})

describe("any of several ways", () => {
  it("takes none, one or all of them", async () => {
    expect((await new Run(extras).start({ wishes: ["gift"] })).view.output).toBe("paper by mail")
    const both = await new Run(extras).start({ wishes: ["gift", "rush"] })
    expect(both.view.status).toBe("active")
    await both.complete("courier", { name: "bo" }, "x")
    expect(both.view.output).toBe("paper by bo")
  })
})

describe("signals and conditions", () => {
  it("reach who waits for them, and make a milestone of what another branch does", async () => {
    const run = await new Run(trading).start({})
    await run.broadcast(Opened, { at: new Date("2026-01-02T08:00:00Z") })
    expect(run.waiting).toEqual(["condition busy", "signal closed/start", "task order"])
    await run.complete("order", {}, "ann")
    await run.complete("another", {}, "ann")
    expect(run.view).toMatchObject({ status: "completed", output: 2, vars: { note: "2026-01-02T08:00:00.000Z" } })
  })

  it("end a scope whatever it is doing", async () => {
    const run = await new Run(trading).start({})
    await run.broadcast(Opened, { at: new Date(0) })
    await run.complete("order", {}, "ann")
    await run.broadcast(Closed, undefined)
    expect(run.view).toMatchObject({ status: "completed", output: 1 })
  })

  it("start instances, and make their input", async () => {
    const Placed = signal("placed", { payload: Schema.Struct({ id: Schema.String, at: Schema.Date }) })
    const started = process("started", { version: 1, input: Schema.Struct({ order: Schema.String, day: Schema.Date }) })
      .startOnSignal("placed", Placed, ({ id, at }) => ({ order: id, day: at }))
      .startOnTimer("daily", "R/P1D", () => ({ order: "daily", day: new Date(0) }))
      .serviceTask("note", ({ vars }) => `${vars.order} on ${vars.day.toISOString().slice(0, 10)}`)
      .output(({ vars }) => ({ note: vars.note, by: vars.placed === undefined ? "hand" : "signal" }))
    const at = new Date("2026-01-02T08:00:00Z")
    const byHand = await new Run(started).start({ order: "x", day: at })
    expect(byHand.view).toMatchObject({ status: "completed", output: { note: "x on 2026-01-02", by: "hand" } })
    const bySignal = await new Run(started).begin("placed", { id: "y", at: at.toISOString() })
    expect(bySignal.view).toMatchObject({ status: "completed", output: { note: "y on 2026-01-02", by: "signal" } })
    const byTime = await new Run(started).begin("daily")
    expect(byTime.view).toMatchObject({ status: "completed", output: { note: "daily on 1970-01-01", by: "hand" } })
  })
})

describe("a transaction", () => {
  it("is undone as a whole when it is cancelled", async () => {
    const run = await new Run(booking).start({ sure: false })
    expect(run.ran).toEqual(["trip/seat", "trip/seat:compensation"])
    expect(run.view).toMatchObject({ status: "completed", output: "called off" })
  })

  it("gives its value when it is not", async () => {
    expect((await new Run(booking).start({ sure: true })).view).toMatchObject({ status: "completed", output: "12A" })
  })
})

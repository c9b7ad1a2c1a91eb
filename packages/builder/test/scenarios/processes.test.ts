import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { loan, loanByLoop, onboarding, order, quote, trip, twice } from "../fixtures/processes.ts"
import { Run } from "../fixtures/Run.ts"

const small = { orderId: "r1", amount: 5, email: "a@b", lines: [] }
const big = { ...small, amount: 2000 }

describe("order", () => {
  it("ships a small order without asking anybody", async () => {
    const run = await new Run(order).start(small)
    expect(run.view).toMatchObject({ status: "completed", output: { status: "shipped", parcel: "parcel of r1", limit: null } })
    expect(run.ran).toEqual(["reservation", "parcel", "charge", "mail"])
    expect(run.mails).toEqual(["a@b"])
  })

  it("asks for a big one, and knows who approved it", async () => {
    const run = await new Run(order).start(big)
    expect(run.waiting).toEqual(["task approval"])
    await run.complete("approval", { outcome: "approve", limit: 5000 }, "ann")
    expect(run.view).toMatchObject({ status: "completed", output: { status: "shipped", limit: "ann" } })
  })

  it("compensates a rejected one, and says why", async () => {
    const run = await (await new Run(order).start(big)).complete("approval", { outcome: "reject", reason: "too much" }, "ann")
    expect(run.view).toMatchObject({ status: "completed", output: { status: "rejected", why: "too much" } })
    expect(run.ran).toEqual(["reservation", "reservation:compensation"])
  })

  it("rolls back when the card is declined, and fails with the typed error", async () => {
    const run = await new Run(order).start({ ...small, amount: 13 })
    expect(run.view).toMatchObject({ status: "failed", error: { code: "CardDeclined", value: { _tag: "CardDeclined", reason: "limit" } } })
    expect(run.ran).toEqual(["reservation", "parcel", "charge", "reservation:compensation"])
  })

  it("rolls back when it is cancelled", async () => {
    const run = await (await new Run(order).start(big)).cancel()
    expect(run.view.status).toBe("cancelled")
    expect(run.ran).toEqual(["reservation", "reservation:compensation"])
  })
})

describe("loan", () => {
  it("goes back to the draft until the review is content", async () => {
    const run = await new Run(loan).start({ customer: "cem", sum: 9 })
    await run.complete("draft", { text: "one" }, "cem")
    await run.complete("review", { outcome: "rework", comment: "longer" }, "rita")
    expect(run.view.vars).toMatchObject({ rounds: 1, comments: ["longer"] })
    await run.complete("draft", { text: "one and two" }, "cem")
    await run.complete("review", { outcome: "approve" }, "rita")
    expect(run.view).toMatchObject({ status: "completed", output: { granted: true, rounds: 2, text: "one and two" } })
  })

  it("does not let people review their own draft", async () => {
    const run = await new Run(loan).start({ customer: "cem", sum: 9 })
    await run.complete("draft", { text: "one" }, "cem")
    await expect(run.complete("review", { outcome: "approve" }, "cem")).rejects.toThrow(/cem/)
  })

  it("as a loop: is left after the last round that is allowed", async () => {
    const run = await new Run(loanByLoop).start({ customer: "cem", sum: 9 })
    for (let round = 1; round < 5; round++) {
      expect(run.view.vars.rework).toBe(round)
      await run.complete("review", { outcome: "rework", comment: "again" }, "rita")
    }
    expect(run.waiting).toEqual(["task review"])
    await run.complete("review", { outcome: "rework", comment: "again" }, "rita")
    expect(run.view).toMatchObject({ status: "completed", vars: { rework: 5 } })
  })
})

describe("onboarding", () => {
  const start = () => new Run(onboarding).start({ employee: "eva", email: "eva@b" })

  it("reminds without taking the task away", async () => {
    const run = await start()
    await run.fire("laptopReminder")
    expect(run.mails).toEqual(["eva@b"])
    expect(run.waiting).toEqual(["task contract", "task laptop", "timer contractLate"])
    await run.complete("laptop", { serial: "s1" }, "it")
    await run.complete("contract", { done: true }, "hr")
    expect(run.view).toMatchObject({ status: "completed", output: { serial: "s1", signed: true } })
  })

  it("goes the other way when the deadline passes", async () => {
    const run = await start()
    await run.fire("contractLate")
    await run.complete("escalated", { done: false }, "boss")
    await run.complete("laptop", { serial: "s1" }, "it")
    expect(run.view).toMatchObject({ status: "completed", output: { serial: "s1", signed: false } })
  })
})

describe("trip", () => {
  it("gives what its sub-process set", async () => {
    const run = await new Run(trip).start({ city: "Rome", rental: "bike" })
    expect(run.view).toMatchObject({ status: "completed", output: { flight: "Rome", hotel: "hotel", note: "" } })
  })

  it("rolls back the inner saga alone, and reads the error that was caught", async () => {
    const run = await new Run(trip).start({ city: "Rome", rental: "car" })
    expect(run.view).toMatchObject({ status: "completed", output: { flight: "Rome", hotel: null, note: "flight Rome only: car" } })
    expect(run.ran).toEqual(["flight", "land/hotel", "land/car", "land/hotel:compensation"])
  })

  it("runs with mocks by path", async () => {
    const run = await new Run(trip, { "land/car": () => Effect.succeed({ ref: "cart" }) }).start({ city: "Rome", rental: "car" })
    expect(run.view).toMatchObject({ status: "completed", output: { hotel: "hotel" } })
  })
})

describe("quote", () => {
  it.each([
    [0.01, "cheap"],
    [5, null],
    [0.5, "normal"],
  ])("at a rate of %d gives %s", async (rate, output) => {
    const run = await new Run(quote).start({ age: 30, rate })
    expect(run.view).toMatchObject({ status: "completed", output })
  })
})

it("fragments run as if they stood where they are used", async () => {
  const run = await new Run(twice).start({ email: "a@b" })
  expect(run.waiting).toEqual(["timer again/night"])
  await run.fire("again/night")
  expect(run.view).toMatchObject({ status: "completed", output: true })
  expect(run.mails).toEqual(["a@b"])
})

import { escalation, message, process, signal } from "@millrace/builder"
import { testProcess } from "@millrace/testing"
import { Schema } from "effect"
import { describe, expect, it } from "vitest"

const Paid = message("paid", {
  payload: Schema.Struct({ order: Schema.String, cents: Schema.Number, at: Schema.DateFromString }),
  key: (payment) => payment.order,
})
const Opened = signal("opened", { payload: Schema.Struct({ market: Schema.String }) })

const order = process("order", { version: 1, input: Schema.Struct({ order: Schema.String }) })
  .receive("paid", Paid, ({ vars }) => vars.order)
  .receiveSignal("opened", Opened)
  .output(({ vars }) => ({ cents: vars.paid.cents, year: vars.paid.at.getUTCFullYear(), market: vars.opened.market }))

describe("a test of a process", () => {
  it("publishes messages and gives signals, before and after a crash", async () => {
    await using test = testProcess(order)
    await test.publish(Paid, { order: "2", cents: 1, at: new Date(0) })
    await test.start({ order: "1" })
    expect(await test.waiting()).toMatchObject([{ path: "paid", for: "message" }])
    expect(await test.broadcast(Opened, { market: "too early" })).toBe(0)
    await test.publish(Paid, { order: "1", cents: 7, at: new Date("2026-02-03T00:00:00Z") }, { id: "p1" })
    await test.crash()
    expect(await test.waiting()).toMatchObject([{ path: "opened", for: "signal" }])
    expect(await test.publish(Paid, { order: "1", cents: 7, at: new Date(0) }, { id: "p1" })).toMatchObject({ duplicate: true })
    expect(await test.broadcast(Opened, { market: "X" })).toBe(1)
    expect(await test.result()).toEqual({ output: { cents: 7, year: 2026, market: "X" } })
  })

  it("finds a message that was there before the process waited", async () => {
    await using test = testProcess(order)
    await test.publish("paid", { order: "1", cents: 3, at: "2025-01-01T00:00:00.000Z" }, { key: "1" })
    await test.start({ order: "1" })
    expect(await test.waiting()).toMatchObject([{ path: "opened" }])
  })

  it("refuses a payload that does not fit, and says where", async () => {
    await using test = testProcess(order)
    await expect(test.publish(Paid, { order: "1" } as never)).rejects.toMatchObject({ code: "PayloadInvalid" })
  })

  it("starts by a message where the process does", async () => {
    const Placed = message("placed", { payload: Schema.Struct({ order: Schema.String }), key: ({ order }) => order })
    const placed = process("placed", { version: 1, input: Schema.Struct({ order: Schema.String }) })
      .startOnMessage("byMessage", Placed, (payload) => payload)
      .output(({ vars }) => vars.order)
    await using test = testProcess(placed)
    await test.startBy(Placed, { order: "7" })
    expect(await test.result()).toEqual({ output: "7" })
  })

  it("starts by the first of all that have to come, and waits for the others after a crash", async () => {
    const Packed = message("packed", { payload: Schema.Struct({ order: Schema.String }), key: ({ order }) => order })
    const shipped = process("shipped", { version: 1, input: Schema.Struct({ order: Schema.String, cents: Schema.Number }) })
      .startOnEvery(
        "ready",
        (on) => [on.message(Paid), on.message(Packed), on.signal(Opened), on.timer("1 hour")],
        ([paid, packed]) => ({ order: packed.order, cents: paid.cents }),
      )
      .output(({ vars }) => `${vars.order} ${vars.cents} ${vars.ready?.[2].market} ${vars.ready?.[0].at.getUTCFullYear()}`)
    await using test = testProcess(shipped)
    await test.startBy(Packed, { order: "7" })
    await test.crash()
    expect(await test.waiting()).toMatchObject([{ for: "message" }, { for: "signal" }, { for: "timer" }])
    await test.publish(Paid, { order: "7", cents: 5, at: new Date("2026-02-03T00:00:00Z") })
    await test.crash()
    await test.advance("1 hour")
    await test.broadcast(Opened, { market: "X" })
    expect(await test.result()).toEqual({ output: "7 5 X 2026" })
  })
})

const NeedsHelp = escalation("needs-help", { payload: Schema.Struct({ question: Schema.String }) })

const credit = process("credit", { version: 1, input: Schema.Struct({ person: Schema.String }) })
  .escalate("ask", NeedsHelp, ({ vars }) => ({ question: `who is ${vars.person}?` }))
  .serviceTask("score", ({ vars }): number => vars.person.length)
  .output(({ vars }) => ({ score: vars.score }))

describe("a called process", () => {
  const loan = process("loan", { version: 1, input: Schema.Struct({ name: Schema.String }) })
    .call("credit", credit, ({ vars }) => ({ person: vars.name }))
    .output(({ vars }) => vars.credit.score)

  it("runs for real in the test of its caller", async () => {
    await using test = testProcess(loan, { children: [credit] })
    await test.start({ name: "anna" })
    expect(await test.result()).toEqual({ output: 4 })
  })

  it("runs with mocks, and survives a crash", async () => {
    let scored: ((score: number) => void) | undefined
    const mocks = { score: () => new Promise((resolve) => (scored = resolve)) }
    await using test = testProcess(loan, { children: [{ process: credit, mocks }] })
    await test.start({ name: "anna" })
    expect(await test.waiting()).toMatchObject([{ path: "credit", for: "child" }])
    await test.crash()
    expect(await test.waiting()).toMatchObject([{ path: "credit", for: "child" }])
    scored?.(11)
    expect(await test.result()).toEqual({ output: 11 })
  })

  it("that was not given is an incident which says so", async () => {
    await using test = testProcess(loan)
    await test.start({ name: "anna" })
    expect(await test.incidents()).toMatchObject([{ path: "credit", code: "ChildNotStarted" }])
  })
})

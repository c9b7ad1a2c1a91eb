/** The test kit for processes: typed mocks and forms, virtual time, and errors that say what the process waits for. */
import { expression, firstOf, process } from "@millrace/builder"
import { Clock, Context, Effect, Layer, Schema } from "effect"
import { describe, expect, it } from "vitest"
import { testProcess } from "../../src/index.ts"
import { CardDeclined, order } from "./orderProcess.ts"

const small = { id: "1", amount: 10 }
const big = { id: "2", amount: 5000 }

describe("a process test", () => {
  it("runs a process to its end, from one due time to the next", async () => {
    await using test = testProcess(order)
    await test.start(small)
    expect(await test.waiting()).toMatchObject([{ path: "coolingOff", for: "timer", due: new Date("2026-01-15T00:00:00Z") }])
    expect(await test.vars()).toMatchObject({ reserve: { ref: "stock of 1" }, charge: { paid: 10 } })
    await test.advance("14 days")
    expect(await test.result()).toEqual({ output: { paid: 10, by: null } })
    expect(await test.trace()).toEqual(["start", "reserve", "size", "size:merge", "charge", "coolingOff", "end"])
    expect(test.now()).toEqual(new Date("2026-01-15T00:00:00Z"))
  })

  it("runs mocks instead of handlers, and handlers where there is no mock", async () => {
    await using test = testProcess(order, { mocks: { charge: () => Effect.succeed({ paid: 7 }) } })
    await test.start(small)
    expect(await test.vars()).toMatchObject({ reserve: { ref: "stock of 1" }, charge: { paid: 7 } })
  })

  it("gives mocks the same context in every run", async () => {
    const seen: Array<unknown> = []
    await using test = testProcess(order, {
      mocks: {
        reserve: ({ attempt, idempotencyKey, instance, vars }) => {
          seen.push({ attempt, idempotencyKey, instance, vars })
          return { ref: "r" }
        },
      },
    })
    await test.start(small)
    expect(seen).toEqual([{ attempt: 1, idempotencyKey: expect.stringMatching(/^test\/\d+$/), instance: "test", vars: small }])
  })

  it("refuses a mock for a step that is not there", async () => {
    // @ts-expect-error -- 'charg' is not a step
    const test = testProcess(order, { mocks: { charg: () => ({ paid: 1 }) } })
    await expect(test.start(small)).rejects.toThrow(/charg/)
  })

  it("types mocks and forms by the process", () => {
    // @ts-expect-error -- a number is not what 'charge' gives
    testProcess(order, { mocks: { charge: () => 5 } })
    // @ts-expect-error -- 'reserve' is not a user task
    void (() => testProcess(order).complete("reserve", { ok: true }, { by: "ann" }))
    // @ts-expect-error -- the form has no field 'yes'
    void (() => testProcess(order).complete("approve", { yes: true }, { by: "ann" }))
  })

  it("completes user tasks by their path", async () => {
    await using test = testProcess(order)
    await test.start(big, { businessKey: "order-2" })
    expect(await test.tasks()).toMatchObject([{ element: "approve", businessKey: "order-2", due: new Date("2026-01-03T00:00:00Z") }])
    await test.complete("approve", { ok: true }, { by: "ann" })
    await test.advanceTo("2026-02-01T12:00:00Z")
    expect(await test.result()).toEqual({ output: { paid: 5000, by: "ann" } })
  })

  it("claims, gives back and assigns user tasks", async () => {
    await using test = testProcess(order)
    await test.start(big)
    await test.claim("approve", "ann")
    await expect(test.claim("approve", "bob")).rejects.toMatchObject({ code: "UserTaskNotYours" })
    await test.unclaim("approve", "ann")
    await test.assign("approve", "bob")
    expect(await test.tasks()).toMatchObject([{ assignee: "bob" }])
    await expect(test.complete("approve", { ok: true }, { by: "ann" })).rejects.toMatchObject({ code: "UserTaskNotYours" })
    await test.complete("approve", { ok: true }, { by: "bob" })
    expect(await test.vars()).toMatchObject({ approve: { ok: true, completedBy: "bob" } })
  })

  it("takes the way of a timer when nobody does the task in time", async () => {
    await using test = testProcess(order, { startAt: "2027-03-01T08:00:00+01:00" })
    await test.start(big)
    await test.advance("P4DT23H")
    expect(await test.waiting()).toMatchObject([{ path: "approve" }, { path: "late", due: new Date("2027-03-06T07:00:00Z") }])
    await test.advance("1 hour")
    expect(await test.result()).toEqual({ output: "too late" })
  })

  it("gives the error that left the process, after the saga was rolled back", async () => {
    await using test = testProcess(order, { mocks: { charge: () => Effect.fail(new CardDeclined({ reason: "empty" })) } })
    await test.start(small)
    expect(await test.result()).toEqual({ error: { _tag: "CardDeclined", reason: "empty" } })
    expect(await test.trace()).toContain("reserve:compensation")
  })

  it("retries by the policy under virtual time, then raises an incident that can be retried", async () => {
    let calls = 0
    let broken = true
    await using test = testProcess(order, {
      mocks: {
        charge: () => {
          calls++
          if (broken) throw new Error("no connection")
          return { paid: 10 }
        },
      },
    })
    await test.start(small)
    expect(calls).toBe(1)
    await test.advance("59 seconds")
    expect(calls).toBe(1)
    await test.advance("1 second")
    expect(calls).toBe(2)
    await test.advance("1 hour")
    expect(calls).toBe(3)
    expect(await test.incidents()).toMatchObject([
      { path: "charge", code: "HandlerFailed", message: expect.stringContaining("no connection") },
    ])
    broken = false
    await test.retry("charge")
    expect(await test.incidents()).toEqual([])
    expect(await test.waiting()).toMatchObject([{ path: "coolingOff" }])
  })

  it("runs mocks of compensations, which see the variables as they were", async () => {
    const released: Array<unknown> = []
    await using test = testProcess(order, {
      mocks: {
        "reserve:compensation": ({ vars }) => released.push(vars.reserve),
        charge: () => Effect.fail(new CardDeclined({ reason: "empty" })),
      },
    })
    await test.start(small)
    expect(released).toEqual([{ ref: "stock of 1" }])
  })

  it("cancels", async () => {
    await using test = testProcess(order)
    await test.start(small)
    await test.cancel("changed my mind")
    expect(await test.result()).toEqual({ cancelled: "changed my mind" })
    expect(await test.trace()).toContain("reserve:compensation")
  })

  it("lets a year of daily timers pass at once", async () => {
    const yearly = process("yearly", { version: 1 })
      .variable("days", 0)
      .repeat("days-of-the-year", (b) => b.wait("night", "1 day").update("days", ({ vars }) => vars.days + 1), {
        until: ({ vars }) => vars.days === 365,
      })
      .output(({ vars }) => vars.days)
    await using test = testProcess(yearly)
    await test.start({})
    await test.advance("365 days")
    expect(await test.result()).toEqual({ output: 365 })
  })

  it("gives handlers their services, and Effects the virtual clock", async () => {
    class Greeter extends Context.Service<Greeter, { readonly greet: (name: string) => string }>()("test/Greeter") {}
    const greeting = process("greeting", { version: 1, input: Schema.Struct({ name: Schema.String }) })
      .serviceTask("words", ({ vars }) =>
        Effect.gen(function* () {
          const { greet } = yield* Greeter
          yield* Effect.sleep("30 seconds")
          return { words: greet(vars.name), at: new Date(yield* Clock.currentTimeMillis).toISOString() }
        }),
      )
      .output(({ vars }) => vars.words)
    await using test = testProcess(greeting, { layer: Layer.succeed(Greeter, { greet: (name) => `Hello ${name}` }) })
    await test.start({ name: "Ada" })
    await test.advance("1 minute")
    expect(await test.result()).toEqual({ output: { words: "Hello Ada", at: "2026-01-01T00:00:30.000Z" } })
  })

  it("takes plugins that bring expression languages", async () => {
    const gate = process("gate", { version: 1, input: Schema.Struct({ open: Schema.Boolean }) })
      .exclusive("way", firstOf({ through: expression("names", "open") }, "back"), {
        through: (b) => b.output(() => "in" as const),
        back: (b) => b.output(() => "out" as const),
      })
      .end()
    const names = {
      name: "names",
      expressions: [
        {
          name: "names",
          compile:
            (text: string) =>
            ({ vars }: { readonly vars: object }) =>
              Object.entries(vars).some(([name, value]) => name === text && value === true),
        },
      ],
    }
    await using test = testProcess(gate, { plugins: [names] })
    await test.start({ open: true })
    expect(await test.result()).toEqual({ output: "in" })
  })
})

describe("what a test cannot do yet", () => {
  it("is told with what the process waits for", async () => {
    await using test = testProcess(order)
    await test.start(big)
    await expect(test.result()).rejects.toThrow(/order: it has not ended. The process waits here:\n(.|\n)* {2}- task 'approve': /)
    await test.complete("approve", { ok: true }, { by: "ann" })
    await expect(test.complete("approve", { ok: true }, { by: "ann" })).rejects.toThrow(
      /no user task 'approve' is open. The process waits here:\n {2}- timer 'coolingOff': .*2026-01-15T00:00:00.000Z/,
    )
    await expect(test.retry("charge")).rejects.toThrow(/no incident is open at 'charge'. The process waits here/)
  })

  it("is told when nothing was started, or twice, or the test is over", async () => {
    const test = testProcess(order)
    await expect(test.result()).rejects.toThrow(/call start\(\) first/)
    await test.start(small)
    await expect(test.start(small)).rejects.toThrow(/has one instance/)
    await test.advance("14 days")
    await expect(test.complete("approve", { ok: true }, { by: "ann" })).rejects.toThrow(/The process has ended: completed/)
    await test.close()
    await test.close()
    await expect(test.vars()).rejects.toThrow(/this test is closed/)
  })

  it("is told when time would go back or is no time", async () => {
    await using test = testProcess(order)
    await test.start(small)
    await expect(test.advanceTo("2025-01-01T00:00:00Z")).rejects.toThrow(/time does not go back/)
    await expect(test.advanceTo("soon")).rejects.toThrow(/'soon' is not a date/)
    await expect(test.advance(-5)).rejects.toThrow(/not a length of time/)
    await expect(test.advance("2 moons" as never)).rejects.toThrow(/months and years as "P1M" and "P1Y"/)
  })

  it("lets months and years pass by the calendar, as timers count them", async () => {
    await using test = testProcess(order, { startAt: "2028-01-31T00:00:00Z" })
    await test.start(small)
    await test.advance("P1M")
    expect(test.now().toISOString()).toBe("2028-02-29T00:00:00.000Z")
    await test.advance("P1Y")
    expect(test.now().toISOString()).toBe("2029-02-28T00:00:00.000Z")
  })

  it("is told when the process has not ended, or an option is mistyped", () => {
    expect(() => testProcess(process("open", { version: 1 }).userTask("look") as never)).toThrow(/takes a finished process: end its chain/)
    expect(() => testProcess(order, { mock: {} } as never)).toThrow("testProcess has no option 'mock'. Options: mocks, children")
  })

  it("is told when the input does not fit", async () => {
    await using test = testProcess(order)
    // @ts-expect-error -- the amount is a number
    await expect(test.start({ id: "1", amount: "ten" })).rejects.toMatchObject({ code: "InputInvalid" })
  })
})

/** Crashes in process tests: what was committed stays, what was in flight is done again, and nothing else. */
import { process } from "@millrace/builder"
import { Effect, Schema } from "effect"
import { describe, expect, it } from "vitest"
import { testProcess } from "../../src/index.ts"
import { order } from "./orderProcess.ts"

describe("a crash", () => {
  it("loses what a handler was doing, and delivers its job anew with the same key", async () => {
    const keys: Array<string> = []
    let answer = (_: { readonly ref: string }) => {}
    await using test = testProcess(order, {
      mocks: {
        reserve: ({ idempotencyKey, attempt }) => {
          keys.push(`${idempotencyKey} ${attempt}`)
          return keys.length === 1 ? new Promise<{ readonly ref: string }>((resolve) => (answer = resolve)) : { ref: "second" }
        },
      },
    })
    await test.start({ id: "1", amount: 10 })
    await test.crash()
    answer({ ref: "first" })
    expect(await test.vars()).toMatchObject({ reserve: { ref: "second" } })
    expect(keys).toHaveLength(2)
    expect(new Set(keys).size).toBe(1)
  })

  it("does nothing again that was done, and keeps user tasks, timers and the virtual time", async () => {
    let reserved = 0
    await using test = testProcess(order, { mocks: { reserve: () => ({ ref: `r${++reserved}` }) } })
    await test.start({ id: "1", amount: 5000 })
    await test.advance("1 day")
    await test.crash()
    expect(await test.waiting()).toMatchObject([{ path: "approve" }, { path: "late" }])
    await test.complete("approve", { ok: true }, { by: "ann" })
    await test.crash()
    await test.crash()
    expect(test.now()).toEqual(new Date("2026-01-02T00:00:00Z"))
    await test.advance("14 days")
    expect(await test.result()).toEqual({ output: { paid: 5000, by: "ann" } })
    expect(reserved).toBe(1)
  })

  it("keeps the retries that are left", async () => {
    let calls = 0
    await using test = testProcess(order, {
      mocks: {
        charge: () => {
          calls++
          throw new Error("no connection")
        },
      },
    })
    await test.start({ id: "1", amount: 10 })
    await test.crash()
    await test.advance("1 minute")
    await test.crash()
    await test.advance("1 hour")
    expect(calls).toBe(3)
    expect(await test.incidents()).toMatchObject([{ path: "charge" }])
  })

  it("stops an Effect where it is: not even its finalizers run", async () => {
    const log: Array<string> = []
    const slow = process("slow", { version: 1, input: Schema.Struct({}) })
      .serviceTask("work", () =>
        Effect.gen(function* () {
          log.push("begun")
          yield* Effect.sleep("1 minute")
          log.push("done")
          return 1
        }).pipe(Effect.ensuring(Effect.sync(() => log.push("finalizer")))),
      )
      .output(({ vars }) => vars.work)
    await using test = testProcess(slow)
    await test.start({})
    await test.crash()
    expect(log).toEqual(["begun", "begun"])
    await test.advance("2 minutes")
    expect(log).toEqual(["begun", "begun", "done", "finalizer"])
    expect(await test.result()).toEqual({ output: 1 })
  })

  it("gives up after too many deliveries of one attempt, with an incident", async () => {
    let deliveries = 0
    await using test = testProcess(order, {
      mocks: {
        reserve: () => {
          deliveries++
          return new Promise<{ readonly ref: string }>(() => {})
        },
      },
    })
    await test.start({ id: "1", amount: 10 })
    for (let crash = 0; crash < 8; crash++) await test.crash()
    expect(await test.incidents()).toMatchObject([{ path: "reserve", code: "JobDeliveriesExhausted" }])
    expect(deliveries).toBe(5)
  })
})

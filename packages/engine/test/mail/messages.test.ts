import { expect, it } from "@effect/vitest"
import type { Json } from "@millrace/kernel"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { describe } from "vitest"
import { makeMemoryStore } from "../../src/store/MemoryStore.ts"
import { StoreError } from "../../src/store/StoreError.ts"
import { advance, openEngine, type StoreShape } from "../harness.ts"
import { relay } from "./relayDecider.ts"

const waiter = relay("waiter", [{ type: "receive", id: "paid", name: "paid", keyOf: "order" }])

describe("a message", () => {
  it.effect("goes to the instance that waits for its name and key", () =>
    Effect.gen(function* () {
      const engine = yield* openEngine([waiter])
      const a = yield* engine.start("waiter", { order: 1 })
      const b = yield* engine.start("waiter", { order: "2" })
      expect((yield* engine.subscriptions.list()).items).toMatchObject([
        { kind: "message", name: "paid", key: "1", instance: a.id, process: "waiter", element: "paid" },
        { instance: b.id, key: "2" },
      ])
      const result = yield* Effect.forkChild(engine.result(b))
      yield* engine.publish("paid", { cents: 7 }, { key: 2 })
      expect(yield* Fiber.join(result)).toMatchObject({ paid: { cents: 7 } })
      expect((yield* engine.get(a.id)).status).toBe("active")
      expect((yield* engine.subscriptions.list()).items).toMatchObject([{ instance: a.id }])
      expect((yield* engine.messages.list()).items).toEqual([])
    }),
  )

  it.effect("that comes early is kept until somebody waits for it", () =>
    Effect.gen(function* () {
      const engine = yield* openEngine([waiter])
      yield* engine.publish("paid", "early", { key: "1", id: "p1" })
      yield* engine.settled
      expect((yield* engine.messages.list({ name: "paid", key: 1 })).items).toMatchObject([{ id: "p1", key: "1", payload: "early" }])
      const { id } = yield* engine.start("waiter", { order: 1 })
      expect(yield* engine.result(id)).toMatchObject({ paid: "early" })
    }),
  )

  it.effect("expires, after a day where its sender does not say otherwise", () =>
    Effect.gen(function* () {
      // A day has few sweeps and renewals then.
      const engine = yield* openEngine([waiter], { leaseTime: 3_600_000, sweepInterval: 60_000 })
      yield* engine.publish("paid", "short", { key: "1", ttl: "1 minute" })
      yield* engine.publish("paid", "long", { key: "1" })
      yield* TestClock.adjust("2 minutes")
      yield* engine.settled
      expect((yield* engine.messages.list()).items).toMatchObject([{ payload: "long" }])
      yield* advance(25 * 3_600_000, engine)
      expect((yield* engine.messages.list()).items).toEqual([])
    }),
  )

  it.effect("that is not to be kept goes to who waits at that moment, and to nobody later", () =>
    Effect.gen(function* () {
      const engine = yield* openEngine([waiter, relay("begins", [], { starts: [{ element: "s", kind: "message", name: "go" }] })])
      const { id } = yield* engine.start("waiter", { order: 1 })
      yield* engine.publish("paid", "now", { key: 1, ttl: 0 })
      expect(yield* engine.result(id)).toMatchObject({ paid: "now" })
      yield* engine.publish("go", "now", { ttl: 0 })
      yield* engine.publish("paid", "nobody", { key: 1, ttl: 0 })
      yield* engine.settled
      expect((yield* engine.list({ process: "begins" })).items).toMatchObject([{ status: "completed" }])
      const late = yield* engine.start("waiter", { order: 1 })
      yield* advance(20_000, engine)
      expect((yield* engine.get(late.id)).status).toBe("active")
      expect((yield* engine.messages.list()).items).toEqual([])
    }),
  )

  it.effect("that a sender does not keep goes on to the next one where who waited first is gone", () =>
    Effect.gen(function* () {
      const inner = makeMemoryStore()
      let open = false
      const store: StoreShape = {
        ...inner,
        deliveries: { ...inner.deliveries, due: (request) => (open ? inner.deliveries.due(request) : Effect.succeed([])) },
      }
      const engine = yield* openEngine([waiter], { store })
      const first = yield* engine.start("waiter", { order: 1 })
      const second = yield* engine.start("waiter", { order: 1 })
      yield* engine.publish("paid", "a", { key: 1, ttl: 0 })
      yield* engine.settled
      yield* engine.cancel(first.id)
      open = true
      yield* advance(20_000, engine)
      expect((yield* engine.get(second.id)).output).toMatchObject({ paid: "a" })
      const third = yield* engine.start("waiter", { order: 1 })
      yield* engine.settled
      expect((yield* engine.get(third.id)).status).toBe("active")
      expect((yield* engine.messages.list()).items).toEqual([])
    }),
  )

  it.effect("may be kept for ever, and for parts of a millisecond", () =>
    Effect.gen(function* () {
      const engine = yield* openEngine([waiter, relay("sends", [{ type: "send", id: "out", name: "out", ttl: 8.64e15 }])])
      yield* TestClock.adjust(1000)
      yield* engine.publish("paid", "for ever", { ttl: Number.POSITIVE_INFINITY })
      yield* engine.publish("paid", "short", { ttl: "1500 micros" })
      yield* engine.start("sends", {})
      yield* engine.settled
      const kept = (yield* engine.messages.list()).items.map(({ expiresAt }) => expiresAt.getTime())
      expect(kept).toEqual([8.64e15, 1002, 8.64e15])
    }),
  )

  it.effect("takes no more of the store at once than others can wait for, however many are published", () =>
    Effect.gen(function* () {
      const inner = makeMemoryStore()
      const sizes: Array<number> = []
      const store: StoreShape = {
        ...inner,
        messages: {
          ...inner.messages,
          publish: (messages, now) => {
            sizes.push(messages.length)
            return inner.messages.publish(messages, now)
          },
        },
      }
      const engine = yield* openEngine([waiter], { store })
      const all = yield* Effect.forEach(Array.from({ length: 2600 }), (_, n) => engine.publish("paid", n), { concurrency: "unbounded" })
      expect(new Set(all.map(({ id }) => id)).size).toBe(2600)
      expect(Math.max(...sizes)).toBeLessThanOrEqual(500)
      expect(sizes.length).toBeLessThan(20)
    }),
  )

  it.effect("without an id is not said to be a duplicate where the store did not answer at first", () =>
    Effect.gen(function* () {
      const inner = makeMemoryStore()
      let lost = 1
      const store: StoreShape = {
        ...inner,
        messages: {
          ...inner.messages,
          publish: (messages, now) =>
            Effect.flatMap(inner.messages.publish(messages, now), (kept) =>
              lost-- > 0
                ? Effect.fail(new StoreError({ code: "StoreOutcomeUnknown", message: "the connection broke" }))
                : Effect.succeed(kept),
            ),
        },
      }
      const engine = yield* openEngine([waiter], { store })
      const publishing = yield* Effect.forkChild(engine.publish("paid", "a", { key: 1 }))
      yield* advance(5000, engine)
      expect(yield* Fiber.join(publishing)).toMatchObject({ duplicate: false })
      expect((yield* engine.messages.list()).items).toHaveLength(1)
    }),
  )

  it.effect("published twice under one id comes once", () =>
    Effect.gen(function* () {
      const engine = yield* openEngine([waiter])
      expect(yield* engine.publish("paid", 1, { key: "1", id: "x" })).toEqual({ id: "x", duplicate: false })
      expect(yield* engine.publish("paid", 1, { key: "1", id: "x" })).toEqual({ id: "x", duplicate: true })
      const first = yield* engine.start("waiter", { order: 1 })
      yield* engine.result(first)
      expect(yield* engine.publish("paid", 1, { key: "1", id: "x" })).toMatchObject({ duplicate: true })
      const second = yield* engine.start("waiter", { order: 1 })
      yield* engine.settled
      expect((yield* engine.get(second.id)).status).toBe("active")
    }),
  )

  it.effect("goes to one of those who wait: the one that waited first", () =>
    Effect.gen(function* () {
      const engine = yield* openEngine([waiter])
      const first = yield* engine.start("waiter", { order: 1 })
      const second = yield* engine.start("waiter", { order: 1 })
      yield* engine.publish("paid", "a", { key: 1 })
      yield* engine.settled
      expect((yield* engine.get(first.id)).output).toMatchObject({ paid: "a" })
      expect((yield* engine.get(second.id)).status).toBe("active")
      yield* engine.publish("paid", "b", { key: 1 })
      yield* engine.settled
      expect((yield* engine.get(second.id)).output).toMatchObject({ paid: "b" })
    }),
  )

  it.effect("given to an instance that does not wait any more goes to the next one", () =>
    Effect.gen(function* () {
      const inner = makeMemoryStore()
      let open = false
      // Deliveries are read late: the first instance is cancelled in between.
      const store: StoreShape = {
        ...inner,
        deliveries: { ...inner.deliveries, due: (request) => (open ? inner.deliveries.due(request) : Effect.succeed([])) },
      }
      const engine = yield* openEngine([waiter], { store })
      const first = yield* engine.start("waiter", { order: 1 })
      yield* engine.publish("paid", "a", { key: 1 })
      yield* engine.settled
      yield* engine.cancel(first.id)
      const second = yield* engine.start("waiter", { order: 1 })
      open = true
      yield* advance(20_000, engine)
      expect((yield* engine.get(second.id)).output).toMatchObject({ paid: "a" })
      expect((yield* engine.get(first.id)).status).toBe("cancelled")
    }),
  )

  it.effect("that stays waited for comes in the order of publishing, each once", () =>
    Effect.gen(function* () {
      const many = relay("many", [{ type: "receive", id: "item", name: "item", key: "k", times: 200 }])
      const engine = yield* openEngine([many])
      yield* Effect.forEach(Array.from({ length: 100 }), (_, n) => engine.publish("item", n, { key: "k" }))
      const { id } = yield* engine.start("many", {})
      yield* Effect.forEach(Array.from({ length: 100 }), (_, n) => engine.publish("item", 100 + n, { key: "k" }), {
        concurrency: "unbounded",
      })
      const output = (yield* engine.result(id)) as { readonly item: ReadonlyArray<Json> }
      expect(output.item).toEqual(Array.from({ length: 200 }, (_, n) => n))
      expect((yield* engine.subscriptions.list()).items).toEqual([])
    }),
  )

  it.effect("that an instance sends comes once, and starts with its name and key", () =>
    Effect.gen(function* () {
      const ping = relay("ping", [
        { type: "send", id: "out", name: "ping", key: "1", payload: { hello: true } },
        { type: "receive", id: "back", name: "pong", key: "1" },
      ])
      const pong = relay("pong", [
        { type: "receive", id: "in", name: "ping", key: "1" },
        { type: "send", id: "out", name: "pong", key: "1", payload: "back" },
      ])
      const engine = yield* openEngine([ping, pong])
      const a = yield* engine.start("ping", {})
      const b = yield* engine.start("pong", {})
      expect(yield* engine.result(a)).toMatchObject({ back: "back" })
      expect(yield* engine.result(b)).toMatchObject({ in: { hello: true } })
      expect((yield* engine.messages.list()).items).toEqual([])
    }),
  )

  it.effect("begins an instance of the highest version whose start waits for it", () =>
    Effect.gen(function* () {
      const starts = [{ element: "begin", kind: "message", name: "go" }] as const
      const old = relay("order", [], { starts })
      const current = relay("order", [], { version: 2, starts })
      const engine = yield* openEngine([current, old])
      yield* engine.publish("go", { n: 1 }, { id: "m1" })
      yield* engine.publish("go", { n: 1 }, { id: "m1" })
      const id = engine.startedBy("order", "go", "m1")
      yield* engine.settled
      yield* engine.begun(id)
      expect(yield* engine.result(id)).toMatchObject({ start: "begin", payload: { n: 1 } })
      expect((yield* engine.list({ process: "order" })).items).toMatchObject([{ id, version: 2 }])
    }),
  )

  it.effect("is refused with a code where name, key, id or payload do not fit", () =>
    Effect.gen(function* () {
      const engine = yield* openEngine([waiter])
      const codeOf = (effect: Effect.Effect<unknown, { readonly code: string }>) =>
        Effect.map(Effect.flip(Effect.asVoid(effect)), ({ code }) => code)
      expect(yield* codeOf(engine.publish("", 1))).toBe("ArgumentInvalid")
      expect(yield* codeOf(engine.publish("a", 1, { key: "" }))).toBe("ArgumentInvalid")
      expect(yield* codeOf(engine.publish("a", 1, { id: "" }))).toBe("ArgumentInvalid")
      expect(yield* codeOf(engine.publish("a", 1, { ttl: "soon" as never }))).toBe("ArgumentInvalid")
      expect(yield* codeOf(engine.publish("a", () => 1))).toBe("PayloadInvalid")
      expect(yield* codeOf(engine.publish({ "~kind": "signal" } as never, 1))).toBe("ArgumentInvalid")
      expect(yield* codeOf(engine.broadcast("a", 1n))).toBe("PayloadInvalid")
      const typed = { "~kind": "message", name: "t", key: () => 1, payload: { encode: () => fails(), decode: (json: unknown) => json } }
      expect(yield* codeOf(engine.publish(typed as never, {} as never))).toBe("PayloadInvalid")
    }),
  )
})

const fails = (): never => {
  throw new Error("no")
}

describe("a signal", () => {
  it.effect("goes to everybody who waits when it is given, and to nobody later", () =>
    Effect.gen(function* () {
      const hearer = relay("hearer", [{ type: "hear", id: "bell", name: "bell" }])
      const begins = relay("begins", [], { starts: [{ element: "s", kind: "signal", name: "bell" }] })
      const engine = yield* openEngine([hearer, begins])
      const waiting = yield* Effect.forEach(Array.from({ length: 50 }), () => engine.start("hearer", {}))
      expect(yield* engine.broadcast("bell", "ring")).toBe(51)
      yield* engine.settled
      for (const { id } of waiting) expect((yield* engine.get(id)).output).toMatchObject({ bell: "ring" })
      expect((yield* engine.list({ process: "begins" })).items).toMatchObject([{ status: "completed" }])
      const late = yield* engine.start("hearer", {})
      yield* engine.settled
      expect((yield* engine.get(late.id)).status).toBe("active")
    }),
  )

  it.effect("that an instance gives reaches those who waited before", () =>
    Effect.gen(function* () {
      const hearer = relay("hearer", [{ type: "hear", id: "bell", name: "bell" }])
      const ringer = relay("ringer", [{ type: "signal", id: "ring", name: "bell", payload: 1 }])
      const engine = yield* openEngine([hearer, ringer])
      const a = yield* engine.start("hearer", {})
      const b = yield* engine.start("hearer", {})
      yield* engine.start("ringer", {})
      expect(yield* engine.result(a)).toMatchObject({ bell: 1 })
      expect(yield* engine.result(b)).toMatchObject({ bell: 1 })
    }),
  )
})

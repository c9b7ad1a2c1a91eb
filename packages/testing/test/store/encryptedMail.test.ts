/** Payloads of messages, signals and deliveries are not readable in the store inside, and are bound to their messages. */
import { aesGcm, encrypted, makeMemoryStore, type Store } from "@millrace/engine/store"
import { sampleBatch, sampleDelivery, sampleMessage, sampleSignal, sampleSubscription, startInstance } from "@millrace/testing/store"
import { Effect } from "effect"
import { expect, it } from "vitest"

const marker = "Xq7-MARKER"
const payload = JSON.stringify({ secret: marker })
const codec = aesGcm({ keys: { a: new Uint8Array(32) }, current: "a" })
const now = 3_000
const all = (store: Store["Service"]) => store.deliveries.due({ after: -1, limit: 100 })

/** A store with a message, a signal and a delivery on their way, and a message that is kept. */
const filled = Effect.gen(function* () {
  const inner = makeMemoryStore()
  const store = encrypted(inner, codec)
  const key = yield* startInstance(store, {}, (key) => ({
    subscriptions: {
      insert: [
        sampleSubscription(key, 1, { correlation: null, stays: true }),
        sampleSubscription(key, 2, { kind: "signal", name: "closing", correlation: null }),
      ],
      delete: [],
    },
  }))
  yield* store.messages.publish([sampleMessage("1", { payload })], now)
  yield* store.messages.match({ now, limit: 9 })
  yield* store.messages.broadcast(sampleSignal("s", { payload }))
  yield* store.log.commit(
    sampleBatch({
      messages: [{ from: key, message: sampleMessage("2", { payload, correlation: "nobody" }) }],
      signals: [{ from: key, signal: sampleSignal("t", { payload }) }],
      deliveries: [{ from: key, delivery: sampleDelivery(key, { payload }) }],
    }),
  )
  return { inner, store }
})

it("leaves no payload readable in the store inside, and all of them through the one around it", () =>
  Effect.runPromise(
    Effect.gen(function* () {
      const { inner, store } = yield* filled
      const inside = [yield* all(inner), (yield* inner.messages.list({ limit: 9 })).rows]
      expect(JSON.stringify(inside)).not.toContain(marker)
      const deliveries = yield* all(store)
      expect(deliveries.map(({ kind }) => kind).toSorted()).toEqual(["childCompleted", "message", "signal", "signal"])
      expect(new Set([...deliveries, ...(yield* store.messages.list({ limit: 9 })).rows].map((row) => row.payload))).toEqual(
        new Set([payload]),
      )
      const [message] = deliveries.filter(({ kind }) => kind === "message")
      if (message === undefined) throw new Error("there is no message")
      yield* store.messages.giveBack(message)
      expect(JSON.stringify((yield* inner.messages.list({ limit: 9 })).rows)).not.toContain(marker)
      expect((yield* store.messages.list({ limit: 9 })).rows.map((row) => row.payload)).toEqual([payload, payload])
    }),
  ))

it("passes over a delivery that was tampered with, and refuses a payload that stands at another one's place", () =>
  Effect.runPromise(
    Effect.gen(function* () {
      const { inner, store } = yield* filled
      const [first, ...others] = yield* all(inner)
      if (first === undefined) throw new Error("there are no deliveries")
      const exchanged = encrypted(
        { ...inner, deliveries: { ...inner.deliveries, due: () => Effect.succeed([{ ...first, source: "other" }, ...others]) } },
        codec,
      )
      expect((yield* all(exchanged)).map(({ id }) => id)).toEqual(others.map(({ id }) => id))
      const alone = encrypted(
        { ...inner, deliveries: { ...inner.deliveries, due: () => Effect.succeed([{ ...first, source: "other" }]) } },
        codec,
      )
      expect(yield* Effect.flip(all(alone))).toMatchObject({ code: "StoreCorrupt" })
      expect((yield* all(store)).length).toBe(4)
    }),
  ))

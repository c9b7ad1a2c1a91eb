import { it } from "@effect/vitest"
import { makeMemoryStore } from "@millrace/engine/store"
import {
  type CommitFault,
  faultyMail,
  sampleMessage,
  sampleSchedule,
  sampleSignal,
  sampleSubscription,
  startInstance,
} from "@millrace/testing/store"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { expect } from "vitest"

const now = 3_000

it.effect("refuses, loses and delays what is asked of messages, and does the rest", () =>
  Effect.gen(function* () {
    const faults: Array<CommitFault | undefined> = [
      { type: "before" },
      { type: "after" },
      undefined,
      { type: "vanished" },
      { type: "late", millis: 50 },
    ]
    const store = faultyMail(makeMemoryStore(), (call) => faults[call - 1])
    yield* startInstance(store, {}, (key) => ({
      subscriptions: { insert: [sampleSubscription(key, 1, { correlation: null })], delete: [] },
    }))
    const publish = store.messages.publish([sampleMessage("1")], now)
    expect(yield* Effect.flip(publish)).toMatchObject({ code: "StoreUnavailable" })
    expect(yield* Effect.flip(publish)).toMatchObject({ code: "StoreOutcomeUnknown" })
    // What was not answered had been done.
    expect(yield* publish).toEqual(["duplicate"])
    const match = store.messages.match({ now, limit: 9 })
    expect(yield* Effect.flip(match)).toMatchObject({ code: "StoreOutcomeUnknown" })
    const late = yield* Effect.forkChild(match)
    yield* TestClock.adjust(49)
    expect(late.pollUnsafe()).toBeUndefined()
    yield* TestClock.adjust(1)
    expect(yield* Fiber.join(late)).toBe(1)
    expect(yield* store.messages.broadcast(sampleSignal("1"))).toBe(0)
    yield* store.schedules.put(sampleSchedule(1))
    expect(yield* store.schedules.advance(sampleSchedule(1, { fired: 1 }), 0)).toBe(true)
    expect(yield* store.messages.expire(now, 9)).toBe(0)
  }),
)

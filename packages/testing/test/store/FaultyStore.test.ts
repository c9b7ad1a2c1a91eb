import { it } from "@effect/vitest"
import { makeMemoryStore } from "@millrace/engine/store"
import { faulty, sampleAdvance, sampleBatch, sampleLog, seededFaults, startInstance } from "@millrace/testing/store"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect } from "vitest"

const step = (key: number, seq: number) => sampleBatch({ advances: [sampleAdvance(key, seq)], log: [sampleLog(key, seq + 1)] })

describe("a faulty store", () => {
  it.effect("refuses a commit before it is written", () =>
    Effect.gen(function* () {
      const store = makeMemoryStore()
      const key = yield* startInstance(store)
      const error = yield* Effect.flip(faulty(store, () => ({ type: "before" })).log.commit(step(key, 1)))
      expect(error.code).toBe("StoreUnavailable")
      expect((yield* store.instances.byKey(key))?.seq).toBe(1)
    }),
  )

  it.effect("does not know the outcome of a commit that is written, nor of one that vanished, and reading back tells", () =>
    Effect.gen(function* () {
      const store = makeMemoryStore()
      const key = yield* startInstance(store)
      const flaky = faulty(store, (commit) => ({ type: commit === 1 ? "vanished" : "after" }))
      const batch = step(key, 1)
      expect((yield* Effect.flip(flaky.log.commit(batch))).code).toBe("StoreOutcomeUnknown")
      expect(yield* flaky.log.committed(batch.id, batch.log)).toEqual([])
      expect((yield* Effect.flip(flaky.log.commit(batch))).code).toBe("StoreOutcomeUnknown")
      expect(yield* flaky.log.committed(batch.id, batch.log)).toEqual([key])
    }),
  )

  it.effect("writes late, by the clock of the test", () =>
    Effect.gen(function* () {
      const store = makeMemoryStore()
      const key = yield* startInstance(store)
      const commit = yield* Effect.forkChild(faulty(store, () => ({ type: "late", millis: 500 })).log.commit(step(key, 1)))
      yield* TestClock.adjust(499)
      expect((yield* store.instances.byKey(key))?.seq).toBe(1)
      yield* TestClock.adjust(1)
      expect(yield* Fiber.join(commit)).toEqual({ lost: [], duplicates: [], gone: [] })
      expect((yield* store.instances.byKey(key))?.seq).toBe(2)
    }),
  )

  it("follows the same plan for the same seed, about as often as it was asked to", () => {
    const rates = { before: 0.1, after: 0.1, vanished: 0.05, late: 0.2, longest: 100 }
    const plan = (seed: number) => {
      const faults = seededFaults(seed, rates)
      return Array.from({ length: 2_000 }, (_, n) => faults(n + 1))
    }
    expect(plan(7)).toEqual(plan(7))
    expect(plan(7)).not.toEqual(plan(8))
    const share = (type: string) => plan(7).filter((fault) => fault?.type === type).length / 2_000
    expect(share("before")).toBeCloseTo(0.1, 1)
    expect(share("late")).toBeCloseTo(0.2, 1)
  })
})

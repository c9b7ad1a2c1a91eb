import { describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { expect } from "vitest"
import { GroupCommit } from "../../src/commit/GroupCommit.ts"
import { makeMemoryStore } from "../../src/store/MemoryStore.ts"
import type { CommitBatch } from "../../src/store/Store.ts"
import { openEngine, type StoreShape } from "../harness.ts"
import { line } from "../lineDecider.ts"

const turns = (count: number) =>
  Effect.promise(async () => {
    for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve))
  })

/** A store whose commits take a turn of the event loop or more, several at a time. */
const slow = (parallelism: number) => {
  const store = makeMemoryStore()
  const underWay = new Set<CommitBatch>()
  const seen = { most: 0, overlaps: 0 }
  const keysOf = (batch: CommitBatch) => [...batch.starts, ...batch.advances].map(({ key }) => key)
  let count = 0
  const commit: StoreShape["log"]["commit"] = (batch) =>
    Effect.gen(function* () {
      const busy = new Set([...underWay].flatMap(keysOf))
      if (keysOf(batch).some((key) => busy.has(key))) seen.overlaps++
      underWay.add(batch)
      seen.most = Math.max(seen.most, underWay.size)
      yield* turns(1 + (count++ % 4))
      const outcome = yield* store.log.commit(batch)
      underWay.delete(batch)
      return outcome
    })
  return { store: { ...store, log: { ...store.log, parallelism, commit } }, seen }
}

/** A store that answers a commit when it is told to. */
const held = (parallelism: number) => {
  const store = makeMemoryStore()
  const waiting: Array<{ readonly size: number; readonly answer: () => void }> = []
  const commit: StoreShape["log"]["commit"] = (batch) =>
    Effect.callback<void>((resume) => {
      waiting.push({ size: batch.starts.length + batch.advances.length, answer: () => resume(Effect.void) })
    }).pipe(Effect.andThen(store.log.commit(batch)))
  return { store: { ...store, log: { ...store.log, parallelism, commit } }, waiting }
}

const model = line(
  "steps",
  ["a", "b", "c", "d"].map((id) => ({ type: "job", id }) as const),
  Object.fromEntries(["a", "b", "c", "d"].map((id, turn) => [id, () => (turn % 2 === 0 ? 1 : Promise.resolve(1))])),
)

describe("a group commit", () => {
  for (const parallelism of [1, 3]) {
    it.effect(`keeps at most ${parallelism} batches under way, and no instance in two of them`, () =>
      Effect.gen(function* () {
        const { store, seen } = slow(parallelism)
        const engine = yield* openEngine([model], { store })
        const ends = yield* Effect.forEach(
          Array.from({ length: 60 }),
          (_, i) =>
            Effect.gen(function* () {
              yield* turns(i % 7)
              const started = yield* engine.start("steps", {})
              // Looks and cancels come while commits are under way.
              yield* engine.why(started.id)
              if (i % 10 === 0) yield* Effect.ignore(engine.cancel(started.id))
              return yield* Effect.exit(engine.result(started))
            }),
          { concurrency: "unbounded" },
        )
        expect(ends.filter((end) => end._tag === "Success").length).toBeGreaterThanOrEqual(54)
        expect(seen.overlaps).toBe(0)
        expect(seen.most).toBe(parallelism)
        expect(yield* engine.inMemory).toEqual({ instances: 0, jobs: 0, places: 0, waiters: 0 })
      }),
    )
  }

  it.effect("is shared evenly by the batches that can be under way, and few commits wait a moment for others", () =>
    Effect.gen(function* () {
      const { store, waiting } = held(3)
      const engine = yield* openEngine([line("waits", [{ type: "timer", id: "a", delay: 1e6 }])], { store })
      const start = (count: number) => Effect.forEach(Array.from({ length: count }), () => Effect.forkChild(engine.start("waits", {})))
      const started = [...(yield* start(60))]
      yield* turns(8)
      expect(waiting.map(({ size }) => size)).toEqual([20, 20, 20])
      for (const { answer } of waiting.splice(0, 1)) answer()
      started.push(...(yield* start(3)))
      yield* turns(8)
      expect(waiting.map(({ size }) => size)).toEqual([20, 20])
      yield* TestClock.adjust(5)
      yield* turns(8)
      expect(waiting.map(({ size }) => size)).toEqual([20, 20, 3])
      for (const { answer } of waiting.splice(0)) answer()
      for (const fiber of started) yield* Fiber.join(fiber)
    }),
  )

  it.effect("writes very many commits in several batches, and others have their turn in between", () =>
    Effect.gen(function* () {
      const { store, waiting } = held(1)
      const engine = yield* openEngine([line("waits", [{ type: "timer", id: "a", delay: 1e6 }])], { store })
      const started = yield* Effect.forEach(Array.from({ length: 1200 }), () => Effect.forkChild(engine.start("waits", {})))
      const sizes: Array<number> = []
      for (let batch = 0; batch < 3; batch++) {
        yield* turns(20)
        for (const { size, answer } of waiting.splice(0)) {
          sizes.push(size)
          answer()
        }
      }
      expect(sizes).toEqual([500, 500, 200])
      for (const fiber of started) yield* Fiber.join(fiber)
    }),
  )

  it.effect("lets nothing out while somebody has the store for themselves", () =>
    Effect.gen(function* () {
      const { store, seen } = slow(3)
      const listener = {
        committed: () => {},
        lost: () => {},
        duplicate: () => {},
        gone: () => {},
        failed: () => {},
        announcement: () => undefined,
      }
      const commits = new GroupCommit(store.log, undefined as never, "test", listener)
      const release = yield* commits.hold
      const next = yield* Effect.forkChild(commits.hold)
      const third = yield* Effect.forkChild(commits.hold)
      yield* turns(2)
      expect(next.pollUnsafe()).toBeUndefined()
      yield* Fiber.interrupt(next)
      release()
      const again = yield* Fiber.join(third)
      again()
      release()
      expect(commits.busy).toBe(false)
      expect(seen.most).toBe(0)
    }),
  )
})

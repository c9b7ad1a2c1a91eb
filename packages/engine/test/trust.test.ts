/** What is in memory may be old, and what the store answers may get lost: neither may lose work. */
import { describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { expect } from "vitest"
import { emptyBatch } from "../src/commit/emptyBatch.ts"
import { makeMemoryStore } from "../src/store/MemoryStore.ts"
import { StoreError } from "../src/store/StoreError.ts"
import { advance, openEngine, type StoreShape } from "./harness.ts"
import { line } from "./lineDecider.ts"

const unknown = new StoreError({ code: "StoreOutcomeUnknown", message: "the answer was lost" })
const refused = new StoreError({ code: "StoreUnavailable", message: "not now" })

/** Fails the first calls: as often as `times` says. */
const atFirst =
  (times: { left: number }, error: StoreError) =>
  <A>(call: Effect.Effect<A, StoreError>, isWritten: boolean): Effect.Effect<A, StoreError> =>
    Effect.suspend(() => {
      if (times.left-- <= 0) return call
      return isWritten ? Effect.andThen(call, Effect.fail(error)) : Effect.fail(error)
    })

describe("an instance in the cache of one engine", () => {
  it.effect("keeps a timer that another engine set", () =>
    Effect.gen(function* () {
      const model = line("nap", [
        { type: "task", id: "one" },
        { type: "timer", id: "nap", delay: 1000 },
      ])
      const a = yield* openEngine([model])
      const b = yield* openEngine([model], { store: a.store })
      const started = yield* a.start("nap", {})
      yield* a.get(started.id)
      yield* b.userTasks.completeAt(started.id, "one", 1, { by: "bob" })
      yield* b.kill
      yield* advance(30_000, a)
      expect((yield* a.get(started.id)).status).toBe("completed")
    }),
  )

  it.effect("that has not the timer of a row gets rid of the row, by one batch", () =>
    Effect.gen(function* () {
      const inner = makeMemoryStore()
      const written: Array<string> = []
      const commit: StoreShape["log"]["commit"] = (batch) => {
        written.push(batch.id)
        return inner.log.commit(batch)
      }
      const engine = yield* openEngine([line("ask", [{ type: "task", id: "one" }])], { store: { ...inner, log: { ...inner.log, commit } } })
      const started = yield* engine.start("ask", {})
      const key = (yield* inner.instances.byId(started.id))?.key ?? 0
      yield* inner.log.commit(emptyBatch("damage", { timers: { insert: [{ key, id: 99, due: 1 }], delete: [] } }))
      const before = written.length
      yield* advance(30_000, engine)
      expect(yield* inner.timers.due(1_000_000, 10)).toEqual([])
      expect(written.length).toBe(before + 1)
    }),
  )

  it.effect("keeps the next attempt of a job that failed in another engine", () =>
    Effect.gen(function* () {
      const attempts: Array<number> = []
      const model = line(
        "work",
        [
          { type: "task", id: "one" },
          { type: "job", id: "work" },
        ],
        {
          work: ({ attempt }) => {
            attempts.push(attempt)
            if (attempt === 1) throw new Error("no")
            return "done"
          },
        },
      )
      const a = yield* openEngine([model])
      const b = yield* openEngine([model], { store: a.store })
      const started = yield* a.start("work", {})
      yield* a.get(started.id)
      yield* b.userTasks.completeAt(started.id, "one", 1, { by: "bob" })
      yield* b.settled
      yield* b.kill
      yield* advance(30_000, a)
      expect(attempts).toEqual([1, 2])
      expect((yield* a.get(started.id)).status).toBe("completed")
    }),
  )

  it.effect("tells who waits for its end that another engine ended it", () =>
    Effect.gen(function* () {
      const model = line(
        "short",
        [
          { type: "job", id: "work" },
          { type: "task", id: "one" },
        ],
        { work: () => new Promise((resolve) => setImmediate(() => resolve(1))) },
      )
      const a = yield* openEngine([model])
      const b = yield* openEngine([model], { store: a.store })
      const started = yield* a.start("short", {})
      // The instance is in memory of `a` when somebody begins to wait.
      const ended = yield* Effect.forkChild(a.result(started), { startImmediately: true })
      yield* a.settled
      yield* b.userTasks.completeAt(started.id, "one", 2, { by: "bob" })
      yield* advance(30_000, a, b)
      expect(yield* Fiber.join(ended)).toMatchObject({ one: 2 })
    }),
  )
})

describe("an engine that waits for the answer to its commit", () => {
  it.effect("does not answer by it what was asked after another engine had gone on", () =>
    Effect.gen(function* () {
      const inner = makeMemoryStore()
      let slow = false
      const store: StoreShape = {
        ...inner,
        log: {
          ...inner.log,
          commit: (batch) =>
            Effect.suspend(() => (slow ? Effect.tap(inner.log.commit(batch), () => Effect.sleep(1000)) : inner.log.commit(batch))),
        },
      }
      const model = line("two", [
        { type: "task", id: "one" },
        { type: "task", id: "two" },
      ])
      const a = yield* openEngine([model], { store })
      const b = yield* openEngine([model], { store: inner })
      const started = yield* a.start("two", {})
      const [task] = (yield* a.userTasks.list({ instance: started.id })).items
      slow = true
      yield* Effect.forkChild(a.userTasks.setDue(task?.id ?? "", new Date(5000)), { startImmediately: true })
      for (let turn = 0; turn < 5; turn++) yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
      // `a` has written and does not know it yet; `b` goes on.
      yield* b.userTasks.completeAt(started.id, "one", 1, { by: "bob" })
      const seen = yield* Effect.forkChild(a.get(started.id), { startImmediately: true })
      const done = yield* Effect.forkChild(a.userTasks.completeAt(started.id, "two", 2, { by: "ann" }), { startImmediately: true })
      slow = false
      yield* TestClock.adjust(2000)
      expect((yield* Fiber.join(seen)).waiting).toMatchObject([{ element: "two" }])
      yield* Fiber.join(done)
      expect(yield* a.result(started)).toMatchObject({ one: 1, two: 2 })
    }),
  )
})

describe("a store that loses an answer", () => {
  const retried = (calls: Array<number>) =>
    line("retried", [{ type: "job", id: "work" }], {
      work: ({ attempt }) => {
        calls.push(attempt)
        if (attempt === 1) throw new Error("no")
        return "done"
      },
    })

  it.effect("loses no job that it gave out", () =>
    Effect.gen(function* () {
      const inner = makeMemoryStore()
      const times = { left: 0 }
      const fail = atFirst(times, unknown)
      const store: StoreShape = { ...inner, jobs: { ...inner.jobs, take: (request) => fail(inner.jobs.take(request), true) } }
      const calls: Array<number> = []
      const engine = yield* openEngine([retried(calls)], { store })
      const started = yield* engine.start("retried", {})
      times.left = 1
      yield* advance(60_000, engine)
      expect(calls).toEqual([1, 2])
      expect(yield* engine.result(started)).toMatchObject({ work: "done" })
    }),
  )

  it.effect("loses no instance that was taken over", () =>
    Effect.gen(function* () {
      const inner = makeMemoryStore()
      const times = { left: 0 }
      const fail = atFirst(times, unknown)
      const store: StoreShape = {
        ...inner,
        instances: { ...inner.instances, takeOver: (engine, now, limit) => fail(inner.instances.takeOver(engine, now, limit), true) },
      }
      const model = (answers: boolean) =>
        line("work", [{ type: "job", id: "work" }], { work: () => (answers ? "done" : new Promise(() => {})) })
      const first = yield* openEngine([model(false)], { store: inner })
      const started = yield* first.start("work", {})
      yield* first.kill
      const second = yield* openEngine([model(true)], { store })
      yield* advance(9000, second)
      times.left = 1
      yield* advance(60_000, second)
      expect(times.left).toBeLessThan(1)
      expect(yield* second.result(started)).toMatchObject({ work: "done" })
    }),
  )

  it.effect("or cannot load an instance for a moment loses none of its jobs", () =>
    Effect.gen(function* () {
      const inner = makeMemoryStore()
      const times = { left: 0 }
      const fail = atFirst(times, refused)
      const store: StoreShape = { ...inner, log: { ...inner.log, load: (key) => fail(inner.log.load(key), false) } }
      const calls: Array<number> = []
      const engine = yield* openEngine([retried(calls)], { store, cacheSize: 0 })
      const started = yield* engine.start("retried", {})
      yield* engine.settled
      times.left = 3
      yield* advance(60_000, engine)
      expect(times.left).toBeLessThan(1)
      expect(yield* engine.result(started)).toMatchObject({ work: "done" })
    }),
  )

  it.effect("and does not say at first what became of a commit is asked again", () =>
    Effect.gen(function* () {
      const inner = makeMemoryStore()
      const commits = { left: 0 }
      const reads = { left: 0 }
      const failCommit = atFirst(commits, unknown)
      const failRead = atFirst(reads, refused)
      const store: StoreShape = {
        ...inner,
        log: {
          ...inner.log,
          commit: (batch) => failCommit(inner.log.commit(batch), true),
          committed: (id, rows) => failRead(inner.log.committed(id, rows), false),
        },
      }
      const engine = yield* openEngine([line("work", [{ type: "job", id: "work" }], { work: () => "done" })], { store })
      commits.left = 1
      reads.left = 2
      const started = yield* Effect.forkChild(engine.start("work", {}))
      for (let second = 0; second < 5; second++) {
        for (let turn = 0; turn < 5; turn++) yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
        yield* TestClock.adjust(1000)
      }
      expect(reads.left).toBeLessThan(1)
      expect(yield* engine.result(yield* Fiber.join(started))).toMatchObject({ work: "done" })
    }),
  )
})

describe("what an engine has in memory", () => {
  it.effect("is nothing when all is done", () =>
    Effect.gen(function* () {
      const model = line("work", [{ type: "job", id: "work" }], { work: () => "done" })
      const engine = yield* openEngine([model])
      yield* Effect.forEach(Array.from({ length: 50 }), () => engine.start("work", {}), { concurrency: "unbounded" })
      yield* engine.settled
      expect(yield* engine.inMemory).toEqual({ instances: 0, jobs: 0, places: 0, waiters: 0 })
    }),
  )

  it.effect("may be a long queue of handlers that answer at once", () =>
    Effect.gen(function* () {
      let free: () => void = () => {}
      const model = line("work", [{ type: "job", id: "work" }], {
        work: ({ instance }) => (instance === "first" ? new Promise((resolve) => (free = () => resolve(0))) : "done"),
      })
      const engine = yield* openEngine([model], { concurrency: 1, window: 10_000 })
      yield* engine.start("work", {}, { id: "first" })
      yield* Effect.forEach(Array.from({ length: 6000 }), () => engine.start("work", {}), { concurrency: "unbounded" })
      yield* engine.settled
      free()
      yield* advance(1000, engine)
      expect((yield* engine.list({ status: "completed", limit: 10_000 })).items.length).toBe(6001)
    }),
  )
})

import { describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { expect } from "vitest"
import { makeMemoryStore } from "../src/store/MemoryStore.ts"
import { StoreError } from "../src/store/StoreError.ts"
import { advance, openEngine, type StoreShape } from "./harness.ts"
import { line } from "./lineDecider.ts"
import { one, pass, turns } from "./severalEngines.ts"

describe("a client", () => {
  it.effect("leaves jobs to a worker that hears of them, and hears of the end", () =>
    Effect.gen(function* () {
      const store = makeMemoryStore()
      const worker = yield* openEngine([one(() => "by the worker")], { store })
      const client = yield* openEngine([one(() => "by the client")], { store, client: true })
      // The worker learns that it is not alone when it renews its lease.
      yield* advance(4000, worker, client)
      const started = yield* client.start("one", {})
      const result = yield* Effect.forkChild(client.result(started))
      yield* worker.settled
      yield* client.settled
      expect(result.pollUnsafe()).toBeDefined()
      expect(yield* Fiber.join(result)).toMatchObject({ work: "by the worker" })
      expect(yield* client.inMemory).toEqual({ instances: 0, jobs: 0, places: 0, waiters: 0 })
    }),
  )

  it.effect("goes on accepting while no worker is alive, says so, and the next worker does it all", () =>
    Effect.gen(function* () {
      const store = makeMemoryStore()
      const steps = [
        { type: "timer", id: "nap", delay: 1000 } as const,
        { type: "task", id: "ask" } as const,
        { type: "job", id: "work" } as const,
      ]
      const model = line("long", steps, { work: () => "done" })
      const worker = yield* openEngine([model], { store })
      const client = yield* openEngine([model], { store, client: true })
      const started = yield* client.start("long", {})
      yield* worker.kill
      yield* advance(60_000, client)
      expect(yield* client.why(started.id)).toEqual([
        "No engine that runs now was given the code of this instance: open one with long@1, or a later version of 'long' that is compatibleWith 1.",
        "nap: waits for timer 1",
      ])
      const others = yield* Effect.forEach(Array.from({ length: 20 }), () => client.start("long", {}))
      const next = yield* openEngine([model], { store })
      yield* advance(12_000, next, client)
      expect(yield* client.why(started.id)).toEqual(["ask: waits for task 2"])
      for (const { id } of [started, ...others]) yield* client.userTasks.completeAt(id, "ask", "yes", { by: "ann" })
      yield* next.settled
      yield* advance(1000, next, client)
      for (const instance of [started, ...others]) expect(yield* client.result(instance)).toMatchObject({ work: "done" })
    }),
  )

  it.effect("that dies in the middle of a long decision leaves it to a worker", () =>
    Effect.gen(function* () {
      const store = makeMemoryStore()
      let commits = 0
      const model = line(
        "bursts",
        [
          { type: "task", id: "ask" },
          { type: "burst", id: "burst", commits: 50 },
          { type: "job", id: "work" },
        ],
        { work: () => 1 },
      )
      const worker = yield* openEngine([model], { store })
      const dying: StoreShape = {
        ...store,
        log: { ...store.log, commit: (batch) => (++commits > 10 ? Effect.never : store.log.commit(batch)) },
      }
      const client = yield* openEngine([model], { store: dying, client: true })
      const started = yield* client.start("bursts", {})
      yield* client.userTasks.completeAt(started.id, "ask", "go", { by: "ann" })
      yield* turns(50)
      yield* client.kill
      expect((yield* store.instances.byId(started.id))?.status).toBe("active")
      yield* advance(20_000, worker)
      expect(yield* worker.result(started)).toMatchObject({ work: 1 })
    }),
  )
})

describe("who waits in a client", () => {
  it.effect("for a task to open waits through an outage of the store", () =>
    Effect.gen(function* () {
      const inner = makeMemoryStore()
      let away = false
      const store: StoreShape = {
        ...inner,
        userTasks: {
          ...inner.userTasks,
          list: (query) =>
            Effect.suspend(() =>
              away ? Effect.fail(new StoreError({ code: "StoreUnavailable", message: "away" })) : inner.userTasks.list(query),
            ),
        },
      }
      const model = line("form", [{ type: "timer", id: "nap", delay: 5000 } as const, { type: "task", id: "ask" } as const])
      const worker = yield* openEngine([model], { store: inner })
      const client = yield* openEngine([model], { store, client: true })
      const { id } = yield* client.start("form", {})
      const opened = yield* Effect.forkChild(client.userTasks.opened(id, "ask"))
      yield* pass(1000)
      away = true
      yield* pass(15_000)
      expect(opened.pollUnsafe()).toBe(undefined)
      away = false
      yield* pass(2000)
      expect(yield* Fiber.join(opened)).toMatchObject({ instance: id, element: "ask" })
      yield* worker.close
    }),
  )
})

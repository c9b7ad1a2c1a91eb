import { describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { expect } from "vitest"
import { makeMemoryStore } from "../src/store/MemoryStore.ts"
import { advance, openEngine, type StoreShape } from "./harness.ts"
import { line } from "./lineDecider.ts"
import { deaf, one, pass, turns } from "./severalEngines.ts"

describe("engines that hear of each other", () => {
  for (const hears of [true, false]) {
    it.effect(`stop a handler whose instance was cancelled elsewhere, ${hears ? "at once" : "also when every announcement is lost"}`, () =>
      Effect.gen(function* () {
        const inner = makeMemoryStore()
        const store = hears ? inner : deaf(inner)
        let aborted = false
        const model = one(({ signal }) => {
          signal.addEventListener("abort", () => {
            aborted = true
          })
          return new Promise(() => {})
        })
        const a = yield* openEngine([model], { store })
        const b = yield* openEngine([model], { store })
        yield* pass(4000)
        const started = yield* a.start("one", {})
        yield* turns(10)
        yield* b.cancel(started.id)
        yield* turns(10)
        expect(aborted).toBe(hears)
        yield* pass(4000)
        expect(aborted).toBe(true)
        expect((yield* a.inMemory).jobs).toBe(0)
      }),
    )

    it.effect(`stop a handler whose job had a row, ${hears ? "at once" : "also when every announcement is lost"}`, () =>
      Effect.gen(function* () {
        const inner = makeMemoryStore()
        const store = hears ? inner : deaf(inner)
        const aborted: Array<boolean> = []
        const model = one(({ signal }) => {
          const place = aborted.push(false) - 1
          signal.addEventListener("abort", () => {
            aborted[place] = true
          })
          return new Promise(() => {})
        })
        yield* openEngine([model], { store })
        const b = yield* openEngine([model], { store, client: true })
        yield* pass(4000)
        const started = yield* b.start("one", {})
        yield* pass(12_000)
        expect(aborted).toEqual([false])
        yield* b.cancel(started.id)
        yield* pass(4000)
        expect(aborted).toEqual([true])
      }),
    )

    it.effect(
      `give the result of an instance that ends elsewhere, ${hears ? "at once" : "within a second when every announcement is lost"}`,
      () =>
        Effect.gen(function* () {
          const inner = makeMemoryStore()
          const store = hears ? inner : deaf(inner)
          let reads = 0
          const counted: StoreShape = {
            ...store,
            instances: {
              ...store.instances,
              byKeys: (keys) =>
                Effect.andThen(
                  Effect.sync(() => reads++),
                  store.instances.byKeys(keys),
                ),
            },
          }
          const answers: Array<(value: string) => void> = []
          const model = one(() => new Promise((resolve) => answers.push(resolve)))
          const a = yield* openEngine([model], { store })
          const b = yield* openEngine([model], { store: counted })
          yield* pass(4000)
          const started = yield* Effect.forEach(Array.from({ length: 100 }), () => a.start("one", {}))
          const results = yield* Effect.forEach(started, (instance) => Effect.forkChild(b.result(instance)))
          const opened = yield* Effect.forkChild(Effect.exit(b.userTasks.opened(started[0]?.id ?? "", "ask")))
          yield* pass(20_000)
          // All that wait ask in one query, each second at most.
          expect(reads).toBeLessThan(20 + 20)
          for (const answer of answers) answer("done")
          yield* turns(10)
          yield* turns(10)
          if (!hears) yield* pass(1000)
          for (const result of results) expect(yield* Fiber.join(result)).toMatchObject({ work: "done" })
          expect(yield* Fiber.join(opened)).toMatchObject({ _tag: "Failure" })
        }),
    )
  }

  it.effect("fire timers that both of them see without a commit for each that the other was faster with", () =>
    Effect.gen(function* () {
      const inner = makeMemoryStore()
      let lost = 0
      let ofRowsOnly = 0
      // As slow as a database: both engines decide before either has committed.
      const store: StoreShape = {
        ...inner,
        log: {
          ...inner.log,
          commit: (batch) =>
            Effect.andThen(
              turns(1),
              Effect.tap(inner.log.commit(batch), (outcome) =>
                Effect.sync(() => {
                  lost += outcome.lost.length
                  if (batch.log.length === 0) ofRowsOnly++
                }),
              ),
            ),
          load: (key, values) => Effect.andThen(turns(1), inner.log.load(key, values)),
        },
      }
      const model = line("nap", [{ type: "timer", id: "nap", delay: 25_000 }])
      const a = yield* openEngine([model], { store, cacheSize: 0 })
      const b = yield* openEngine([model], { store, cacheSize: 0 })
      const started = yield* Effect.forEach(Array.from({ length: 100 }), () => a.start("nap", {}))
      for (let time = 0; time < 4; time++) yield* advance(12_000, a, b)
      expect(lost).toBe(100)
      expect(ofRowsOnly).toBe(0)
      for (const { id } of started) expect((yield* b.get(id)).status).toBe("completed")
    }),
  )

  it.effect("look once more at what they do when the last of the others has gone, whose announcements were lost", () =>
    Effect.gen(function* () {
      const store = deaf(makeMemoryStore())
      let aborted = false
      const model = one(({ signal }) => {
        signal.addEventListener("abort", () => {
          aborted = true
        })
        return new Promise(() => {})
      })
      const a = yield* openEngine([model], { store })
      const b = yield* openEngine([model], { store, client: true })
      const started = yield* a.start("one", {})
      yield* pass(4000)
      yield* b.cancel(started.id)
      yield* b.close
      yield* pass(4000)
      expect(aborted).toBe(true)
      expect((yield* a.inMemory).jobs).toBe(0)
    }),
  )

  it.effect("are not asked for anything while there is only one", () =>
    Effect.gen(function* () {
      const inner = makeMemoryStore()
      const announced: Array<unknown> = []
      let reads = 0
      const store: StoreShape = {
        ...inner,
        log: {
          ...inner.log,
          commit: (batch) =>
            Effect.andThen(
              Effect.sync(() => announced.push(batch.announce)),
              inner.log.commit(batch),
            ),
        },
        instances: {
          ...inner.instances,
          byKeys: (keys) =>
            Effect.andThen(
              Effect.sync(() => reads++),
              inner.instances.byKeys(keys),
            ),
        },
      }
      const engine = yield* openEngine([one(() => new Promise(() => {}))], { store, window: 1, concurrency: 1 })
      const started = yield* Effect.forEach(Array.from({ length: 10 }), () => engine.start("one", {}))
      for (const instance of started) yield* Effect.forkChild(engine.result(instance))
      yield* pass(30_000)
      expect(announced.filter((announcement) => announcement !== undefined)).toEqual([])
      expect(reads).toBeLessThanOrEqual(3)
    }),
  )
})

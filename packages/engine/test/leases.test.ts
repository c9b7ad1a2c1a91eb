import { describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { expect } from "vitest"
import { makeMemoryStore } from "../src/store/MemoryStore.ts"
import { openEngine, type StoreShape } from "./harness.ts"
import { one, pass, pausable, turns } from "./severalEngines.ts"

describe("the work of an engine that dies", () => {
  it.effect("is taken over within the lease time, also where a client had handed it out", () =>
    Effect.gen(function* () {
      for (let moment = 0; moment < 10; moment++) {
        let calls = 0
        const model = one(() => (++calls > 1 ? "done" : new Promise(() => {})))
        const a = yield* openEngine([model])
        const client = yield* openEngine([model], { store: a.store, client: true })
        yield* client.start("one", {})
        yield* pass(2000)
        expect(calls).toBe(1)
        const b = yield* openEngine([model], { store: a.store })
        yield* pass(3000 + moment * 970)
        yield* a.kill
        yield* pass(10_000)
        expect(calls).toBe(2)
        yield* b.close
        yield* client.close
      }
    }),
  )

  it.effect("is taken over within the lease time, whenever it dies", () =>
    Effect.gen(function* () {
      for (let moment = 0; moment < 10; moment++) {
        let calls = 0
        const model = one(() => (++calls > 1 ? "done" : new Promise(() => {})))
        const a = yield* openEngine([model])
        const b = yield* openEngine([model], { store: a.store })
        yield* pass(3000 + moment * 370)
        yield* a.start("one", {})
        yield* turns(10)
        yield* a.kill
        yield* pass(10_000)
        expect(calls).toBe(2)
        yield* b.close
      }
    }),
  )
})

describe("an engine that stood still", () => {
  it.effect("tells its handlers to stop when it notices that its work was taken over, and what they say does not count", () =>
    Effect.gen(function* () {
      const inner = makeMemoryStore()
      const { store, pause, goOn } = pausable(inner)
      const answers: Array<(value: string) => void> = []
      const aborted: Array<boolean> = []
      const model = one(({ signal }) => {
        const place = aborted.push(false) - 1
        signal.addEventListener("abort", () => {
          aborted[place] = true
        })
        return new Promise((resolve) => answers.push(resolve))
      })
      const a = yield* openEngine([model], { store })
      yield* openEngine([model], { store: inner })
      const started = yield* a.start("one", {})
      yield* turns(10)
      yield* pause
      yield* pass(20_000)
      expect(answers.length).toBe(2)
      // The old one speaks first, and is not heard: its delivery was superseded.
      answers[0]?.("late")
      yield* turns(5)
      yield* goOn
      yield* turns(10)
      yield* turns(10)
      expect((yield* inner.instances.byId(started.id))?.status).toBe("active")
      answers[1]?.("right")
      yield* pass(2000)
      expect(yield* a.result(started)).toMatchObject({ work: "right" })
      expect(aborted).toEqual([false, false])
      // It goes on under a new number.
      const again = yield* a.start("one", {})
      yield* turns(10)
      answers[2]?.("again")
      expect(yield* a.result(again)).toMatchObject({ work: "again" })
    }),
  )

  it.effect("aborts what still runs when it finds that its lease is gone", () =>
    Effect.gen(function* () {
      const inner = makeMemoryStore()
      const { store, pause, goOn } = pausable(inner)
      let calls = 0
      const aborted: Array<number> = []
      const model = one(({ signal }) => {
        const call = ++calls
        signal.addEventListener("abort", () => aborted.push(call))
        return new Promise((resolve) => call === 2 && resolve("right"))
      })
      const a = yield* openEngine([model], { store })
      const b = yield* openEngine([model], { store: inner })
      const started = yield* a.start("one", {})
      yield* turns(10)
      yield* pause
      yield* pass(20_000)
      yield* goOn
      yield* pass(1000)
      expect(aborted).toEqual([1])
      expect(yield* b.result(started)).toMatchObject({ work: "right" })
    }),
  )

  it.effect("starts no handler under a lease that ran out by its own clock, until it is renewed", () =>
    Effect.gen(function* () {
      const inner = makeMemoryStore()
      let renewing = true
      const store: StoreShape = {
        ...inner,
        engines: {
          ...inner.engines,
          renew: (...args) => Effect.suspend(() => (renewing ? inner.engines.renew(...args) : Effect.never)),
        },
      }
      let calls = 0
      const a = yield* openEngine([one(() => ++calls)], { store })
      const first = yield* a.start("one", {})
      yield* turns(10)
      expect(yield* a.result(first)).toMatchObject({ work: 1 })
      renewing = false
      yield* TestClock.adjust(11_000)
      const second = yield* a.start("one", {})
      yield* turns(20)
      expect(calls).toBe(1)
      const b = yield* openEngine([one(() => ++calls)], { store: inner })
      yield* pass(10_000)
      expect(yield* b.result(second)).toMatchObject({ work: 2 })
      yield* a.kill
    }),
  )

  it.effect("starts nothing while a renewal takes longer than the lease", () =>
    Effect.gen(function* () {
      const inner = makeMemoryStore()
      let latency = 0
      const store: StoreShape = {
        ...inner,
        engines: {
          ...inner.engines,
          renew: (...args) =>
            Effect.andThen(
              latency === 0 ? Effect.void : Effect.sleep(latency),
              Effect.suspend(() => inner.engines.renew(...args)),
            ),
        },
      }
      let calls = 0
      const a = yield* openEngine([one(() => ++calls)], { store })
      latency = 15_000
      yield* TestClock.adjust(12_000)
      const started = yield* a.start("one", {})
      yield* TestClock.adjust(10_000)
      yield* turns(20)
      expect(calls).toBe(0)
      latency = 0
      yield* pass(20_000)
      expect(calls).toBe(1)
      expect(yield* a.result(started)).toMatchObject({ work: 1 })
    }),
  )
})

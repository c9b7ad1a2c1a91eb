import { describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { expect } from "vitest"
import { makeMemoryStore } from "../src/store/MemoryStore.ts"
import { StoreError } from "../src/store/StoreError.ts"
import { advance, openEngine, type StoreShape } from "./harness.ts"
import { line } from "./lineDecider.ts"

const three = (calls: Array<string>, answers: { hang: boolean }) =>
  line(
    "three",
    [
      { type: "job", id: "a" },
      { type: "job", id: "b" },
      { type: "timer", id: "nap", delay: 1000 },
      { type: "job", id: "c" },
    ],
    {
      a: () => calls.push("a"),
      b: () => {
        calls.push("b")
        return answers.hang ? new Promise(() => {}) : 1
      },
      c: () => calls.push("c"),
    },
  )

describe("after a crash", () => {
  it.effect("an instance goes on from where it was, once the lease of the dead engine is over", () =>
    Effect.gen(function* () {
      const calls: Array<string> = []
      const answers = { hang: true }
      const model = three(calls, answers)
      const first = yield* openEngine([model])
      const started = yield* first.start("three", {})
      yield* first.settled
      expect(calls).toEqual(["a", "b"])
      yield* first.kill
      answers.hang = false
      const second = yield* openEngine([model], { store: first.store })
      expect(calls).toEqual(["a", "b"])
      yield* advance(12_000, second)
      expect(calls).toEqual(["a", "b", "b", "c"])
      expect(yield* second.result(started)).toMatchObject({ a: 1, b: 1, c: 4 })
      const events = (yield* second.history(started.id)).flatMap((entry) => entry.events)
      expect(events.filter((event) => event.type === "JobRedelivered")).toMatchObject([{ delivery: 2 }])
    }),
  )

  it.effect("jobs that wait for another attempt and timers are found too", () =>
    Effect.gen(function* () {
      let fail = true
      const model = line("retry", [{ type: "job", id: "a" }], {
        a: () => {
          if (fail) throw new Error("no")
          return 1
        },
      })
      const first = yield* openEngine([model])
      const started = yield* first.start("retry", {})
      yield* first.settled
      yield* first.kill
      fail = false
      const second = yield* openEngine([model], { store: first.store })
      yield* advance(2000, second)
      expect(yield* second.result(started)).toMatchObject({ a: 1 })
    }),
  )

  it.effect("thousands of instances in flight are all done", () =>
    Effect.gen(function* () {
      let hang = true
      const model = line(
        "many",
        [
          { type: "job", id: "a" },
          { type: "job", id: "b" },
        ],
        {
          a: () => (hang ? new Promise(() => {}) : 1),
          b: () => 2,
        },
      )
      const first = yield* openEngine([model])
      const started = yield* Effect.forEach(Array.from({ length: 3000 }), () => first.start("many", {}), { concurrency: "unbounded" })
      yield* first.kill
      hang = false
      const second = yield* openEngine([model], { store: first.store, concurrency: 100, window: 100 })
      yield* advance(60_000, second)
      const ends = yield* Effect.forEach(started, (instance) => second.result(instance), { concurrency: "unbounded" })
      expect(ends.length).toBe(3000)
    }),
  )

  it.effect("long instances are loaded from a snapshot and the log after it", () =>
    Effect.gen(function* () {
      const steps = Array.from({ length: 1500 }, (_, i) => ({ type: "job", id: `s${i}` }) as const)
      const model = line("long", [...steps, { type: "task", id: "stop" }, { type: "job", id: "last" }], {
        ...Object.fromEntries(steps.map(({ id }) => [id, () => id])),
        last: ({ vars }) => Object.keys(vars).length,
      })
      const first = yield* openEngine([model])
      const started = yield* first.start("long", {})
      yield* first.settled
      yield* first.kill
      const key = (yield* first.store.instances.byId(started.id))?.key ?? 0
      const stored = yield* first.store.log.load(key)
      expect(stored?.snapshot).toBeDefined()
      expect(stored?.tail.length).toBeLessThan(1500)
      const second = yield* openEngine([model], { store: first.store })
      yield* second.userTasks.completeAt(started.id, "stop", null, { by: "ann" })
      expect(yield* second.result(started)).toMatchObject({ last: 1502, s1499: "s1499" })
    }),
  )
})

describe("two engines on one store", () => {
  it.effect("may both decide: the one that loses the race decides again", () =>
    Effect.gen(function* () {
      const model = line(
        "shared",
        [
          { type: "task", id: "one" },
          { type: "task", id: "two" },
          { type: "job", id: "work" },
        ],
        { work: () => "done" },
      )
      const a = yield* openEngine([model])
      const b = yield* openEngine([model], { store: a.store })
      const started = yield* a.start("shared", {})
      yield* b.userTasks.completeAt(started.id, "one", 1, { by: "bob" })
      // `a` still has the state of before in its cache.
      yield* a.userTasks.completeAt(started.id, "two", 2, { by: "ann" })
      yield* advance(10_000, a, b)
      expect(yield* b.result(started)).toMatchObject({ one: 1, two: 2, work: "done" })
    }),
  )

  it.effect("do each job once, and fire each timer once", () =>
    Effect.gen(function* () {
      let calls = 0
      const model = line(
        "once",
        [
          { type: "timer", id: "nap", delay: 1000 },
          { type: "job", id: "work" },
        ],
        { work: () => ++calls },
      )
      const a = yield* openEngine([model])
      const b = yield* openEngine([model], { store: a.store })
      const started = yield* Effect.forEach(Array.from({ length: 200 }), (_, i) => (i % 2 ? a : b).start("once", {}), {
        concurrency: "unbounded",
      })
      yield* advance(30_000, a, b)
      yield* Effect.forEach(started, (instance) => a.result(instance), { concurrency: "unbounded" })
      expect(calls).toBe(200)
    }),
  )

  it.effect("take over from each other, and refuse what the dead one says later", () =>
    Effect.gen(function* () {
      const answers: Array<(value: string) => void> = []
      const model = line("zombie", [{ type: "job", id: "work" }], { work: () => new Promise((resolve) => answers.push(resolve)) })
      const a = yield* openEngine([model])
      const b = yield* openEngine([model], { store: a.store })
      const started = yield* a.start("zombie", {})
      yield* a.settled
      yield* a.kill
      yield* advance(20_000, b)
      expect(answers.length).toBe(2)
      answers[0]?.("late")
      yield* b.settled
      answers[1]?.("right")
      yield* b.settled
      expect(yield* b.result(started)).toMatchObject({ work: "right" })
    }),
  )
})

describe("a store in trouble", () => {
  const failing = (
    store: StoreShape,
    fails: { code: "StoreUnavailable" | "StoreOutcomeUnknown" | undefined; written: boolean },
  ): StoreShape => ({
    ...store,
    log: {
      ...store.log,
      commit: (batch) =>
        Effect.suspend(() => {
          const { code, written } = fails
          if (code === undefined) return store.log.commit(batch)
          const error = new StoreError({ code, message: "the store is in trouble", cause: new Error("cut") })
          return written ? Effect.andThen(store.log.commit(batch), Effect.fail(error)) : Effect.fail(error)
        }),
    },
  })

  it.effect("refuses callers, keeps what handlers said, and goes on when it is back", () =>
    Effect.gen(function* () {
      const fails = { code: undefined as "StoreUnavailable" | undefined, written: false }
      let answer: (value: number) => void = () => {}
      const model = line(
        "work",
        [
          { type: "job", id: "a" },
          { type: "job", id: "b" },
        ],
        {
          a: () => new Promise((resolve) => (answer = resolve)),
          b: () => 2,
        },
      )
      const engine = yield* openEngine([model], { store: failing(makeMemoryStore(), fails) })
      const started = yield* engine.start("work", {})
      yield* engine.settled
      fails.code = "StoreUnavailable"
      answer(1)
      expect(yield* Effect.flip(engine.start("work", {}))).toMatchObject({ _tag: "StoreError", code: "StoreUnavailable" })
      yield* TestClock.adjust(5000)
      fails.code = undefined
      yield* advance(5000, engine)
      expect(yield* engine.result(started)).toMatchObject({ a: 1, b: 2 })
    }),
  )

  for (const written of [true, false]) {
    it.effect(`whose commit has an unknown outcome is asked what became of it (${written ? "it was written" : "it was not"})`, () =>
      Effect.gen(function* () {
        const fails = { code: undefined as "StoreOutcomeUnknown" | undefined, written }
        const model = line(
          "work",
          [
            { type: "task", id: "a" },
            { type: "job", id: "b" },
          ],
          { b: () => 2 },
        )
        const engine = yield* openEngine([model], { store: failing(makeMemoryStore(), fails) })
        const started = yield* engine.start("work", {})
        fails.code = "StoreOutcomeUnknown"
        const completed = yield* Effect.forkChild(Effect.exit(engine.userTasks.completeAt(started.id, "a", 1, { by: "ann" })))
        for (let turn = 0; turn < 5; turn++) yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
        fails.code = undefined
        yield* advance(5000, engine)
        const exit = yield* Fiber.join(completed)
        expect(exit._tag).toBe(written ? "Success" : "Failure")
        if (!written) yield* engine.userTasks.completeAt(started.id, "a", 1, { by: "ann" })
        yield* advance(5000, engine)
        expect(yield* engine.result(started)).toMatchObject({ a: 1, b: 2 })
        expect(
          (yield* engine.history(started.id)).flatMap(({ events }) => events).filter(({ type }) => type === "UserTaskCompleted").length,
        ).toBe(1)
      }),
    )
  }
})

describe("closing", () => {
  it.effect("lets running handlers finish, writes their results and takes no more work", () =>
    Effect.gen(function* () {
      let answer: (value: number) => void = () => {}
      const model = line(
        "work",
        [
          { type: "job", id: "a" },
          { type: "job", id: "b" },
        ],
        {
          a: () => new Promise((resolve) => (answer = resolve)),
          b: () => 2,
        },
      )
      const engine = yield* openEngine([model], { gracePeriod: 60_000 })
      const started = yield* engine.start("work", {})
      yield* engine.settled
      const closing = Effect.runPromise(engine.close)
      yield* engine.settled
      expect(yield* Effect.flip(engine.start("work", {}))).toMatchObject({ code: "EngineClosed" })
      answer(1)
      yield* Effect.promise(() => closing)
      const next = yield* openEngine([model], { store: engine.store })
      yield* next.settled
      expect(yield* next.result(started)).toMatchObject({ a: 1, b: 2 })
    }),
  )
})

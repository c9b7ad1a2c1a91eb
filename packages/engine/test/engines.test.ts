import { describe, it } from "@effect/vitest"
import { Effect, Fiber, Latch, Logger } from "effect"
import { TestClock } from "effect/testing"
import { expect } from "vitest"
import { makeMemoryStore } from "../src/store/MemoryStore.ts"
import { StoreError } from "../src/store/StoreError.ts"
import { advance, openEngine, type StoreShape } from "./harness.ts"
import { line } from "./lineDecider.ts"

const turns = (count: number) =>
  Effect.promise(async () => {
    for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve))
  })

/** Lets time pass while handlers hang: engines that run some are not settled so soon. */
const pass = Effect.fnUntraced(function* (milliseconds: number) {
  for (let step = 0; step < 10; step++) {
    yield* TestClock.adjust(milliseconds / 10)
    yield* turns(10)
  }
})

/** A store whose announcements are lost. */
const deaf = (store: StoreShape): StoreShape => ({ ...store, wakes: { listen: () => Effect.void } })

/** The store as an engine sees it that can be stopped, as by SIGSTOP, and go on later. */
const pausable = (store: StoreShape) => {
  const latch = Latch.makeUnsafe(true)
  const wrap = <Port extends object>(port: Port): Port =>
    Object.fromEntries(
      Object.entries(port).map(([name, method]: [string, unknown]) => [
        name,
        typeof method === "function"
          ? (...args: ReadonlyArray<unknown>) =>
              Effect.andThen(
                latch.await,
                Effect.suspend(() => method(...args)),
              )
          : method,
      ]),
    ) as Port
  const { log, instances, jobs, timers, engines } = store
  return {
    store: { ...store, log: wrap(log), instances: wrap(instances), jobs: wrap(jobs), timers: wrap(timers), engines: wrap(engines) },
    pause: latch.close,
    goOn: latch.open,
  }
}

const one = (work: (context: { readonly signal: AbortSignal }) => unknown, id = "one") =>
  line(id, [{ type: "job", id: "work" }], { work: work as () => unknown })

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

describe("the code of a process", () => {
  const release = (version: number, answer: string, compatibleWith?: ReadonlyArray<number>) => ({
    ...line(
      "order",
      [
        { type: "timer", id: "nap", delay: 1000 },
        { type: "job", id: "work" },
        ...(version > 1 ? [{ type: "job", id: "more" } as const] : []),
      ],
      { work: () => answer, more: () => answer },
      version,
    ),
    ...(compatibleWith === undefined ? {} : { compatibleWith }),
  })

  it.effect("decides which engine does an instance, while two releases run side by side", () =>
    Effect.gen(function* () {
      const store = makeMemoryStore()
      const old = yield* openEngine([release(1, "old")], { store })
      const olds = yield* Effect.forEach(Array.from({ length: 20 }), () => old.start("order", {}))
      const next = yield* openEngine([release(2, "next")], { store })
      const nexts = yield* Effect.forEach(Array.from({ length: 20 }), () => next.start("order", {}))
      yield* advance(30_000, old, next)
      for (const instance of olds) expect(yield* next.result(instance)).toMatchObject({ work: "old" })
      for (const instance of nexts) expect(yield* old.result(instance)).toMatchObject({ work: "next", more: "next" })
      expect((yield* old.incidents.list()).items).toEqual([])
    }),
  )

  it.effect("that a later version is compatible with is offered by it, also where the old definition is stored later", () =>
    Effect.gen(function* () {
      const store = makeMemoryStore()
      const next = yield* openEngine([release(2, "next", [1])], { store })
      const old = yield* openEngine([release(1, "old")], { store })
      const started = yield* old.start("order", {})
      yield* old.kill
      yield* advance(30_000, next)
      expect(yield* next.result(started)).toMatchObject({ work: "next" })
    }),
  )

  it.effect("that no engine has keeps instances waiting, without an incident, until it is back", () =>
    Effect.gen(function* () {
      const store = makeMemoryStore()
      const old = yield* openEngine([release(1, "old")], { store })
      const started = yield* Effect.forEach(Array.from({ length: 600 }), () => old.start("order", {}), { concurrency: "unbounded" })
      const [first] = started
      yield* old.kill
      const other = yield* openEngine([release(2, "next"), one(() => 1)], { store })
      const later = yield* other.start("order", {})
      yield* advance(60_000, other)
      // More timers are due than are taken at a time, and none of them is ours: ours are fired all the same.
      expect(yield* other.result(later)).toMatchObject({ more: "next" })
      expect((yield* other.incidents.list()).items).toEqual([])
      expect((yield* other.why(first?.id ?? ""))[0]).toContain("No engine that runs now was given the code")
      yield* other.cancel(first?.id ?? "")
      expect(yield* Effect.flip(other.result(first?.id ?? ""))).toMatchObject({ code: "ProcessCancelled" })
      const back = yield* openEngine([release(1, "old")], { store })
      yield* advance(20_000, back, other)
      const ends = yield* Effect.forEach(started.slice(1), (instance) => other.result(instance), { concurrency: "unbounded" })
      expect(ends.every((end) => JSON.stringify(end).includes("old"))).toBe(true)
    }),
  )
})

describe("what no engine that runs has the code of", () => {
  it.effect("is named in a warning with how many instances wait, once per minute, until an engine has it", () =>
    Effect.gen(function* () {
      const said: Array<string> = []
      const logger = Logger.make(({ message }) => {
        const text = String(Array.isArray(message) ? message[0] : message)
        if (text.includes("wait")) said.push(text)
      })
      const model = line("order", [{ type: "job", id: "work" }], { work: () => new Promise(() => {}) })
      const first = yield* openEngine([model])
      for (let n = 0; n < 3; n++) yield* first.start("order", {})
      yield* first.kill
      yield* openEngine([one(() => 1)], { store: first.store }).pipe(Effect.provide(Logger.layer([logger])))
      yield* pass(9000)
      // The dead one may be alive, or the next one on its way.
      expect(said).toEqual([])
      yield* pass(50_000)
      const warning =
        "order@1: 3 instances wait for an engine that has the code. Open one with order@1, or a later version of 'order' that is compatibleWith 1."
      expect(said).toEqual([warning])
      yield* pass(120_000)
      expect(said.length).toBe(3)
      yield* openEngine([model], { store: first.store })
      yield* pass(120_000)
      expect(said.length).toBe(3)
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

describe("a result that the store does not take", () => {
  it.effect("becomes an incident after some tries, and holds up nothing else", () =>
    Effect.gen(function* () {
      const inner = makeMemoryStore()
      const store: StoreShape = {
        ...inner,
        log: {
          ...inner.log,
          commit: (batch) =>
            batch.log.some(({ events }) => events.includes("too much"))
              ? Effect.fail(new StoreError({ code: "StoreFailed", message: "string or blob too big" }))
              : inner.log.commit(batch),
        },
      }
      const model = line("big", [{ type: "job", id: "work" }], {
        work: ({ vars }) => ((vars.input as { big: boolean }).big ? "too much" : "fine"),
      })
      const engine = yield* openEngine([model], { store })
      const [big, small] = yield* Effect.all([engine.start("big", { big: true }), engine.start("big", { big: false })], {
        concurrency: "unbounded",
      })
      yield* advance(2000, engine)
      expect(yield* engine.result(small)).toMatchObject({ work: "fine" })
      expect((yield* engine.incidents.list()).items).toEqual([])
      yield* advance(3000, engine)
      expect((yield* engine.incidents.list()).items).toMatchObject([
        { instance: big.id, code: "ResultNotStorable", message: expect.stringContaining("string or blob too big") },
      ])
    }),
  )
})

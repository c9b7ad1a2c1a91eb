import { describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { expect } from "vitest"
import { advance, openEngine } from "./harness.ts"
import { line } from "./lineDecider.ts"

class CardDeclined extends Schema.TaggedError<CardDeclined>()("CardDeclined", { reason: Schema.String, at: Schema.Date }) {}

const one = (handler: (context: never) => unknown, step: object = {}) =>
  line("one", [{ type: "job", id: "work", ...step }], { work: handler as never })

describe("a handler", () => {
  it.effect("may return a value, a Promise or an Effect", () =>
    Effect.gen(function* () {
      const model = line(
        "kinds",
        [
          { type: "job", id: "value" },
          { type: "job", id: "promise" },
          { type: "job", id: "effect" },
        ],
        { value: () => 1, promise: async () => "two", effect: () => Effect.succeed([3]) },
      )
      const engine = yield* openEngine([model])
      const started = yield* engine.start("kinds", { n: 0 })
      expect(yield* engine.result(started)).toEqual({ input: { n: 0 }, value: 1, promise: "two", effect: [3] })
    }),
  )

  it.effect("that returns undefined has the result null", () =>
    Effect.gen(function* () {
      const engine = yield* openEngine([one(() => undefined)])
      expect(yield* engine.result(yield* engine.start("one", {}))).toEqual({ input: {}, work: null })
    }),
  )

  it.effect("sees frozen variables: what it does to them changes nothing", () =>
    Effect.gen(function* () {
      let refused: unknown
      const engine = yield* openEngine([
        one(({ vars }: { readonly vars: { readonly input: { readonly list: Array<number> } } }) => {
          try {
            vars.input.list.push(2)
          } catch (error) {
            refused = error
          }
          return 1
        }),
      ])
      expect(yield* engine.result(yield* engine.start("one", { list: [1] }))).toEqual({ input: { list: [1] }, work: 1 })
      expect(refused).toBeInstanceOf(TypeError)
    }),
  )

  it.effect("is not heard any more when it changes what it returned", () =>
    Effect.gen(function* () {
      const mine = { list: [1] }
      const engine = yield* openEngine([
        line(
          "two",
          [
            { type: "job", id: "work" },
            { type: "job", id: "next" },
          ],
          {
            work: () => mine,
            next: ({ vars }) => {
              mine.list.push(2)
              return vars.work
            },
          },
        ),
      ])
      expect(yield* engine.result(yield* engine.start("two", {}))).toMatchObject({ work: { list: [1] }, next: { list: [1] } })
    }),
  )

  it.effect("that fails is tried again after a growing delay, with the same idempotency key", () =>
    Effect.gen(function* () {
      const calls: Array<{ attempt: number; key: string }> = []
      const engine = yield* openEngine([
        one(({ attempt, idempotencyKey }: { attempt: number; idempotencyKey: string }) => {
          calls.push({ attempt, key: idempotencyKey })
          if (attempt < 3) throw new Error("not yet")
          return attempt
        }),
      ])
      const started = yield* engine.start("one", {})
      yield* engine.settled
      expect(calls.length).toBe(1)
      yield* advance(999, engine)
      expect(calls.length).toBe(1)
      yield* advance(1, engine)
      expect(calls.length).toBe(2)
      yield* advance(2000, engine)
      expect(yield* engine.result(started)).toMatchObject({ work: 3 })
      expect(new Set(calls.map(({ key }) => key)).size).toBe(1)
    }),
  )

  it.effect("that fails for good leaves an incident, and goes on when it is retried after a fix", () =>
    Effect.gen(function* () {
      let broken = true
      const engine = yield* openEngine([
        one(() => {
          if (broken) throw new Error("the disk is on fire")
          return "saved"
        }),
      ])
      const started = yield* engine.start("one", {})
      yield* advance(10_000, engine)
      const { items } = yield* engine.incidents.list({ process: "one" })
      expect(items).toMatchObject([{ instance: started.id, element: "work", code: "HandlerFailed", message: "the disk is on fire" }])
      broken = false
      const [incident] = items
      if (incident !== undefined) yield* engine.incidents.retry(incident.id)
      expect(yield* engine.result(started)).toMatchObject({ work: "saved" })
      expect((yield* engine.incidents.list()).items).toEqual([])
      const again = yield* Effect.flip(engine.incidents.retry(incident?.id ?? ""))
      expect(again).toMatchObject({ code: "InstanceEnded" })
    }),
  )

  it.effect("that throws a typed error ends with it, its fields encoded by its schema", () =>
    Effect.gen(function* () {
      const at = new Date(0)
      for (const handler of [
        () => {
          throw new CardDeclined({ reason: "empty", at })
        },
        () => Promise.reject(new CardDeclined({ reason: "empty", at })),
        () => Effect.fail(new CardDeclined({ reason: "empty", at })),
      ]) {
        const engine = yield* openEngine([one(handler)])
        const error = yield* Effect.flip(engine.result(yield* engine.start("one", {})))
        expect(error).toMatchObject({
          _tag: "ProcessFailed",
          error: "CardDeclined",
          value: { _tag: "CardDeclined", reason: "empty", at: at.toISOString() },
        })
      }
    }),
  )

  const faults: ReadonlyArray<readonly [string, () => unknown, string, RegExp]> = [
    [
      "throws what is no Error",
      () => {
        throw { odd: 1 }
      },
      "HandlerFailed",
      /odd/,
    ],
    [
      "throws undefined",
      () => {
        throw undefined
      },
      "HandlerFailed",
      /undefined/,
    ],
    [
      "returns a cyclic object",
      () => {
        const o: Record<string, unknown> = {}
        o.o = o
        return o
      },
      "ResultNotStorable",
      /circular/i,
    ],
    ["returns a function", () => () => 1, "ResultNotStorable", /function/],
    ["returns a bigint", () => 1n, "ResultNotStorable", /BigInt/],
    ["dies within its Effect", () => Effect.die(new Error("a defect")), "HandlerFailed", /a defect/],
    ["interrupts itself", () => Effect.interrupt, "HandlerFailed", /interrupted/],
  ]
  for (const [what, handler, code, message] of faults) {
    it.effect(`that ${what} leaves an incident ${code}, and nothing is lost`, () =>
      Effect.gen(function* () {
        const engine = yield* openEngine([one(handler, { retry: { attempts: 1 } })])
        const started = yield* engine.start("one", { kept: true })
        yield* engine.settled
        expect((yield* engine.incidents.list()).items).toMatchObject([{ code, message: expect.stringMatching(message) }])
        expect((yield* engine.get(started.id)).vars).toEqual({ input: { kept: true } })
      }),
    )
  }

  it.effect("may return 20 MB, which comes back whole after a crash", () =>
    Effect.gen(function* () {
      const text = "x".repeat(16_000_000)
      const model = line(
        "big",
        [
          { type: "job", id: "work" },
          { type: "task", id: "wait" },
          { type: "job", id: "length" },
        ],
        {
          work: () => ({ text }),
          length: ({ vars }) => (vars.work as { text: string }).text.length,
        },
      )
      const first = yield* openEngine([model])
      const started = yield* first.start("big", {})
      yield* first.settled
      yield* first.kill
      const second = yield* openEngine([model], { store: first.store })
      expect(JSON.stringify(yield* second.history(started.id)).length).toBeLessThan(5000)
      yield* second.userTasks.completeAt(started.id, "wait", {}, { by: "ann" })
      yield* second.settled
      expect((yield* second.result(started)) as object).toMatchObject({ length: 16_000_000 })
    }),
  )

  it.effect("whose result is longer than the limit leaves an incident that names the limit", () =>
    Effect.gen(function* () {
      const engine = yield* openEngine([one(() => "x".repeat(200), { retry: { attempts: 1 } })], { maxValueLength: 100 })
      yield* engine.start("one", {})
      yield* engine.settled
      expect((yield* engine.incidents.list()).items[0]?.message).toMatch(/at most 100/)
    }),
  )

  it.effect("that never answers runs out of time and is told to stop", () =>
    Effect.gen(function* () {
      let signal: AbortSignal | undefined
      const engine = yield* openEngine([
        one(
          (context: { signal: AbortSignal }) => {
            signal = context.signal
            return new Promise(() => {})
          },
          { timeout: 5000, retry: { attempts: 1 } },
        ),
      ])
      yield* engine.start("one", {})
      yield* engine.settled
      expect(signal?.aborted).toBe(false)
      yield* advance(5000, engine)
      expect(signal?.aborted).toBe(true)
      expect((yield* engine.incidents.list()).items).toMatchObject([{ code: "HandlerTimedOut" }])
    }),
  )

  it.effect("that is not registered leaves an incident that names it", () =>
    Effect.gen(function* () {
      const engine = yield* openEngine([line("one", [{ type: "job", id: "work" }])])
      yield* engine.start("one", {})
      yield* engine.settled
      expect((yield* engine.incidents.list()).items).toMatchObject([{ code: "HandlerMissing", message: expect.stringContaining("'work'") }])
    }),
  )

  it.effect("is told to stop when its instance is cancelled, and its late answer changes nothing", () =>
    Effect.gen(function* () {
      let aborted = false
      let answer: (value: number) => void = () => {}
      const engine = yield* openEngine([
        one(({ signal }: { signal: AbortSignal }) => {
          signal.addEventListener("abort", () => {
            aborted = true
          })
          return new Promise((resolve) => {
            answer = resolve
          })
        }),
      ])
      const started = yield* engine.start("one", {})
      yield* engine.settled
      yield* engine.cancel(started.id, "changed my mind")
      yield* engine.settled
      expect(aborted).toBe(true)
      answer(1)
      yield* engine.settled
      expect(yield* Effect.flip(engine.result(started))).toMatchObject({ _tag: "ProcessCancelled", reason: "changed my mind" })
    }),
  )

  it.effect("given as an Effect is interrupted when its instance is cancelled", () =>
    Effect.gen(function* () {
      let interrupted = false
      const engine = yield* openEngine([
        one(() =>
          Effect.onInterrupt(Effect.never, () =>
            Effect.sync(() => {
              interrupted = true
            }),
          ),
        ),
      ])
      const started = yield* engine.start("one", {})
      yield* engine.settled
      yield* engine.cancel(started.id)
      yield* engine.settled
      expect(interrupted).toBe(true)
    }),
  )
})

describe("concurrency", () => {
  const crowd = (n: number, options: { readonly concurrency?: number; readonly engine?: object }) =>
    Effect.gen(function* () {
      let running = 0
      let most = 0
      let done = 0
      const model = one(
        async () => {
          most = Math.max(most, ++running)
          await new Promise((resolve) => setImmediate(resolve))
          running--
          done++
        },
        options.concurrency === undefined ? {} : { concurrency: options.concurrency },
      )
      const engine = yield* openEngine([model], options.engine)
      const started = yield* Effect.forEach(Array.from({ length: n }), () => engine.start("one", {}), { concurrency: "unbounded" })
      yield* Effect.forEach(started, (instance) => engine.result(instance), { concurrency: "unbounded" })
      return { most, done }
    })

  it.effect("of a handler is limited", () =>
    Effect.gen(function* () {
      expect(yield* crowd(50, { concurrency: 3 })).toEqual({ most: 3, done: 50 })
    }),
  )

  it.effect("of the engine is limited", () =>
    Effect.gen(function* () {
      expect(yield* crowd(50, { engine: { concurrency: 5 } })).toEqual({ most: 5, done: 50 })
    }),
  )

  it.effect("keeps only a window of waiting jobs in memory; the others are rows, and are all done", () =>
    Effect.gen(function* () {
      expect(yield* crowd(300, { concurrency: 2, engine: { concurrency: 4, window: 10 } })).toEqual({ most: 2, done: 300 })
    }),
  )
})

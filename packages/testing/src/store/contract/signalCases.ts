/**
 * Signals: for everybody who waits at that moment, and nobody else.
 */
import { deepEqual, equal } from "node:assert/strict"
import { Effect } from "effect"
import type { ContractCase } from "../ContractCase.ts"
import { sampleAdvance, sampleBatch, sampleInstance, sampleLog, sampleSignal, sampleSubscription, startInstances } from "../sampleRows.ts"

const waits = { kind: "signal", name: "closing", correlation: null } as const

export const signalCases: ReadonlyArray<ContractCase> = [
  {
    name: "gives a signal to everybody who waits for it when it is sent, and keeps none",
    run: (store) =>
      Effect.gen(function* () {
        equal(yield* store.messages.broadcast(sampleSignal("1")), 0)
        const [a = 0, b = 0] = yield* startInstances(store, [{}, {}], ([a = 0, b = 0]) => ({
          subscriptions: {
            insert: [
              sampleSubscription(a, 1, waits),
              sampleSubscription(a, 2, { ...waits, stays: true }),
              sampleSubscription(a, 3, { ...waits, name: "opening" }),
              sampleSubscription(b, 1, waits),
              sampleSubscription(b, 2, { ...waits, kind: "message" }),
            ],
            delete: [],
          },
        }))
        equal(yield* store.messages.broadcast(sampleSignal("2")), 3)
        equal(yield* store.messages.match({ now: 3_000, limit: 9 }), 0)
        const found = yield* store.deliveries.due({ after: -1, limit: 9 })
        deepEqual(
          found.map(({ key, ref }) => [key, ref]),
          [
            [a, 1],
            [a, 2],
            [b, 1],
          ],
        )
        const [first] = found
        deepEqual(first, {
          id: first?.id ?? 0,
          kind: "signal",
          key: a,
          instance: null,
          process: "order",
          version: null,
          ref: 1,
          name: "closing",
          source: "2",
          payload: '{"of":"2"}',
          correlation: null,
          expiresAt: null,
          parent: null,
          businessKey: null,
          createdAt: 2_000,
        })
        equal((yield* store.messages.list({ limit: 1 })).rows.length, 0)
      }),
  },
  {
    name: "gives a signal with a large payload to many, each the whole of it, for as long as anybody has not taken it",
    run: (store) =>
      Effect.gen(function* () {
        const large = (id: string) => ({ ...sampleSignal(id), payload: JSON.stringify(`${id} ${"x".repeat(100_000)}`) })
        const [a = 0, b = 0, c = 0] = yield* startInstances(store, [{}, {}, {}], (keys) => ({
          subscriptions: { insert: keys.map((key) => sampleSubscription(key, 1, { ...waits, stays: true })), delete: [] },
        }))
        equal(yield* store.messages.broadcast(large("outside")), 3)
        yield* store.log.commit(
          sampleBatch({
            advances: [sampleAdvance(a, 1)],
            log: [sampleLog(a, 2)],
            signals: [
              { from: a, signal: large("first") },
              { from: a, signal: sampleSignal("small") },
              { from: a, signal: large("second") },
            ],
          }),
        )
        const expected = (key: number) =>
          [large("outside"), large("first"), sampleSignal("small"), large("second")].map(({ payload }) => ({ key, payload }))
        const due = (processes?: ReadonlyArray<string>) =>
          Effect.map(store.deliveries.due({ after: -1, limit: 99, ...(processes === undefined ? {} : { processes }) }), (rows) =>
            rows.toSorted((one, other) => (one.key ?? 0) - (other.key ?? 0) || one.id - other.id),
          )
        const all = yield* due()
        deepEqual(
          all.map(({ key, payload }) => ({ key, payload })),
          [...expected(a), ...expected(b), ...expected(c)],
        )
        deepEqual(yield* due(["order"]), all)
        yield* store.deliveries.remove(all.filter(({ key }) => key === a).map(({ id }) => id))
        yield* store.messages.expire(9_000, 100)
        yield* store.log.commit(
          sampleBatch({
            id: "takes",
            advances: [sampleAdvance(b, 1)],
            log: [sampleLog(b, 2)],
            takes: all.flatMap(({ key, id }) => (key === b ? [{ key: b, delivery: id }] : [])),
          }),
        )
        yield* store.messages.expire(9_000, 100)
        deepEqual(
          (yield* due()).map(({ key, payload }) => ({ key, payload })),
          expected(c),
        )
      }),
  },
  {
    name: "fixes the audience of a signal that instances send: who waited before, and not those who stop or begin with it",
    run: (store) =>
      Effect.gen(function* () {
        const [a = 0, b = 0, c = 0, lost = 0] = yield* startInstances(store, [{}, {}, {}, {}], (keys) => ({
          subscriptions: { insert: keys.map((key) => sampleSubscription(key, 1, waits)), delete: [] },
        }))
        const d = yield* store.instances.reserve(1)
        const first = sampleSignal("first")
        const second = sampleSignal("second")
        const stops = (key: number) => ({ key, id: 1 })
        yield* store.log.commit(
          sampleBatch({
            starts: [sampleInstance(d)],
            advances: [sampleAdvance(a, 1), sampleAdvance(b, 1), sampleAdvance(lost, 5)],
            log: [sampleLog(a, 2), sampleLog(b, 2), sampleLog(lost, 6), sampleLog(d, 1)],
            subscriptions: { insert: [sampleSubscription(d, 1, waits), sampleSubscription(a, 2, waits)], delete: [stops(a), stops(lost)] },
            signals: [
              { from: a, signal: first },
              { from: lost, signal: sampleSignal("never") },
              { from: b, signal: second },
            ],
          }),
        )
        const found = yield* store.deliveries.due({ after: -1, limit: 99 })
        deepEqual(
          found.map(({ key, source }) => `${key} ${source}`).toSorted(),
          [b, c, lost].flatMap((key) => [`${key} first`, `${key} second`]).toSorted(),
        )
        for (const key of [b, c, lost])
          deepEqual(
            found.filter((row) => row.key === key).map(({ source }) => source),
            ["first", "second"],
          )
      }),
  },
  {
    name: "gives a signal to many at once",
    run: (store) =>
      Effect.gen(function* () {
        const count = 2_000
        yield* startInstances(store, [{}, {}], (keys) => ({
          subscriptions: {
            insert: keys.flatMap((key) => Array.from({ length: count }, (_, id) => sampleSubscription(key, id, waits))),
            delete: [],
          },
        }))
        equal(yield* store.messages.broadcast(sampleSignal("1")), 2 * count)
        let after = -1
        let read = 0
        for (;;) {
          const page = yield* store.deliveries.due({ after, limit: 999, processes: ["order"] })
          read += page.length
          after = page.at(-1)?.id ?? after
          if (page.length < 999) break
        }
        equal(read, 2 * count)
      }),
  },
]

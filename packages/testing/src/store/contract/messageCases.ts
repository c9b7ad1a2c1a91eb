/**
 * Messages: kept, given to who waits for them, given back, forgotten.
 */
import { deepEqual, equal, notEqual } from "node:assert/strict"
import type { Store } from "@millrace/engine/store"
import { Effect } from "effect"
import type { ContractCase } from "../ContractCase.ts"
import { sampleAdvance, sampleBatch, sampleLog, sampleMessage, sampleSubscription, startInstance, startInstances } from "../sampleRows.ts"
import { readAll } from "./readAll.ts"

const now = 3_000
const noon = { now, limit: 1_000 }

/** Everything that is on its way. */
const underWay = (store: Store["Service"]) => store.deliveries.due({ after: -1, limit: 1_000 })

/** The names and ids of messages that are kept. */
const kept = (store: Store["Service"]) => Effect.map(store.messages.list({ limit: 1_000 }), ({ rows }) => rows.map((row) => row.messageId))

export const messageCases: ReadonlyArray<ContractCase> = [
  {
    name: "keeps messages in order and says which are duplicates, by name and id",
    run: (store) =>
      Effect.gen(function* () {
        const first = [sampleMessage("1"), sampleMessage("2", { correlation: "a" }), sampleMessage("1", { payload: "2" })]
        deepEqual(yield* store.messages.publish(first, now), ["kept", "kept", "duplicate"])
        const second = [
          sampleMessage("2"),
          sampleMessage("2", { name: "sent", correlation: "a" }),
          sampleMessage("3", { correlation: "a" }),
        ]
        deepEqual(yield* store.messages.publish(second, now), ["duplicate", "kept", "kept"])
        deepEqual(yield* store.messages.publish([], now), [])
        const rows = yield* readAll((page) => store.messages.list(page), 2)
        const wanted = [first[0], first[1], second[1], second[2]]
        deepEqual(
          rows.map(({ id: _, ...row }) => row),
          wanted,
        )
        deepEqual(
          rows.map(({ id }) => id),
          rows.map(({ id }) => id).toSorted((a, b) => a - b),
        )
        for (const [query, ids] of [
          [{ name: "paid" }, ["1", "2", "3"]],
          [{ correlation: "a" }, ["2", "2", "3"]],
          [{ name: "sent", correlation: "a" }, ["2"]],
          [{ name: "sent", correlation: "b" }, []],
        ] as const) {
          const found = yield* readAll((page) => store.messages.list({ ...query, ...page }), 1)
          deepEqual(
            found.map((row) => row.messageId),
            ids,
          )
        }
      }),
  },
  {
    name: "gives a message to the oldest that waits for its name and correlation, and takes that one",
    run: (store) =>
      Effect.gen(function* () {
        const keys = yield* startInstances(store, [{}, {}, {}], ([a = 0, b = 0, c = 0]) => ({
          subscriptions: {
            insert: [
              sampleSubscription(a, 1, { correlation: "x", createdAt: 1_200 }),
              sampleSubscription(b, 1, { correlation: "x", createdAt: 1_100 }),
              sampleSubscription(c, 1, { correlation: "y", createdAt: 1_000 }),
              sampleSubscription(c, 2, { correlation: null, createdAt: 1_000 }),
              sampleSubscription(c, 3, { correlation: "x", name: "sent", createdAt: 1_000 }),
            ],
            delete: [],
          },
        }))
        const [a = 0, b = 0, c = 0] = keys
        const messages = ["1", "2", "3"].map((id) => sampleMessage(id, { correlation: "x" }))
        yield* store.messages.publish([...messages, sampleMessage("4"), sampleMessage("5", { correlation: "z" })], now)
        equal(yield* store.messages.match(noon), 3)
        equal(yield* store.messages.match(noon), 0)
        const deliveries = yield* underWay(store)
        deepEqual(
          deliveries.map(({ kind, key, ref, source }) => [kind, key, ref, source]),
          [
            ["message", b, 1, "1"],
            ["message", a, 1, "2"],
            ["message", c, 2, "4"],
          ],
        )
        const [first] = deliveries
        deepEqual(first, {
          id: first?.id ?? 0,
          kind: "message",
          key: b,
          instance: null,
          process: "order",
          version: null,
          ref: 1,
          name: "paid",
          source: "1",
          payload: '{"of":"1"}',
          correlation: "x",
          expiresAt: 1_000_000,
          parent: null,
          businessKey: null,
          createdAt: 2_000,
        })
        deepEqual(yield* kept(store), ["3", "5"])
        const waiting = yield* store.subscriptions.list({ limit: 9, kind: "message" })
        deepEqual(
          waiting.rows.map(({ key, id, taken }) => [key, id, taken]),
          [
            [a, 1, true],
            [b, 1, true],
            [c, 1, false],
            [c, 2, true],
            [c, 3, false],
          ],
        )
      }),
  },
  {
    name: "gives messages that were there before anybody waited, and all that come to one that stays",
    run: (store) =>
      Effect.gen(function* () {
        yield* store.messages.publish([sampleMessage("1"), sampleMessage("2")], now)
        equal(yield* store.messages.match(noon), 0)
        const stays = { correlation: null, stays: true }
        const key = yield* startInstance(store, {}, (key) => ({
          subscriptions: { insert: [sampleSubscription(key, 1, stays)], delete: [] },
        }))
        equal(yield* store.messages.match(noon), 2)
        yield* store.messages.publish([sampleMessage("3")], now)
        equal(yield* store.messages.match({ ...noon, names: ["other"] }), 0)
        equal(yield* store.messages.match({ ...noon, names: ["other", "paid"] }), 1)
        deepEqual(
          (yield* underWay(store)).map(({ source }) => source),
          ["1", "2", "3"],
        )
        deepEqual((yield* store.subscriptions.list({ limit: 1 })).rows, [sampleSubscription(key, 1, stays)])
        // Whoever came later gets none, as long as that one stands.
        yield* startInstance(store, {}, (later) => ({
          subscriptions: { insert: [sampleSubscription(later, 1, { correlation: null, createdAt: 9_000 })], delete: [] },
        }))
        yield* store.messages.publish([sampleMessage("4")], now)
        equal(yield* store.messages.match(noon), 1)
        equal((yield* underWay(store)).at(-1)?.key, key)
        // Who does not wait any more gets nothing.
        yield* store.log.commit(
          sampleBatch({
            advances: [sampleAdvance(key, 1)],
            log: [sampleLog(key, 2)],
            subscriptions: { insert: [], delete: [{ key, id: 1 }] },
          }),
        )
        yield* store.messages.publish([sampleMessage("5"), sampleMessage("6")], now)
        equal(yield* store.messages.match(noon), 1)
        notEqual((yield* underWay(store)).at(-1)?.key, key)
        deepEqual(yield* kept(store), ["6"])
      }),
  },
  {
    name: "gives no more at a time than asked, and goes on where it stopped",
    run: (store) =>
      Effect.gen(function* () {
        yield* startInstances(store, [{}, {}], (keys) => ({
          subscriptions: {
            insert: keys.flatMap((key) =>
              Array.from({ length: 20 }, (_, id) => sampleSubscription(key, id, { correlation: String(id % 4), createdAt: 1_000 + id })),
            ),
            delete: [],
          },
        }))
        const ids = Array.from({ length: 50 }, (_, n) => String(n))
        yield* store.messages.publish(
          ids.map((id) => sampleMessage(id, { correlation: String(Number(id) % 5) })),
          now,
        )
        let given = 0
        for (let round = 0; round < 20; round++) {
          const some = yield* store.messages.match({ now, limit: 3 })
          equal(some <= 3, true)
          given += some
          if (some === 0) break
        }
        equal(given, 40)
        const found = yield* underWay(store)
        equal(new Set(found.map(({ source }) => source)).size, 40)
        equal(new Set(found.map(({ key, ref }) => `${key}/${ref}`)).size, 40)
        for (const part of ["0", "1", "2", "3"]) {
          const sources = found.filter(({ correlation }) => correlation === part).map(({ source }) => Number(source))
          deepEqual(
            sources,
            sources.toSorted((a, b) => a - b),
          )
        }
      }),
  },
  {
    name: "looks through messages that nobody waits for once, and finds those behind them",
    run: (store) =>
      Effect.gen(function* () {
        const many = Array.from({ length: 2_500 }, (_, n) => sampleMessage(`m${n}`, { correlation: `nobody-${n}` }))
        yield* store.messages.publish(many, now)
        yield* store.messages.publish([sampleMessage("last", { correlation: "somebody" })], now)
        yield* startInstance(store, {}, (key) => ({
          subscriptions: { insert: [sampleSubscription(key, 1, { correlation: "somebody" })], delete: [] },
        }))
        equal(yield* store.messages.match({ now, limit: 5 }), 1)
        yield* startInstance(store, {}, (key) => ({
          subscriptions: { insert: [sampleSubscription(key, 1, { correlation: "nobody-2400" })], delete: [] },
        }))
        equal(yield* store.messages.match({ now, limit: 5 }), 1)
      }),
  },
  {
    name: "takes a message back once, which can be given again, after it expired to those who waited before",
    run: (store) =>
      Effect.gen(function* () {
        const waits = { correlation: null }
        const [a = 0, b = 0] = yield* startInstances(store, [{}, {}], (keys) => ({
          subscriptions: { insert: keys.map((key) => sampleSubscription(key, 1, waits)), delete: [] },
        }))
        yield* store.messages.publish([sampleMessage("1"), sampleMessage("2", { expiresAt: 3_500 })], now)
        equal(yield* store.messages.match(noon), 2)
        const [one, two] = yield* underWay(store)
        if (one === undefined || two === undefined) throw new Error("there are no deliveries")
        deepEqual([one.key, two.key], [a, b])
        yield* store.messages.giveBack(one)
        yield* store.messages.giveBack(one)
        yield* store.messages.giveBack(two)
        deepEqual(yield* underWay(store), [])
        // Nobody waits who did before it expired.
        equal(yield* store.messages.match({ ...noon, now: 3_500 }), 0)
        equal(yield* store.messages.expire(3_500, 9), 1)
        const { rows } = yield* store.messages.list({ limit: 9 })
        deepEqual(
          rows.map(({ id: _, ...row }) => row),
          [sampleMessage("1")],
        )
        // Its id is known: it is not published a second time.
        deepEqual(yield* store.messages.publish([sampleMessage("1")], now), ["duplicate"])
        yield* startInstance(store, {}, (key) => ({ subscriptions: { insert: [sampleSubscription(key, 7, waits)], delete: [] } }))
        equal(yield* store.messages.match(noon), 1)
        deepEqual(
          (yield* underWay(store)).map(({ ref, source }) => [ref, source]),
          [[7, "1"]],
        )
      }),
  },
  {
    name: "gives a message that has expired to who waited before, when it is first looked at, and to nobody else",
    run: (store) =>
      Effect.gen(function* () {
        const key = yield* startInstance(store, {}, (key) => ({
          subscriptions: {
            insert: [
              sampleSubscription(key, 1, { correlation: null, createdAt: 2_300 }),
              sampleSubscription(key, 2, { correlation: null, createdAt: 2_450 }),
              sampleSubscription(key, 3, { correlation: "stays", createdAt: 2_450, stays: true }),
            ],
            delete: [],
          },
        }))
        yield* store.messages.publish(
          [
            sampleMessage("before", { expiresAt: 2_200 }),
            sampleMessage("at once", { expiresAt: 2_300 }),
            sampleMessage("late", { expiresAt: 2_400 }),
            sampleMessage("stays", { correlation: "stays", expiresAt: 2_450 }),
            sampleMessage("left", { correlation: "stays", expiresAt: 2_449 }),
          ],
          2_200,
        )
        // What nobody was looked for is not dropped.
        equal(yield* store.messages.expire(2_500, 9), 0)
        equal(yield* store.messages.match({ now: 2_500, limit: 9, names: ["paid"] }), 2)
        equal(yield* store.messages.match({ now: 2_500, limit: 9 }), 0)
        deepEqual(
          (yield* underWay(store)).map(({ key, ref, source }) => [key, ref, source]),
          [
            [key, 1, "at once"],
            [key, 3, "stays"],
          ],
        )
        equal(yield* store.messages.expire(2_500, 9), 3)
        deepEqual(yield* kept(store), [])
        yield* store.messages.publish([sampleMessage("next")], 2_500)
        equal(yield* store.messages.match({ now: 2_500, limit: 9 }), 1)
      }),
  },
  {
    name: "gives no message that was looked at and has expired, drops those, and knows their ids for a day at least",
    run: (store) =>
      Effect.gen(function* () {
        const day = 86_400_000
        const messages = [
          sampleMessage("short", { expiresAt: 2_500 }),
          sampleMessage("shorter", { expiresAt: 2_400 }),
          sampleMessage("long", { expiresAt: 3 * day }),
        ]
        yield* store.messages.publish(messages, 2_000)
        equal(yield* store.messages.match({ now: 2_000, limit: 9 }), 0)
        yield* startInstance(store, {}, (key) => ({
          subscriptions: { insert: [sampleSubscription(key, 1, { correlation: null })], delete: [] },
        }))
        equal(yield* store.messages.match({ now: 2_500, limit: 9, names: ["paid"] }), 1)
        deepEqual(
          (yield* underWay(store)).map(({ source }) => source),
          ["long"],
        )
        equal(yield* store.messages.expire(2_500, 1), 1)
        equal(yield* store.messages.expire(2_500, 9), 1)
        equal(yield* store.messages.expire(2_500, 9), 0)
        deepEqual(yield* kept(store), [])
        deepEqual(yield* store.messages.publish(messages, 2_600), ["duplicate", "duplicate", "duplicate"])
        equal(yield* store.messages.expire(2_000 + day, 9), 2)
        deepEqual(yield* store.messages.publish(messages, 2_000 + day), ["kept", "kept", "duplicate"])
      }),
  },
  {
    name: "keeps what instances send, once for each id, unless they were left out",
    run: (store) =>
      Effect.gen(function* () {
        const [a = 0, b = 0] = yield* startInstances(store, [{}, {}])
        yield* store.messages.publish([sampleMessage("known")], now)
        yield* store.log.commit(
          sampleBatch({
            advances: [sampleAdvance(a, 1), sampleAdvance(b, 7)],
            log: [sampleLog(a, 2), sampleLog(b, 8)],
            messages: [
              { from: b, message: sampleMessage("lost") },
              { from: a, message: sampleMessage("known") },
              { from: a, message: sampleMessage("new") },
              { from: a, message: sampleMessage("new", { payload: "2" }) },
              { from: a, message: sampleMessage("known", { name: "sent", correlation: "it's 5" }) },
            ],
          }),
        )
        const { rows } = yield* store.messages.list({ limit: 9 })
        deepEqual(
          rows.map(({ id: _, ...row }) => row),
          [sampleMessage("known"), sampleMessage("new"), sampleMessage("known", { name: "sent", correlation: "it's 5" })],
        )
        deepEqual(yield* store.messages.publish([sampleMessage("lost"), sampleMessage("new")], now), ["kept", "duplicate"])
      }),
  },
  {
    name: "lists subscriptions by kind, name, process and instance, in pages",
    run: (store) =>
      Effect.gen(function* () {
        const keys = yield* startInstances(store, [{}, {}], (keys) => ({
          subscriptions: {
            insert: keys.flatMap((key) => [
              sampleSubscription(key, 3, { kind: "signal", name: "closing", correlation: null, process: "refund" }),
              sampleSubscription(key, 1, { businessKey: "12" }),
              sampleSubscription(key, 2, { name: "closing", stays: true }),
            ]),
            delete: [],
          },
        }))
        const queries = [
          [{}, [1, 2, 3]],
          [{ kind: "signal" }, [3]],
          [{ kind: "message" }, [1, 2]],
          [{ name: "closing" }, [2, 3]],
          [{ kind: "message", name: "closing" }, [2]],
          [{ process: "refund" }, [3]],
          [{ process: "refund", kind: "message" }, []],
        ] as const
        for (const [query, ids] of queries) {
          const rows = yield* readAll((page) => store.subscriptions.list({ ...query, ...page }), 2)
          deepEqual(
            rows.map(({ key, id }) => [key, id]),
            keys.flatMap((key) => ids.map((id) => [key, id])),
          )
        }
        const [first = 0] = keys
        const found = yield* store.subscriptions.list({ instance: `instance-${first}`, limit: 1 })
        deepEqual(found.rows, [sampleSubscription(first, 1, { businessKey: "12" })])
        equal((yield* store.subscriptions.list({ instance: "nobody", limit: 1 })).rows.length, 0)
      }),
  },
]

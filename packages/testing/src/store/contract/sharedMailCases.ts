/**
 * Several engines on one store, at the same messages and deliveries at the same time.
 */
import { deepEqual, equal } from "node:assert/strict"
import { Effect } from "effect"
import {
  sampleAdvance,
  sampleBatch,
  sampleDelivery,
  sampleInstance,
  sampleLog,
  sampleMessage,
  sampleSignal,
  sampleSubscription,
  startInstances,
} from "../sampleRows.ts"
import type { SharedCase } from "./sharedCases.ts"

const racers = 3
const noon = { now: 3_000, limit: 20 }
const papers = { kind: "process", id: "papers", version: 1, revision: 0, digest: "d", graph: "{}" }

/** Opens the store as often as there are racers. */
const openRacers = (open: Parameters<SharedCase["run"]>[0]) =>
  Effect.map(Effect.all([open, ...Array.from({ length: racers - 1 }, () => open)], { concurrency: "unbounded" }), (stores) => ({
    stores,
    first: stores[0],
  }))

export const sharedMailCases: ReadonlyArray<SharedCase> = [
  {
    name: "gives each message once, whoever publishes, waits and matches meanwhile",
    run: (open) =>
      Effect.gen(function* () {
        const { stores, first } = yield* openRacers(open)
        const count = 60
        const addresses = 20
        const engine = (store: typeof first, n: number) =>
          Effect.gen(function* () {
            for (let round = 0; round < count; round += 10) {
              const ids = Array.from({ length: 10 }, (_, i) => round + i)
              yield* startInstances(
                store,
                ids.map(() => ({})),
                (keys) => ({
                  subscriptions: {
                    insert: keys.map((key, i) => sampleSubscription(key, 1, { correlation: String(((ids[i] ?? 0) * 7) % addresses) })),
                    delete: [],
                  },
                }),
              )
              yield* store.messages.publish(
                ids.map((id) => sampleMessage(`${n}/${id}`, { correlation: String(id % addresses) })),
                3_000,
              )
              yield* store.messages.match(noon)
            }
          })
        yield* Effect.all(stores.map(engine), { concurrency: "unbounded" })
        while ((yield* first.messages.match(noon)) > 0);
        const found = yield* first.deliveries.due({ after: -1, limit: 10_000 })
        equal(found.length, racers * count)
        equal(new Set(found.map(({ source }) => source)).size, racers * count)
        equal(new Set(found.map(({ key, ref }) => `${key}/${ref}`)).size, racers * count)
        deepEqual((yield* first.messages.list({ limit: 1 })).rows, [])
      }),
  },
  {
    name: "loses no message and gives none twice while those who wait come and go",
    run: (open) =>
      Effect.gen(function* () {
        const { stores, first } = yield* openRacers(open)
        const rounds = 12
        const addresses = 4
        const waits = (key: number, id: number) => sampleSubscription(key, id, { correlation: String((key + id) % addresses) })
        const engine = (store: typeof first, n: number) =>
          Effect.gen(function* () {
            for (let round = 0; round < rounds; round++) {
              const [key = 0] = yield* startInstances(store, [{}], ([key = 0]) => ({
                subscriptions: { insert: [1, 2, 3].map((id) => waits(key, id)), delete: [] },
              }))
              const sent = [1, 2, 3].map((id) => sampleMessage(`${n}/${round}/${id}`, { correlation: String((round + id) % addresses) }))
              const stops = {
                advances: [sampleAdvance(key, 1)],
                log: [sampleLog(key, 2)],
                subscriptions: { insert: [waits(key, 4)], delete: [1, 2].map((id) => ({ key, id })) },
              }
              yield* Effect.all(
                [
                  store.messages.publish(sent, 3_000),
                  store.messages.match(noon),
                  store.log.commit(sampleBatch(stops)),
                  store.messages.expire(3_000, 9),
                ],
                { concurrency: "unbounded" },
              )
              const found = yield* store.deliveries.due({ after: -1, limit: 1_000 })
              const open = new Set((yield* store.subscriptions.list({ limit: 1_000 })).rows.map(({ key, id }) => `${key}/${id}`))
              for (const delivery of found) if (!open.has(`${delivery.key}/${delivery.ref}`)) yield* store.messages.giveBack(delivery)
            }
          })
        yield* Effect.all(stores.map(engine), { concurrency: "unbounded" })
        // What somebody had locked when it was looked at is found by a sweep.
        while ((yield* first.messages.match(noon)) > 0);
        const delivered = (yield* first.deliveries.due({ after: -1, limit: 10_000 })).map(({ source }) => source)
        const kept = (yield* first.messages.list({ limit: 10_000 })).rows
        const ids = [...delivered, ...kept.map(({ messageId }) => messageId)]
        equal(ids.length, racers * rounds * 3)
        equal(new Set(ids).size, ids.length)
        const waiting = (yield* first.subscriptions.list({ limit: 10_000 })).rows.filter(({ taken }) => !taken)
        const wanted = new Set(waiting.map(({ correlation }) => correlation))
        deepEqual(
          kept.filter(({ correlation }) => wanted.has(correlation)),
          [],
        )
      }),
  },
  {
    name: "gives the messages of starts that belong together to one instance, whoever matches while it begins",
    run: (open) =>
      Effect.gen(function* () {
        const { stores, first } = yield* openRacers(open)
        const count = 24
        const { key: definition } = yield* first.definitions.put({ ...papers })
        const names = ["paid", "sent"] as const
        const starts = names.map((name) => ({ definition, element: name, kind: "message" as const, name, together: "both" }))
        yield* first.definitions.putStarts(definition, starts, 3_000)
        /** Begins what it finds; the instance waits for the other message. */
        const begin = (store: typeof first) =>
          Effect.gen(function* () {
            const found = (yield* store.deliveries.due({ after: -1, limit: 500 })).filter(({ kind }) => kind === "start")
            const from = yield* store.instances.reserve(found.length + 1)
            yield* Effect.forEach(found, ({ id, name, instance, correlation }, n) => {
              const key = from + n
              const other = name === "paid" ? "sent" : "paid"
              return store.log.commit(
                sampleBatch({
                  starts: [sampleInstance(key, { id: instance ?? "", process: "papers" })],
                  log: [sampleLog(key, 1)],
                  subscriptions: { insert: [sampleSubscription(key, 1, { name: other, correlation, createdAt: 3_000 })], delete: [] },
                  takes: [{ key, delivery: id }],
                }),
              )
            })
          })
        const engine = (store: typeof first, n: number) =>
          Effect.gen(function* () {
            for (let round = 0; round < count; round += 6) {
              const ids = Array.from({ length: 6 }, (_, i) => round + i).filter((id) => id % racers !== n)
              // Two of three engines publish each key: one message each.
              const message = (id: number) =>
                sampleMessage(`${id}/${n}`, {
                  name: names[n === (id + 1) % racers ? 0 : 1],
                  correlation: String(id),
                  expiresAt: 3_000,
                })
              yield* Effect.all(
                [
                  store.messages.publish(ids.map(message), 3_000),
                  store.messages.match(noon),
                  begin(store),
                  store.messages.expire(3_000, 9),
                ],
                { concurrency: "unbounded" },
              )
            }
          })
        yield* Effect.all(stores.map(engine), { concurrency: "unbounded" })
        do yield* begin(first)
        while ((yield* first.messages.match(noon)) > 0)
        const deliveries = yield* first.deliveries.due({ after: -1, limit: 1_000 })
        deepEqual((yield* first.messages.list({ limit: 9 })).rows, [])
        equal((yield* first.instances.list({ process: "papers", limit: 100 })).rows.length, count)
        deepEqual(
          deliveries.map(({ kind, correlation }) => `${kind} ${correlation}`).toSorted(),
          Array.from({ length: count }, (_, id) => `message ${id}`).toSorted(),
        )
      }),
  },
  {
    name: "lets one of several engines take each delivery, and keeps a message of each id once",
    run: (open) =>
      Effect.gen(function* () {
        const { stores, first } = yield* openRacers(open)
        const keys = yield* startInstances(
          first,
          Array.from({ length: 20 }, () => ({})),
          (keys) => ({
            deliveries: keys.flatMap((key) => [1, 2].map((ref) => ({ from: key, delivery: sampleDelivery(key, { ref }) }))),
            subscriptions: {
              insert: keys.map((key) => sampleSubscription(key, 1, { kind: "signal", name: "closing", correlation: null })),
              delete: [],
            },
          }),
        )
        const deliveries = yield* first.deliveries.due({ after: -1, limit: 100 })
        const taken: Array<number> = []
        const gone: Array<number> = []
        const engine = (store: typeof first, n: number) =>
          Effect.gen(function* () {
            for (const ref of [1, 2]) {
              const mine = deliveries.filter((delivery) => delivery.ref === ref)
              const ordered = n % 2 === 0 ? mine : mine.toReversed()
              const rows = yield* store.instances.byKeys(keys)
              const outcome = yield* store.log.commit(
                sampleBatch({
                  advances: rows.map(({ key, seq }) => sampleAdvance(key, seq)),
                  log: rows.map(({ key, seq }) => sampleLog(key, seq + 1)),
                  takes: ordered.map(({ id, key }) => ({ key: key ?? 0, delivery: id })),
                  messages: rows.map(({ key }) => ({ from: key, message: sampleMessage(`of ${key}`) })),
                  signals: [{ from: keys[0] ?? 0, signal: sampleSignal(`${n}/${ref}`) }],
                }),
              )
              const out = new Set([...outcome.gone, ...outcome.lost])
              gone.push(...outcome.gone)
              taken.push(...ordered.flatMap(({ id, key }) => (out.has(key ?? 0) ? [] : [id])))
            }
          })
        yield* Effect.all(stores.map(engine), { concurrency: "unbounded" })
        equal(new Set(taken).size, taken.length)
        const left = (yield* first.deliveries.due({ after: -1, limit: 10_000 })).filter(({ kind }) => kind !== "signal")
        equal(taken.length + left.length, deliveries.length)
        equal((yield* first.messages.list({ limit: 1_000 })).rows.length, taken.length === 0 ? 0 : keys.length)
        equal(gone.length > 0, true)
      }),
  },
]

/**
 * Several engines, each with its own connections to one store at the same time.
 */
import { deepEqual, equal } from "node:assert/strict"
import type { Announcement, Store, StoreError } from "@millrace/engine/store"
import { Deferred, Effect, type Scope } from "effect"
import { sampleAdvance, sampleBatch, sampleInstance, sampleLog, startInstances } from "../sampleRows.ts"
import { seeded } from "../seeded.ts"

/** Like a `ContractCase`, where each `open` is another engine on the same store. */
export interface SharedCase {
  readonly name: string
  readonly run: (open: Effect.Effect<Store["Service"], StoreError, Scope.Scope>) => Effect.Effect<void, StoreError, Scope.Scope>
}

/** Rounds of the race below, and how many engines take part. */
const rounds = 12
const racers = 4

export const sharedCases: ReadonlyArray<SharedCase> = [
  {
    name: "is made once when several engines open it first at the same time",
    run: (open) =>
      Effect.gen(function* () {
        const stores = yield* Effect.all(
          Array.from({ length: racers }, () => open),
          { concurrency: "unbounded" },
        )
        const first = yield* Effect.forEach(stores, ({ instances }) => instances.reserve(5), { concurrency: "unbounded" })
        equal(new Set(first).size, stores.length)
        const numbers = yield* Effect.forEach(stores, ({ engines }) => engines.register(0, 1_000, [1]), { concurrency: "unbounded" })
        equal(new Set(numbers).size, stores.length)
        const definition = { kind: "process", id: "order", version: 1, revision: 0, digest: "d", graph: "{}" }
        const puts = yield* Effect.forEach(stores, ({ definitions }) => definitions.put(definition), { concurrency: "unbounded" })
        equal(new Set(puts.map(({ key }) => key)).size, 1)
      }),
  },
  {
    name: "tells the others what an engine announces, once that is committed",
    run: (open) =>
      Effect.gen(function* () {
        const [one, two] = yield* Effect.all([open, open])
        const heard: Array<Announcement> = []
        const done = yield* Deferred.make<void>()
        yield* two.wakes.listen((announcement) => {
          heard.push(announcement)
          if (announcement.ended.includes(999_999)) Deferred.doneUnsafe(done, Effect.void)
        })
        const [key = 0] = yield* startInstances(one, [{}])
        const many = Array.from({ length: 3_000 }, (_, n) => 10_000_000 + n)
        yield* one.log.commit(
          sampleBatch({
            advances: [sampleAdvance(key, 1)],
            log: [sampleLog(key, 2)],
            announce: { work: true, changed: [key], ended: many },
          }),
        )
        equal((yield* two.instances.byKey(key))?.seq, 2)
        yield* one.log.commit(sampleBatch({ announce: { work: false, changed: [], ended: [999_999] } }))
        yield* Deferred.await(done)
        deepEqual(
          heard.flatMap(({ changed }) => changed),
          [key],
        )
        deepEqual(
          heard.flatMap(({ ended }) => ended).toSorted((a, b) => a - b),
          [999_999, ...many],
        )
        deepEqual(heard.filter(({ work }) => work).length, 1)
      }),
  },
  {
    name: "lets no two engines wait for each other that commit the same instances in any order",
    run: (open) =>
      Effect.gen(function* () {
        const stores = yield* Effect.all(Array.from({ length: racers }, () => open))
        const [store] = stores
        if (store === undefined) return
        const keys = yield* startInstances(
          store,
          Array.from({ length: 40 }, () => ({})),
        )
        const wins = new Map<number, number>()
        yield* Effect.forEach(
          stores,
          (mine, number) => {
            const random = seeded(number + 1)
            const some = <A>(of: ReadonlyArray<A>): Array<A> =>
              of
                .filter(() => random.chance(0.6))
                .map((one) => ({ one, at: random.below(1_000) }))
                .sort((a, b) => a.at - b.at)
                .map(({ one }) => one)
            return Effect.gen(function* () {
              for (let round = 0; round < rounds; round++) {
                const rows = some(yield* mine.instances.byKeys(keys))
                const first = yield* mine.instances.reserve(10)
                const ids = some(Array.from({ length: 10 }, (_, n) => `round ${round} number ${n}`))
                const starts = ids.map((id, n) => sampleInstance(first + n, { id }))
                const batch = sampleBatch({
                  starts,
                  advances: rows.map(({ key, seq }) => sampleAdvance(key, seq)),
                  log: [...rows.map(({ key, seq }) => sampleLog(key, seq + 1)), ...starts.map(({ key }) => sampleLog(key, 1))],
                  timers: { insert: rows.map(({ key }) => ({ key, id: 1, due: number })), delete: [] },
                })
                const { lost } = yield* mine.log.commit(batch)
                for (const { key } of rows) if (!lost.includes(key)) wins.set(key, (wins.get(key) ?? 0) + 1)
              }
            })
          },
          { concurrency: "unbounded" },
        )
        for (const row of yield* store.instances.byKeys(keys)) equal(row.seq, 1 + (wins.get(row.key) ?? 0))
        const started = (yield* store.instances.list({ limit: 10_000 })).rows.filter(({ id }) => id.startsWith("round"))
        equal(new Set(started.map(({ id }) => id)).size, started.length)
      }),
  },
  {
    name: "gives each instance as it stood at one moment, also where many are loaded while others go on with them",
    run: (open) =>
      Effect.gen(function* () {
        const [writer, reader] = yield* Effect.all([open, open])
        const keys = yield* startInstances(
          writer,
          Array.from({ length: 20 }, () => ({})),
        )
        let written = false
        const write = Effect.gen(function* () {
          for (let seq = 1; seq <= 60; seq++) {
            yield* writer.log.commit(
              sampleBatch({
                advances: keys.map((key) => sampleAdvance(key, seq)),
                log: keys.map((key) => sampleLog(key, seq + 1)),
                snapshots: seq % 3 === 0 ? keys.map((key) => ({ key, seq: seq + 1, state: "{}", format: 1 })) : [],
                jobs: {
                  insert: keys.map((key) => ({ key, id: seq, handler: "h", due: 1, owner: null })),
                  delete: keys.map((key) => ({ key, id: seq - 1 })),
                },
              }),
            )
          }
          written = true
        })
        const read = Effect.gen(function* () {
          while (!written) {
            const all = yield* Effect.forEach(keys, (key) => reader.log.load(key, "referenced"), { concurrency: "unbounded" })
            for (const found of all) {
              const first = found?.snapshot?.seq ?? 0
              const last = found?.row.seq ?? 0
              deepEqual(
                found?.tail.map(({ seq }) => seq),
                Array.from({ length: last - first }, (_, n) => first + 1 + n),
              )
              deepEqual(
                found?.jobs.map(({ id }) => id),
                last === 1 ? [] : [last - 1],
              )
            }
            yield* Effect.yieldNow
          }
        })
        yield* Effect.all([write, read], { concurrency: "unbounded" })
      }),
  },
  {
    name: "never gives one job, nor one instance, to two engines that ask at the same time",
    run: (open) =>
      Effect.gen(function* () {
        const stores = yield* Effect.all(Array.from({ length: racers }, () => open))
        const [store] = stores
        if (store === undefined) return
        const gone = yield* store.engines.register(0, 1)
        const keys = yield* startInstances(
          store,
          Array.from({ length: 60 }, () => ({ owner: gone })),
          (keys) => ({ jobs: { insert: keys.map((key) => ({ key, id: 1, handler: "h", due: 1, owner: null })), delete: [] } }),
        )
        const numbers = yield* Effect.forEach(stores, ({ engines }) => engines.register(0, 1_000_000))
        const work = (mine: Store["Service"], engine: number) =>
          Effect.gen(function* () {
            const jobs: Array<number> = []
            const instances: Array<number> = []
            for (let turn = 0; turn < 12; turn++) {
              for (const job of yield* mine.jobs.take({ engine, now: 1_000, limit: 3, busy: [] })) jobs.push(job.key)
              instances.push(...(yield* mine.instances.takeOver(engine, 1_000, 3)))
            }
            return { jobs, instances }
          })
        const taken = yield* Effect.forEach(stores, (mine, n) => work(mine, numbers[n] ?? 0), { concurrency: "unbounded" })
        // What somebody else was just looking at is passed over, and found the next time.
        const last = yield* work(store, numbers[0] ?? 0)
        const all = [...taken, last]
        const inOrder = (found: ReadonlyArray<number>) => found.toSorted((a, b) => a - b)
        deepEqual(inOrder(all.flatMap(({ jobs }) => jobs)), keys)
        deepEqual(inOrder(all.flatMap(({ instances }) => instances)), keys)
      }),
  },
]

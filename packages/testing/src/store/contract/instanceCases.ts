/**
 * Instances: keys, finding, lists, taking over, quarantine.
 */
import { deepEqual, equal } from "node:assert/strict"
import { Effect } from "effect"
import type { ContractCase } from "../ContractCase.ts"
import { sampleAdvance, sampleBatch, startInstance, startInstances } from "../sampleRows.ts"
import { readAll } from "./readAll.ts"

export const instanceCases: ReadonlyArray<ContractCase> = [
  {
    name: "hands out ascending keys, each once",
    run: (store) =>
      Effect.gen(function* () {
        const first = yield* store.instances.reserve(1)
        const many = yield* store.instances.reserve(1_000)
        const next = yield* store.instances.reserve(3)
        equal(first > 0, true)
        equal(many > first, true)
        equal(next >= many + 1_000, true)
        equal((yield* store.instances.reserve(1)) >= next + 3, true)
        const together = yield* Effect.all(
          Array.from({ length: 20 }, () => store.instances.reserve(2)),
          { concurrency: "unbounded" },
        )
        equal(new Set(together.flatMap((key) => [key, key + 1])).size, 40)
      }),
  },
  {
    name: "finds an instance by key, by id, and by business key within its process",
    run: (store) =>
      Effect.gen(function* () {
        const key = yield* startInstance(store, { id: "a", businessKey: "b" })
        const row = yield* store.instances.byKey(key)
        equal(row?.id, "a")
        deepEqual(yield* store.instances.byId("a"), row)
        deepEqual(yield* store.instances.byBusinessKey("order", "b"), row)
        equal(yield* store.instances.byBusinessKey("refund", "b"), undefined)
        equal(yield* store.instances.byId("A"), undefined)
        equal(yield* store.instances.byId("b"), undefined)
        equal(yield* store.instances.byKey(key + 1), undefined)
      }),
  },
  {
    name: "lists instances by process, status and business key, alone and together, in pages",
    run: (store) =>
      Effect.gen(function* () {
        const statuses = ["active", "terminating", "completed", "failed", "cancelled"] as const
        const rows = Array.from({ length: 60 }, (_, n) => ({
          process: n % 2 === 0 ? "order" : "refund",
          status: statuses[n % 5] ?? "active",
          businessKey: n % 3 === 0 ? `bk-${n % 12}-${n}` : null,
        }))
        const keys = yield* startInstances(store, rows)
        const expect = (passes: (row: (typeof rows)[number]) => boolean) => keys.filter((_, n) => passes(rows[n] as (typeof rows)[number]))
        for (const limit of [1, 7, 60, 100]) {
          const all = yield* readAll((page) => store.instances.list(page), limit)
          deepEqual(
            all.map((row) => row.key),
            keys,
          )
        }
        for (const process of [undefined, "order", "refund", "none"]) {
          for (const status of [undefined, ...statuses]) {
            for (const businessKey of [undefined, "bk-0-0", "bk-9-45"]) {
              const query = {
                ...(process === undefined ? {} : { process }),
                ...(status === undefined ? {} : { status }),
                ...(businessKey === undefined ? {} : { businessKey }),
              }
              const found = yield* readAll((page) => store.instances.list({ ...query, ...page }), 4)
              deepEqual(
                found.map((row) => row.key),
                expect(
                  (row) =>
                    (process === undefined || row.process === process) &&
                    (status === undefined || row.status === status) &&
                    (businessKey === undefined || row.businessKey === businessKey),
                ),
              )
            }
          }
        }
      }),
  },
  {
    name: "keeps a list's order when keys arrive out of order, and its pages stable when rows are added",
    run: (store) =>
      Effect.gen(function* () {
        const low = yield* store.instances.reserve(2)
        const [high = 0] = yield* startInstances(store, [{}])
        const first = yield* store.instances.list({ limit: 1 })
        deepEqual(
          first.rows.map((row) => row.key),
          [high],
        )
        yield* store.log.commit(sampleBatch({ starts: [{ ...(first.rows[0] as (typeof first.rows)[number]), key: low, id: "earlier" }] }))
        const page = yield* store.instances.list({ limit: 1 })
        deepEqual(
          page.rows.map((row) => row.key),
          [low],
        )
        const added = yield* startInstance(store)
        const rest = yield* readAll((request) => store.instances.list({ ...request, after: request.after ?? page.next ?? "" }), 1)
        deepEqual(
          rest.map((row) => row.key),
          [high, added],
        )
      }),
  },
  {
    name: "refuses a cursor that is none of its own",
    run: (store) =>
      Effect.gen(function* () {
        const refused = [
          yield* Effect.flip(store.instances.list({ limit: 1, after: "nonsense" })),
          yield* Effect.flip(store.userTasks.list({ limit: 1, after: "12" })),
          yield* Effect.flip(store.incidents.list({ limit: 1, after: "1/x" })),
        ]
        deepEqual(
          refused.map((error) => error.code),
          ["StoreFailed", "StoreFailed", "StoreFailed"],
        )
      }).pipe(Effect.catch((unexpected) => Effect.die(unexpected))),
  },
  {
    name: "gives the instances of engines that are gone to one that takes them over, each to one only",
    run: (store) =>
      Effect.gen(function* () {
        const gone = yield* store.engines.register(0, 100)
        const alive = yield* store.engines.register(0, 10_000)
        const me = yield* store.engines.register(0, 10_000)
        const owners = [gone, alive, null, gone, me, gone, gone]
        const keys = yield* startInstances(
          store,
          owners.map((owner) => ({ owner })),
        )
        const ofGone = keys.filter((_, n) => owners[n] === gone)
        deepEqual(yield* store.instances.takeOver(me, 99, 10), [])
        const first = yield* store.instances.takeOver(me, 100, 3)
        equal(first.length, 3)
        const second = yield* store.instances.takeOver(alive, 100, 3)
        deepEqual(
          [...first, ...second].toSorted((a, b) => a - b),
          ofGone,
        )
        deepEqual(yield* store.instances.takeOver(me, 100, 3), [])
        for (const key of first) equal((yield* store.instances.byKey(key))?.owner, me)
        for (const key of second) equal((yield* store.instances.byKey(key))?.owner, alive)
        equal((yield* store.instances.byKey(ofGone[0] ?? 0))?.seq, 1)
        yield* store.engines.release(alive)
        deepEqual(
          yield* store.instances.takeOver(me, 101, 10),
          keys.filter((key, n) => owners[n] === alive || second.includes(key)).toSorted((a, b) => a - b),
        )
      }),
  },
  {
    name: "sets and lifts a quarantine without touching anything else, and keeps it through commits",
    run: (store) =>
      Effect.gen(function* () {
        const key = yield* startInstance(store)
        const before = yield* store.instances.byKey(key)
        yield* store.instances.quarantine(key, '{"code":"Bug"}')
        deepEqual(yield* store.instances.byKey(key), { ...before, quarantine: '{"code":"Bug"}' })
        yield* store.log.commit(sampleBatch({ advances: [sampleAdvance(key, 1)] }))
        equal((yield* store.log.load(key))?.row.quarantine, '{"code":"Bug"}')
        yield* store.instances.quarantine(key, null)
        deepEqual(yield* store.instances.byKey(key), { ...before, seq: 2 })
        yield* store.instances.quarantine(key + 1, "nobody")
      }),
  },
  {
    name: "hands out neither jobs nor timers of an instance in quarantine, and all of them afterwards",
    run: (store) =>
      Effect.gen(function* () {
        const gone = yield* store.engines.register(0, 10)
        const me = yield* store.engines.register(0, 1_000)
        const [held = 0, free = 0] = yield* startInstances(store, [{}, {}], (keys) => ({
          timers: { insert: keys.map((key, n) => ({ key, id: 1, due: n + 1 })), delete: [] },
          jobs: {
            insert: keys.flatMap((key, n) => [
              { key, id: 2, handler: `h${n}`, due: n + 3, owner: null },
              { key, id: 3, handler: "taken", due: n + 3, owner: gone },
            ]),
            delete: [],
          },
        }))
        const take = (now: number) =>
          Effect.map(store.jobs.take({ engine: me, now, limit: 9, busy: [] }), (jobs) => jobs.map(({ key, id }) => [key, id]))
        const due = Effect.map(store.timers.due(50, 9), (timers) => timers.map(({ key, id }) => [key, id]))
        yield* store.instances.quarantine(held, "{}")
        yield* store.instances.quarantine(held, '{"again":true}')
        deepEqual(yield* due, [[free, 1]])
        deepEqual([yield* store.timers.nextDue(), yield* store.jobs.nextDue()], [2, 4])
        deepEqual(yield* take(50), [
          [free, 2],
          [free, 3],
        ])
        equal(yield* store.jobs.nextDue(), undefined)
        const more = { key: held, id: 4, due: 5 }
        yield* store.log.commit(
          sampleBatch({
            timers: { insert: [more], delete: [{ key: held, id: 1 }] },
            jobs: { insert: [{ ...more, handler: "h0", owner: null }], delete: [{ key: held, id: 2 }] },
          }),
        )
        deepEqual([yield* store.jobs.nextDue(), yield* due], [undefined, [[free, 1]]])
        equal((yield* store.log.load(held))?.jobs.length, 2)
        yield* store.instances.quarantine(held, null)
        deepEqual(yield* due, [
          [free, 1],
          [held, 4],
        ])
        deepEqual([yield* store.timers.nextDue(), yield* store.jobs.nextDue()], [2, 5])
        deepEqual(yield* take(50), [
          [held, 3],
          [held, 4],
        ])
      }),
  },
]

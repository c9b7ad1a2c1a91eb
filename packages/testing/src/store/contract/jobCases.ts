/**
 * Jobs that wait for their time or for a place.
 */
import { deepEqual, equal } from "node:assert/strict"
import type { JobRow } from "@millrace/engine/store"
import { Effect } from "effect"
import type { ContractCase } from "../ContractCase.ts"
import { sampleBatch, startInstance } from "../sampleRows.ts"

const jobs = (rows: ReadonlyArray<JobRow>) => sampleBatch({ jobs: { insert: rows, delete: [] } })

export const jobCases: ReadonlyArray<ContractCase> = [
  {
    name: "gives jobs that are due, the earliest first, each once",
    run: (store) =>
      Effect.gen(function* () {
        const key = yield* startInstance(store)
        const dues = [500, 100, 300, 300, 900, 200]
        yield* store.log.commit(jobs(dues.map((due, id) => ({ key, id, handler: id % 2 === 0 ? "a" : "b", due, owner: null }))))
        equal(yield* store.jobs.nextDue(), 100)
        deepEqual(yield* store.jobs.take({ engine: 1, now: 99, limit: 9, busy: [] }), [])
        const first = yield* store.jobs.take({ engine: 1, now: 500, limit: 3, busy: [] })
        deepEqual(
          first.map((job) => [job.id, job.due, job.owner, job.orphaned]),
          [
            [1, 100, 1, false],
            [5, 200, 1, false],
            [2, 300, 1, false],
          ],
        )
        const second = yield* store.jobs.take({ engine: 1, now: 500, limit: 3, busy: [] })
        deepEqual(
          second.map((job) => job.id),
          [3, 0],
        )
        equal(yield* store.jobs.nextDue(), 900)
        deepEqual(
          (yield* store.log.load(key))?.jobs.map((job) => job.owner),
          [1, 1, 1, 1, null, 1],
        )
      }),
  },
  {
    name: "passes over jobs of busy handlers",
    run: (store) =>
      Effect.gen(function* () {
        const key = yield* startInstance(store)
        const rows = Array.from({ length: 300 }, (_, id) => ({
          key,
          id,
          handler: id < 280 ? "busy" : id < 290 ? "free" : "other",
          due: id,
          owner: null,
        }))
        yield* store.log.commit(jobs(rows))
        equal(yield* store.jobs.nextDue(), 0)
        equal(yield* store.jobs.nextDue(["busy"]), 280)
        equal(yield* store.jobs.nextDue(["busy", "free", "other"]), undefined)
        const taken = yield* store.jobs.take({ engine: 1, now: 1_000, limit: 15, busy: ["busy", "no such"] })
        deepEqual(
          taken.map((job) => job.id),
          Array.from({ length: 15 }, (_, n) => 280 + n),
        )
        deepEqual(
          (yield* store.jobs.take({ engine: 1, now: 1_000, limit: 9, busy: ["busy", "other"] })).map((job) => job.id),
          [],
        )
        equal((yield* store.jobs.take({ engine: 1, now: 1_000, limit: 500, busy: [] })).length, 285)
      }),
  },
  {
    name: "gives jobs of an engine that is gone anew, and says that they are orphaned",
    run: (store) =>
      Effect.gen(function* () {
        const gone = yield* store.engines.register(0, 100)
        const me = yield* store.engines.register(0, 10_000)
        const key = yield* startInstance(store)
        yield* store.log.commit(jobs([1, 2, 3].map((id) => ({ key, id, handler: `h${id}`, due: 10 * id, owner: null }))))
        equal((yield* store.jobs.take({ engine: gone, now: 20, limit: 9, busy: [] })).length, 2)
        deepEqual(yield* store.jobs.take({ engine: me, now: 20, limit: 9, busy: [] }), [])
        deepEqual(
          (yield* store.jobs.take({ engine: me, now: 100, limit: 9, busy: ["h2"] })).map((job) => [job.id, job.orphaned, job.owner]),
          [
            [1, true, me],
            [3, false, me],
          ],
        )
        deepEqual(
          (yield* store.jobs.take({ engine: me, now: 100, limit: 9, busy: [] })).map((job) => [job.id, job.orphaned]),
          [[2, true]],
        )
        deepEqual(yield* store.jobs.take({ engine: me, now: 20_000, limit: 9, busy: [] }), [])
      }),
  },
  {
    name: "never gives one job to two engines that ask at the same time",
    run: (store) =>
      Effect.gen(function* () {
        const key = yield* startInstance(store)
        yield* store.log.commit(
          jobs(Array.from({ length: 100 }, (_, id) => ({ key, id, handler: `h${id % 3}`, due: id % 7, owner: null }))),
        )
        const engines = yield* Effect.forEach(Array.from({ length: 20 }), () => store.engines.register(0, 1_000))
        const ids: Array<number> = []
        // Where several engines look at the same rows, one may get less than there is; who asks again gets the rest.
        for (let round = 0; round < 20 && ids.length < 100; round++) {
          const taken = yield* Effect.forEach(engines, (engine) => store.jobs.take({ engine, now: 50, limit: 7, busy: [] }), {
            concurrency: "unbounded",
          })
          for (const job of taken.flat()) ids.push(job.id)
        }
        equal(ids.length, 100)
        equal(new Set(ids).size, 100)
      }),
  },
  {
    name: "frees a job that is written again without an owner",
    run: (store) =>
      Effect.gen(function* () {
        const key = yield* startInstance(store)
        const row = { key, id: 1, handler: "a", due: 10, owner: null }
        yield* store.log.commit(jobs([row]))
        yield* store.jobs.take({ engine: 1, now: 10, limit: 1, busy: [] })
        equal(yield* store.jobs.nextDue(), undefined)
        yield* store.log.commit(jobs([{ ...row, due: 50 }]))
        equal(yield* store.jobs.nextDue(), 50)
        deepEqual(
          (yield* store.jobs.take({ engine: 2, now: 50, limit: 1, busy: [] })).map((job) => [job.owner, job.orphaned]),
          [[2, false]],
        )
      }),
  },
]

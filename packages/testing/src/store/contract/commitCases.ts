/**
 * What a commit writes, and what it leaves out.
 */
import { deepEqual, equal } from "node:assert/strict"
import { Effect } from "effect"
import type { ContractCase } from "../ContractCase.ts"
import {
  sampleAdvance,
  sampleBatch,
  sampleIncident,
  sampleInstance,
  sampleLog,
  sampleUserTask,
  startInstance,
  startInstances,
} from "../sampleRows.ts"

export const commitCases: ReadonlyArray<ContractCase> = [
  {
    name: "gives back every field of an instance, its log, snapshot, values and jobs as they were committed",
    run: (store) =>
      Effect.gen(function* () {
        const key = yield* store.instances.reserve(1)
        const row = sampleInstance(key, {
          definition: 7,
          process: "refund",
          version: 3,
          businessKey: "invoice 12",
          owner: 5,
          inputDigest: "digest",
          startedAt: 8_640_000_000_000_000,
        })
        const snapshot = { key, seq: 1, state: '{"a":1}', format: 2 }
        const values = [
          { key, id: 4, text: '"four"' },
          { key, id: 9, text: '"nine"' },
        ]
        const job = { key, id: 3, handler: "refund@3/pay/run", due: 8_640_000_000_000_000, owner: null }
        const log = sampleLog(key, 1, { format: 4, at: 8_640_000_000_000_000 })
        const outcome = yield* store.log.commit(
          sampleBatch({
            starts: [row],
            log: [log],
            snapshots: [snapshot],
            values: values.toReversed(),
            jobs: { insert: [job], delete: [] },
          }),
        )
        deepEqual(outcome, { lost: [], duplicates: [], gone: [] })
        deepEqual(yield* store.log.load(key), { row, snapshot, tail: [], values, lastValue: 9, jobs: [job] })
        deepEqual(yield* store.log.history(key, 0, 10), [log])
        deepEqual(yield* store.instances.byKey(key), row)
        equal(yield* store.log.load(key + 1), undefined)
      }),
  },
  {
    name: "loads the log after the snapshot only, in order, and replaces snapshots and values",
    run: (store) =>
      Effect.gen(function* () {
        const key = yield* startInstance(store)
        for (let seq = 1; seq < 12; seq++) {
          yield* store.log.commit(
            sampleBatch({
              advances: [sampleAdvance(key, seq)],
              log: [sampleLog(key, seq + 1)],
              snapshots: seq % 4 === 0 ? [{ key, seq: seq + 1, state: `{"seq":${seq + 1}}`, format: 1 }] : [],
              values: [{ key, id: 1, text: String(seq) }],
            }),
          )
        }
        const loaded = yield* store.log.load(key)
        equal(loaded?.row.seq, 12)
        deepEqual(loaded?.snapshot, { key, seq: 9, state: '{"seq":9}', format: 1 })
        deepEqual(
          loaded?.tail.map((row) => row.seq),
          [10, 11, 12],
        )
        deepEqual(loaded?.values, [{ key, id: 1, text: "11" }])
        deepEqual(
          (yield* store.log.history(key, 3, 2)).map((row) => row.seq),
          [4, 5],
        )
      }),
  },
  {
    name: "leaves out an instance whose seq is not what was expected, with all its rows and nobody else's",
    run: (store) =>
      Effect.gen(function* () {
        const [fine = 0, late = 0] = yield* startInstances(store, [{}, {}])
        yield* store.log.commit(sampleBatch({ advances: [sampleAdvance(late, 1)], log: [sampleLog(late, 2)] }))
        const never = yield* store.instances.reserve(1)
        const outcome = yield* store.log.commit(
          sampleBatch({
            advances: [sampleAdvance(late, 1, { status: "completed" }), sampleAdvance(fine, 1, { owner: 3 }), sampleAdvance(never, 4)],
            log: [sampleLog(late, 2, { events: "[]" }), sampleLog(fine, 2), sampleLog(never, 5)],
            ...rowsOf([late, fine, never]),
          }),
        )
        deepEqual(outcome.duplicates, [])
        deepEqual(outcome.lost.toSorted(), [late, never].toSorted())
        deepEqual(yield* store.log.load(late), {
          row: sampleInstance(late, { seq: 2 }),
          snapshot: undefined,
          tail: [sampleLog(late, 1), sampleLog(late, 2)],
          values: [],
          lastValue: 0,
          jobs: [],
        })
        equal(yield* store.log.load(never), undefined)
        yield* onlyRowsOf(store, fine)
      }),
  },
  {
    name: "leaves out a start whose id, business key or key is there, with all its rows and nobody else's",
    run: (store) =>
      Effect.gen(function* () {
        yield* startInstance(store, { id: "taken", businessKey: "invoice 1" })
        const first = yield* store.instances.reserve(5)
        const [sameId = 0, sameBusinessKey = 0, fine = 0, twin = 0, otherProcess = 0] = [0, 1, 2, 3, 4].map((step) => first + step)
        const outcome = yield* store.log.commit(
          sampleBatch({
            starts: [
              sampleInstance(sameId, { id: "taken" }),
              sampleInstance(sameBusinessKey, { businessKey: "invoice 1" }),
              sampleInstance(fine, { id: "new" }),
              sampleInstance(twin, { id: "new" }),
              sampleInstance(otherProcess, { process: "refund", businessKey: "invoice 1" }),
            ],
            log: [sameId, sameBusinessKey, fine, twin, otherProcess].map((key) => sampleLog(key, 1)),
            ...rowsOf([sameId, sameBusinessKey, fine, twin]),
          }),
        )
        deepEqual(outcome.lost, [])
        deepEqual(outcome.duplicates.toSorted(), [sameId, sameBusinessKey, twin].toSorted())
        for (const key of outcome.duplicates) equal(yield* store.log.load(key), undefined)
        equal((yield* store.instances.byId("new"))?.key, fine)
        equal((yield* store.instances.byBusinessKey("refund", "invoice 1"))?.key, otherProcess)
        yield* onlyRowsOf(store, fine)
        const again = yield* store.log.commit(sampleBatch({ starts: [sampleInstance(fine, { id: "another" })], log: [sampleLog(fine, 1)] }))
        deepEqual(again.duplicates, [fine])
      }),
  },
  {
    name: "writes deletes before inserts, replaces rows of the same id, and does not mind deleting what is not there",
    run: (store) =>
      Effect.gen(function* () {
        const key = yield* startInstance(store, {}, (key) => rowsOf([key]))
        const ref = { key, id: 1 }
        yield* store.log.commit(
          sampleBatch({
            timers: { insert: [{ ...ref, due: 900 }], delete: [ref, { key, id: 77 }] },
            jobs: { insert: [{ ...ref, handler: "other", due: 800, owner: 2 }], delete: [] },
            userTasks: { insert: [sampleUserTask(key, 1, { name: "again", groups: ["b"] })], delete: [], update: [] },
            incidents: { insert: [sampleIncident(key, 1, { code: "Again" })], delete: [{ key: key + 50, id: 1 }] },
          }),
        )
        deepEqual(yield* store.timers.due(2_000, 10), [{ ...ref, due: 900 }])
        deepEqual((yield* store.log.load(key))?.jobs, [{ ...ref, handler: "other", due: 800, owner: 2 }])
        deepEqual((yield* store.userTasks.list({ limit: 9, groups: ["a"] })).rows, [])
        deepEqual((yield* store.userTasks.list({ limit: 9, groups: ["b"] })).rows, [
          sampleUserTask(key, 1, { name: "again", groups: ["b"] }),
        ])
        deepEqual((yield* store.incidents.list({ limit: 9 })).rows, [sampleIncident(key, 1, { code: "Again" })])
        const gone = { insert: [], delete: [ref] }
        yield* store.log.commit(sampleBatch({ timers: gone, jobs: gone, userTasks: { ...gone, update: [] }, incidents: gone }))
        yield* store.log.commit(
          sampleBatch({
            timers: gone,
            jobs: gone,
            userTasks: { ...gone, update: [{ ...ref, assignee: "anna", due: 1 }] },
            incidents: gone,
          }),
        )
        deepEqual(yield* store.timers.due(2_000, 10), [])
        deepEqual((yield* store.log.load(key))?.jobs, [])
        deepEqual((yield* store.userTasks.list({ limit: 9 })).rows, [])
        deepEqual((yield* store.incidents.list({ limit: 9 })).rows, [])
      }),
  },
  {
    name: "loads only the large values that snapshot and tail refer to, where that is asked for",
    run: (store) =>
      Effect.gen(function* () {
        const key = yield* startInstance(store)
        const other = yield* startInstance(store)
        const values = [1, 2, 3, 4].map((id) => ({ key, id, text: `"text ${id}"` }))
        const events = JSON.stringify([{ type: "Happened", value: { "~value": 3 } }, { text: '{"~value":4}' }])
        yield* store.log.commit(
          sampleBatch({
            advances: [sampleAdvance(key, 1)],
            log: [sampleLog(key, 2, { events: '[{"~value":2}]' })],
            snapshots: [{ key, seq: 2, state: '{"variables":[{"a":{"~value":1}}]}', format: 1 }],
            values: [...values, { key: other, id: 7, text: "7" }],
          }),
        )
        yield* store.log.commit(sampleBatch({ advances: [sampleAdvance(key, 2)], log: [sampleLog(key, 3, { events })] }))
        const loaded = yield* store.log.load(key, "referenced")
        deepEqual(
          loaded?.values.map(({ id }) => id),
          [1, 3],
        )
        equal(loaded?.lastValue, 4)
        deepEqual((yield* store.log.load(key))?.values, values)
        deepEqual((yield* store.log.load(other, "referenced"))?.values, [])
      }),
  },
  {
    name: "writes rows of an instance that the batch neither starts nor advances as they are",
    run: (store) =>
      Effect.gen(function* () {
        const key = yield* startInstance(store)
        const lost = yield* startInstance(store)
        yield* store.log.commit(
          sampleBatch({
            advances: [sampleAdvance(lost, 5)],
            values: [{ key, id: 1, text: "1" }],
            timers: { insert: [{ key, id: 1, due: 9 }], delete: [] },
            incidents: { insert: [sampleIncident(key, 0)], delete: [] },
          }),
        )
        deepEqual((yield* store.log.load(key))?.values, [{ key, id: 1, text: "1" }])
        deepEqual(yield* store.timers.due(9, 9), [{ key, id: 1, due: 9 }])
        deepEqual((yield* store.incidents.list({ limit: 9 })).rows, [sampleIncident(key, 0)])
        equal((yield* store.instances.byKey(key))?.seq, 1)
      }),
  },
  {
    name: "says which instances a batch committed, when its outcome is not known",
    run: (store) =>
      Effect.gen(function* () {
        const [one = 0, two = 0] = yield* startInstances(store, [{}, {}])
        const batch = sampleBatch({
          id: "the one in question",
          advances: [sampleAdvance(one, 1), sampleAdvance(two, 7)],
          log: [sampleLog(one, 2), sampleLog(two, 8)],
        })
        yield* store.log.commit(batch)
        deepEqual(yield* store.log.committed(batch.id, batch.log), [one])
        deepEqual(yield* store.log.committed("never written", batch.log), [])
        deepEqual(yield* store.log.committed(batch.id, [{ key: one, seq: 1 }]), [])
        deepEqual(yield* store.log.committed(batch.id, []), [])
      }),
  },
  {
    name: "takes an empty batch, and one of 10,000 instances of which some are lost",
    run: (store) =>
      Effect.gen(function* () {
        deepEqual(yield* store.log.commit(sampleBatch()), { lost: [], duplicates: [], gone: [] })
        const count = 10_000
        const keys = yield* startInstances(
          store,
          Array.from({ length: count }, () => ({})),
        )
        const outcome = yield* store.log.commit(
          sampleBatch({
            advances: keys.map((key) => sampleAdvance(key, key % 100 === 0 ? 9 : 1)),
            log: keys.map((key) => sampleLog(key, 2)),
            timers: { insert: keys.map((key) => ({ key, id: 1, due: key })), delete: [] },
          }),
        )
        deepEqual(
          outcome.lost.toSorted((a, b) => a - b),
          keys.filter((key) => key % 100 === 0),
        )
        const due = yield* store.timers.due(Number.MAX_SAFE_INTEGER, count)
        deepEqual(
          due.map((timer) => timer.key),
          keys.filter((key) => key % 100 !== 0),
        )
        yield* store.log.commit(sampleBatch({ timers: { insert: [], delete: due } }))
        equal(yield* store.timers.nextDue(), undefined)
      }),
  },
  {
    name: "keeps any text: quotes, line ends, other alphabets, and 20 MB of it",
    run: (store) =>
      Effect.gen(function* () {
        const odd = 'O\'Brien "x" \\ \n\r\t 日本語 🚂 ‮ é ? $1 :a %s'
        const large = JSON.stringify("日".repeat(7_000_000))
        const key = yield* startInstance(store, { id: odd, businessKey: odd, process: odd, result: odd }, (key) => ({
          values: [{ key, id: 1, text: large }],
          userTasks: {
            insert: [sampleUserTask(key, 1, { name: odd, groups: [odd], excluded: [odd, ""], process: odd, businessKey: odd })],
            delete: [],
            update: [],
          },
        }))
        equal((yield* store.instances.byId(odd))?.key, key)
        deepEqual(
          yield* store.instances.byBusinessKey(odd, odd),
          sampleInstance(key, { id: odd, businessKey: odd, process: odd, result: odd }),
        )
        const [task] = (yield* store.userTasks.list({ limit: 1, groups: [odd], process: odd, businessKey: odd })).rows
        deepEqual([task?.name, task?.groups, task?.excluded], [odd, [odd], [odd, ""]])
        equal((yield* store.log.load(key))?.values[0]?.text === large, true)
      }),
  },
]

/** One row of each kind for each key, id 1. */
const rowsOf = (keys: ReadonlyArray<number>) => ({
  snapshots: keys.map((key) => ({ key, seq: 1, state: "{}", format: 1 })),
  values: keys.map((key) => ({ key, id: 1, text: "1" })),
  jobs: { insert: keys.map((key) => ({ key, id: 1, handler: "work", due: 1_000, owner: null })), delete: [] },
  timers: { insert: keys.map((key) => ({ key, id: 1, due: 1_000 })), delete: [] },
  userTasks: {
    insert: keys.map((key) => sampleUserTask(key, 1, { groups: ["a"] })),
    delete: [],
    update: keys.map((key) => ({ key, id: 1, assignee: null, due: 5 })),
  },
  incidents: { insert: keys.map((key) => sampleIncident(key, 1)), delete: [] },
})

/** The rows of `rowsOf([key])` are there, and no others. */
const onlyRowsOf = (store: Parameters<ContractCase["run"]>[0], key: number) =>
  Effect.gen(function* () {
    const loaded = yield* store.log.load(key)
    deepEqual(loaded?.snapshot, { key, seq: 1, state: "{}", format: 1 })
    deepEqual(loaded?.values, [{ key, id: 1, text: "1" }])
    deepEqual(loaded?.jobs, [{ key, id: 1, handler: "work", due: 1_000, owner: null }])
    deepEqual(yield* store.timers.due(5_000, 10), [{ key, id: 1, due: 1_000 }])
    deepEqual((yield* store.userTasks.list({ limit: 10, groups: ["a"] })).rows, [sampleUserTask(key, 1, { groups: ["a"], due: 5 })])
    deepEqual((yield* store.incidents.list({ limit: 10 })).rows, [sampleIncident(key, 1)])
    const jobs = yield* store.jobs.take({ engine: 1, now: 5_000, limit: 10, busy: [] })
    deepEqual(jobs, [{ key, id: 1, handler: "work", due: 1_000, owner: 1, orphaned: false }])
  })

/**
 * Instances that ended are kept until they are purged.
 */
import { deepEqual, equal } from "node:assert/strict"
import type { InstanceRow, Store } from "@millrace/engine/store"
import { Effect } from "effect"
import type { ContractCase } from "../ContractCase.ts"
import { sampleBatch, sampleIncident, sampleInstance, sampleLog, sampleUserTask, startInstances } from "../sampleRows.ts"

const ended = (endedAt: number): Partial<InstanceRow> => ({ status: "completed", endedAt, result: "{}" })

/** Purges to the end, `limit` at a time. */
const purge = (store: Store["Service"], request: { readonly endedBefore: number; readonly process?: string }, limit = 2) =>
  Effect.gen(function* () {
    let removed = 0
    for (let after: number | undefined = 0; after !== undefined; ) {
      const step: { readonly removed: number; readonly next: number | undefined } = yield* store.instances.purge({
        ...request,
        after,
        limit,
      })
      removed += step.removed
      after = step.next
    }
    return removed
  })

export const purgeCases: ReadonlyArray<ContractCase> = [
  {
    name: "removes instances that ended before a moment, with all that is kept of them, and no others",
    run: (store) =>
      Effect.gen(function* () {
        const given = [ended(2_000), ended(3_000), {}, ended(1_000), { ...ended(1_000), process: "refund", businessKey: "12" }]
        const keys = yield* startInstances(store, given, (keys) => ({
          snapshots: keys.map((key) => ({ key, seq: 1, state: "{}", format: 1 })),
          values: keys.map((key) => ({ key, id: 1, text: '"large"' })),
        }))
        const [a = 0, b = 0, c = 0, d = 0, e = 0] = keys
        equal(yield* purge(store, { endedBefore: 1_000 }), 0)
        equal(yield* purge(store, { endedBefore: 3_000, process: "refund" }), 1)
        equal(yield* purge(store, { endedBefore: 3_000 }), 2)
        equal(yield* purge(store, { endedBefore: 3_000 }), 0)
        const there = yield* store.instances.list({ limit: 9 })
        deepEqual(
          there.rows.map(({ key }) => key),
          [b, c],
        )
        for (const key of [a, d, e]) {
          equal(yield* store.log.load(key), undefined)
          deepEqual(yield* store.log.history(key, 0, 9), [])
          equal(yield* store.instances.byId(`instance-${key}`), undefined)
        }
        equal((yield* store.log.load(b))?.values.length, 1)
        // Its id and its business key are free.
        const outcome = yield* store.log.commit(
          sampleBatch({
            starts: [sampleInstance(yield* store.instances.reserve(1), { id: `instance-${e}`, process: "refund", businessKey: "12" })],
          }),
        )
        deepEqual(outcome.duplicates, [])
      }),
  },
  {
    name: "keeps what ended for as long as its caller is there, it has anything open, or it is in quarantine",
    run: (store) =>
      Effect.gen(function* () {
        const [caller = 0] = yield* startInstances(store, [{}])
        const children = [0, 1, 2, 3, 4].map((child) => ({ ...ended(1_000), parent: caller, child }))
        const [plain = 0, task = 0, incident = 0, timer = 0, held = 0] = yield* startInstances(
          store,
          children,
          ([, task = 0, incident = 0, timer = 0]) => ({
            userTasks: { insert: [sampleUserTask(task, 1)], delete: [], update: [] },
            incidents: { insert: [sampleIncident(incident, 1)], delete: [] },
            timers: { insert: [{ key: timer, id: 1, due: 1 }], delete: [] },
          }),
        )
        yield* store.instances.quarantine(held, '{"code":"X","message":"x"}')
        equal(yield* purge(store, { endedBefore: 9_000 }), 0)
        yield* store.log.commit(
          sampleBatch({
            advances: [{ key: caller, expected: 1, seq: 2, status: "cancelled", owner: null, endedAt: 2_000, result: "{}" }],
            log: [sampleLog(caller, 2)],
          }),
        )
        // A caller goes before its children, and they go with it.
        equal(yield* purge(store, { endedBefore: 9_000 }, 100), 2)
        const left = (yield* store.instances.list({ limit: 9 })).rows.map(({ key }) => key)
        deepEqual(left, [task, incident, timer, held])
        equal(left.includes(plain), false)
      }),
  },
  {
    name: "removes a few instances at a time where their histories are long",
    run: (store) =>
      Effect.gen(function* () {
        yield* startInstances(store, [
          { ...ended(1), seq: 4_000 },
          { ...ended(1), seq: 4_000 },
          { ...ended(1), seq: 40_000 },
        ])
        equal(yield* purge(store, { endedBefore: 9_000 }, 100), 3)
        deepEqual((yield* store.instances.list({ limit: 9 })).rows, [])
      }),
  },
]

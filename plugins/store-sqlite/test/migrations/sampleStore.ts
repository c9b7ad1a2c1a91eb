/** The small store that every fixture holds, and what a release has to find in it. */
import { deepEqual, equal } from "node:assert/strict"
import type { Store, StoreError } from "@millrace/engine/store"
import { sampleAdvance, sampleBatch, sampleIncident, sampleInstance, sampleLog, sampleUserTask } from "@millrace/testing/store"
import { Effect } from "effect"

const values = { waiting: 1, done: 2 }
const task = sampleUserTask(values.waiting, 4, { instance: "waiting", groups: ["managers", "clerks"], excluded: ["carl"], due: 9_000 })
const incident = sampleIncident(values.waiting, 5, { instance: "waiting" })
const definition = { kind: "process", id: "order", version: 1, revision: 0, digest: "digest", graph: '{"elements":[],"flows":[]}' }

export const fillSample = (store: Store["Service"]): Effect.Effect<void, StoreError> =>
  Effect.gen(function* () {
    yield* store.definitions.put(definition)
    const engine = yield* store.engines.register(1_000, 500)
    const { waiting, done } = values
    yield* store.instances.reserve(2)
    yield* store.log.commit(
      sampleBatch({
        id: "first",
        starts: [
          sampleInstance(waiting, { id: "waiting", businessKey: "it's 12", owner: engine, inputDigest: "input" }),
          sampleInstance(done, { id: "done", process: "refund" }),
        ],
        log: [sampleLog(waiting, 1), sampleLog(done, 1)],
        snapshots: [{ key: waiting, seq: 1, state: '{"a":1}', format: 1 }],
        values: [{ key: waiting, id: 1, text: '"large"' }],
        jobs: { insert: [{ key: waiting, id: 2, handler: "order@1/pay/run", due: 1_500, owner: null }], delete: [] },
        timers: { insert: [{ key: waiting, id: 3, due: 2_000 }], delete: [] },
        userTasks: { insert: [task], delete: [], update: [] },
        incidents: { insert: [incident], delete: [] },
      }),
    )
    yield* store.log.commit(
      sampleBatch({
        id: "second",
        advances: [
          sampleAdvance(waiting, 1, { owner: engine }),
          sampleAdvance(done, 1, { status: "completed", endedAt: 1_200, result: "{}" }),
        ],
        log: [sampleLog(waiting, 2), sampleLog(done, 2)],
      }),
    )
  })

/** Finds what `fillSample` wrote, whichever release wrote it. */
export const findSample = (store: Store["Service"]): Effect.Effect<void, StoreError> =>
  Effect.gen(function* () {
    const { waiting, done } = values
    const found = yield* store.log.load(waiting)
    deepEqual(found?.row, sampleInstance(waiting, { id: "waiting", businessKey: "it's 12", owner: 1, inputDigest: "input", seq: 2 }))
    deepEqual(found?.snapshot, { key: waiting, seq: 1, state: '{"a":1}', format: 1 })
    deepEqual(found?.tail, [sampleLog(waiting, 2)])
    deepEqual(found?.values, [{ key: waiting, id: 1, text: '"large"' }])
    deepEqual(found?.jobs, [{ key: waiting, id: 2, handler: "order@1/pay/run", due: 1_500, owner: null }])
    deepEqual(yield* store.timers.due(2_000, 9), [{ key: waiting, id: 3, due: 2_000 }])
    deepEqual((yield* store.userTasks.list({ limit: 9, groups: ["clerks"] })).rows, [task])
    deepEqual((yield* store.incidents.list({ limit: 9 })).rows, [incident])
    deepEqual(
      (yield* store.instances.list({ limit: 9, status: "completed" })).rows.map((row) => row.id),
      ["done"],
    )
    deepEqual(yield* store.log.committed("second", [{ key: done, seq: 2 }]), [done])
    deepEqual(yield* store.definitions.list(), [{ ...definition, key: 1 }])
    equal((yield* store.instances.reserve(1)) > done, true)
    equal((yield* store.engines.register(5_000, 1)) > 1, true)
  })

/** The small store that every fixture holds, and what a release has to find in it. */
import { deepEqual, equal } from "node:assert/strict"
import type { Store, StoreError } from "@millrace/engine/store"
import {
  sampleAdvance,
  sampleBatch,
  sampleChild,
  sampleDelivery,
  sampleIncident,
  sampleInstance,
  sampleLog,
  sampleMessage,
  sampleSchedule,
  sampleSignal,
  sampleSubscription,
  sampleUserTask,
} from "@millrace/testing/store"
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
    yield* fillMail(store)
  })

const paid = sampleSubscription(values.waiting, 6, { instance: "waiting", correlation: "12" })
const closing = sampleSubscription(values.waiting, 7, { instance: "waiting", kind: "signal", name: "closing", correlation: null })
const child = sampleChild(values.waiting, 8, { instance: "waiting" })
const called = 3

/** What releases from 0003 on write. */
const fillMail = (store: Store["Service"]): Effect.Effect<void, StoreError> =>
  Effect.gen(function* () {
    const { waiting } = values
    yield* store.instances.reserve(1)
    yield* store.log.commit(
      sampleBatch({
        id: "third",
        starts: [sampleInstance(called, { id: "called", parent: waiting, child: 8 })],
        log: [sampleLog(called, 1)],
        subscriptions: { insert: [paid, closing], delete: [] },
        children: { insert: [child], delete: [] },
        deliveries: [{ from: called, delivery: sampleDelivery(waiting, { kind: "escalation", ref: 8, name: "late" }) }],
      }),
    )
    yield* store.messages.broadcast(sampleSignal("one"))
    yield* store.messages.publish([sampleMessage("one", { correlation: "12" }), sampleMessage("two", { correlation: "12" })], 3_000)
    yield* store.messages.match({ now: 3_000, limit: 9 })
    yield* store.definitions.putStarts(1, [{ definition: 1, element: "start", kind: "message", name: "begins" }], 3_000)
    yield* store.schedules.put(sampleSchedule(1))
  })

/** Finds what `fillMail` wrote, if the release that wrote the store could. */
export const findMail = (store: Store["Service"]): Effect.Effect<void, StoreError> =>
  Effect.gen(function* () {
    const { waiting } = values
    deepEqual(yield* store.instances.byId("called"), sampleInstance(called, { id: "called", parent: waiting, child: 8 }))
    deepEqual((yield* store.subscriptions.list({ limit: 9, instance: "waiting" })).rows, [{ ...paid, taken: true }, closing])
    deepEqual((yield* store.children.list({ limit: 9 })).rows, [child])
    const deliveries = yield* store.deliveries.due({ after: -1, limit: 9, processes: ["order"] })
    deepEqual(
      deliveries.map(({ kind, key, ref, source }) => [kind, key, ref, source]),
      [
        ["escalation", waiting, 8, "a child"],
        ["signal", waiting, 7, "one"],
        ["message", waiting, 6, "one"],
      ],
    )
    deepEqual(
      (yield* store.messages.list({ limit: 9, name: "paid" })).rows.map(({ id: _, ...row }) => row),
      [sampleMessage("two", { correlation: "12" })],
    )
    deepEqual(yield* store.messages.publish([sampleMessage("one")], 3_000), ["duplicate"])
    deepEqual(yield* store.schedules.due(9_000, 9), [sampleSchedule(1)])
    yield* store.messages.publish([sampleMessage("three", { name: "begins" })], 3_000)
    equal(yield* store.messages.match({ now: 3_000, limit: 9 }), 1)
  })

/** What every store can do, whichever release made it. */
export const goesOn = (store: Store["Service"]): Effect.Effect<void, StoreError> =>
  Effect.gen(function* () {
    const { waiting } = values
    const waits = { correlation: null, name: "new" }
    yield* store.log.commit(
      sampleBatch({
        advances: [sampleAdvance(waiting, 2, { owner: 1 })],
        log: [sampleLog(waiting, 3)],
        subscriptions: { insert: [sampleSubscription(waiting, 90, waits)], delete: [] },
      }),
    )
    yield* store.messages.publish([sampleMessage("new", waits)], 3_000)
    equal(yield* store.messages.match({ now: 3_000, limit: 9, names: ["new"] }), 1)
    const delivery = (yield* store.deliveries.due({ after: -1, limit: 9 })).find(({ ref }) => ref === 90)
    const takes = [{ key: waiting, delivery: delivery?.id ?? 0 }]
    const outcome = yield* store.log.commit(sampleBatch({ advances: [sampleAdvance(waiting, 3)], log: [sampleLog(waiting, 4)], takes }))
    deepEqual(outcome, { lost: [], duplicates: [], gone: [] })
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

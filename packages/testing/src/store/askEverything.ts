/**
 * Every question that a store can be asked, with every filter: for tests that look at the plans of its statements.
 */
import type { Store, StoreError } from "@millrace/engine/store"
import { Effect } from "effect"
import {
  sampleBatch,
  sampleDelivery,
  sampleInstance,
  sampleMessage,
  sampleSchedule,
  sampleSignal,
  sampleSubscription,
} from "./sampleRows.ts"

/** Asks them all; the answers do not matter. */
export const askEverything = (store: Store["Service"]): Effect.Effect<void, StoreError> =>
  Effect.gen(function* () {
    const gone = { insert: [], delete: [{ key: 1, id: 91 }] }
    const userTasks = { ...gone, update: [{ key: 1, id: 91, assignee: null, due: 1 }] }
    yield* store.log.commit(sampleBatch({ jobs: gone, timers: gone, incidents: gone, userTasks }))
    yield* store.log.load(1)
    yield* store.log.history(1, 0, 5)
    yield* store.log.committed("first", [{ key: 1, seq: 1 }])
    yield* store.instances.byId("a")
    yield* store.instances.byBusinessKey("a", "b")
    yield* store.instances.takeOver(3, 10_000, 5)
    yield* store.instances.purge({ endedBefore: 9_999, process: "a", after: 0, limit: 5 })
    yield* store.instances.purge({ endedBefore: 9_999, after: 0, limit: 5 })
    const instances = [
      {},
      { process: "a" },
      { status: "active" },
      { status: "completed" },
      { process: "a", status: "failed" },
      { businessKey: "x" },
    ] as const
    for (const query of instances) yield* store.instances.list({ limit: 5, ...query })
    yield* store.jobs.nextDue()
    yield* store.jobs.take({ engine: 9, now: 10_000, limit: 3, busy: [] })
    yield* store.timers.due(1, 1)
    yield* store.timers.nextDue()
    const tasks = [
      {},
      { assignee: "a" },
      { groups: ["a"] },
      { process: "x" },
      { businessKey: "x" },
      { instance: "x" },
      { element: "x" },
      { dueBefore: 5 },
    ]
    for (const query of tasks) yield* store.userTasks.list({ limit: 5, ...query })
    const incidents = [{}, { process: "a" }, { instance: "x" }, { code: "x" }]
    for (const query of incidents) yield* store.incidents.list({ limit: 5, ...query })
    yield* store.instances.byKeys([1, 2])
    yield* store.instances.takeOver(3, 10_000, 5, [1, 2])
    yield* store.jobs.nextDue([], [1, 2])
    yield* store.jobs.take({ engine: 9, now: 10_000, limit: 3, busy: [], definitions: [1, 2] })
    yield* store.timers.due(1, 1, [1, 2])
    yield* store.timers.nextDue([1, 2])
    const engine = yield* store.engines.register(20_000, 1, [1, 2])
    yield* store.engines.renew(engine, 20_000, 1, [1])
    yield* store.engines.isOffered(1, 20_000)
    yield* store.engines.hasOthers(engine, 20_000)
    yield* store.engines.release(engine)
    yield* store.definitions.names()
    yield* askForMail(store)
  })

/** Messages, those who wait for them, what is on its way, and what begins by itself. */
const askForMail = (store: Store["Service"]): Effect.Effect<void, StoreError> =>
  Effect.gen(function* () {
    const gone = [{ key: 1, id: 91 }]
    const key = yield* store.instances.reserve(1)
    const from = { from: key }
    yield* store.log.commit(
      sampleBatch({
        starts: [sampleInstance(key, { id: "with mail", parent: 1, child: 1 })],
        subscriptions: {
          insert: [sampleSubscription(key, 92), sampleSubscription(key, 93, { name: "given", correlation: null })],
          delete: gone,
        },
        children: { insert: [], delete: gone },
        messages: [{ ...from, message: sampleMessage("sent") }],
        signals: [{ ...from, signal: sampleSignal("sent") }],
        deliveries: [{ ...from, delivery: sampleDelivery(key) }],
      }),
    )
    yield* store.log.commit(
      sampleBatch({ signals: [{ ...from, signal: sampleSignal("sent again") }], takes: [{ key, delivery: 1_000_000 }] }),
    )
    yield* store.messages.publish(
      [
        sampleMessage("1"),
        sampleMessage("2", { name: "begins" }),
        sampleMessage("3", { name: "given" }),
        sampleMessage("4", { name: "held" }),
      ],
      3_000,
    )
    const start = { definition: 1, kind: "message", together: "all" } as const
    yield* store.definitions.putStarts(
      1,
      [
        { ...start, element: "start", name: "begins" },
        { ...start, element: "other", name: "held" },
      ],
      1,
    )
    yield* store.messages.match({ now: 3_000, limit: 9, names: ["other"] })
    yield* store.messages.match({ now: 3_000, limit: 9 })
    yield* store.messages.broadcast(sampleSignal("1"))
    yield* store.messages.broadcast({ ...sampleSignal("2"), name: "given", payload: JSON.stringify("large".repeat(1000)) })
    const deliveries = yield* store.deliveries.due({ after: -1, limit: 9 })
    for (const delivery of deliveries) yield* store.messages.giveBack(delivery)
    yield* store.messages.expire(3_000, 9)
    for (const query of [{}, { name: "a" }, { correlation: "a" }, { name: "a", correlation: "b" }])
      yield* store.messages.list({ limit: 5, ...query })
    for (const query of [{}, { kind: "signal" }, { name: "a" }, { process: "a" }, { instance: "a" }] as const)
      yield* store.subscriptions.list({ limit: 5, ...query })
    for (const query of [{}, { instance: "a" }]) yield* store.children.list({ limit: 5, ...query })
    yield* store.deliveries.due({ after: 1, limit: 9, processes: ["a", "b"] })
    yield* store.deliveries.remove([1_000_000])
    yield* store.schedules.put(sampleSchedule(1))
    yield* store.schedules.due(9_000, 9)
    yield* store.schedules.due(9_000, 9, [1])
    yield* store.schedules.nextDue()
    yield* store.schedules.nextDue([1])
    yield* store.schedules.advance(sampleSchedule(1, { fired: 1 }), 0)
  })

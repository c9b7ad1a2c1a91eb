/**
 * Every question that a store can be asked, with every filter: for tests that look at the plans of its statements.
 */
import type { Store, StoreError } from "@millrace/engine/store"
import { Effect } from "effect"
import { sampleBatch } from "./sampleRows.ts"

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
  })

/**
 * When all instances have ended, no index holds a row of any of them: no job, timer, task, subscription,
 * child or incident, no message or delivery on its way, and no open work.
 */
import type { Store, StoreError } from "@millrace/engine/store"
import { Effect } from "effect"
import type { Flaw } from "./Flaw.ts"

/** Later than everything that is due. */
const endOfTime = Number.MAX_SAFE_INTEGER

export const proveIndexes = Effect.fnUntraced(function* (ports: Store["Service"]): Effect.fn.Return<ReadonlyArray<Flaw>, StoreError> {
  const now = yield* Effect.clockWith((clock) => clock.currentTimeMillis)
  const engine = yield* ports.engines.register(now, 1000)
  const rows = {
    timers: yield* ports.timers.due(endOfTime, 1000),
    jobs: yield* ports.jobs.take({ engine, now: endOfTime, limit: 1000, busy: [] }),
    "user tasks": (yield* ports.userTasks.list({ limit: 1000 })).rows,
    incidents: (yield* ports.incidents.list({ limit: 1000 })).rows,
    subscriptions: (yield* ports.subscriptions.list({ limit: 1000 })).rows,
    children: (yield* ports.children.list({ limit: 1000 })).rows,
    // What has expired is dropped in time, and nobody gets it any more.
    messages: (yield* ports.messages.list({ limit: 1000 })).rows
      .filter(({ expiresAt }) => expiresAt > now)
      .map(({ messageId }) => ({ key: messageId })),
    deliveries: (yield* ports.deliveries.due({ after: 0, limit: 1000 })).map(({ key, instance }) => ({ key: key ?? instance })),
    "instances with open work": (yield* ports.instances.takeOver(engine, endOfTime, 1000)).map((key) => ({ key })),
  }
  yield* ports.engines.release(engine)
  return Object.entries(rows).flatMap(([index, left]) =>
    left.map(({ key }): Flaw => ({ kind: "stuck", instance: `key ${key}`, what: `the index of ${index} still holds a row of it` })),
  )
})

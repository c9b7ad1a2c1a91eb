/**
 * Faults in what engines ask of messages, deliveries and schedules beside commits: refused, done late, or done and not
 * answered.
 */
import { type Store, StoreError } from "@millrace/engine/store"
import { Effect } from "effect"
import type { FaultPlan } from "./FaultyStore.ts"

/** The store with the plan's faults in everything that changes messages, deliveries, schedules or what begins by itself; commits are as they were. */
export const faultyMail = (store: Store["Service"], plan: FaultPlan): Store["Service"] => {
  let calls = 0
  const call = <A>(name: string, asked: Effect.Effect<A, StoreError>): Effect.Effect<A, StoreError> =>
    Effect.suspend(() => {
      const fault = plan(++calls)
      const unknown = Effect.fail(
        new StoreError({ code: "StoreOutcomeUnknown", message: `The fault plan took the answer of ${name}, call ${calls}: ask again.` }),
      )
      switch (fault?.type) {
        case "before":
          return Effect.fail(
            new StoreError({ code: "StoreUnavailable", message: `The fault plan refused ${name}, call ${calls}: try it again.` }),
          )
        case "after":
          return Effect.andThen(asked, unknown)
        case "vanished":
          return unknown
        case "late":
          return Effect.delay(asked, fault.millis)
        default:
          return asked
      }
    })
  const { messages, deliveries, schedules, definitions } = store
  return {
    ...store,
    messages: {
      ...messages,
      publish: (all, now) => call("publish", messages.publish(all, now)),
      broadcast: (signal) => call("broadcast", messages.broadcast(signal)),
      match: (request) => call("match", messages.match(request)),
      giveBack: (delivery) => call("giveBack", messages.giveBack(delivery)),
      expire: (now, limit) => call("expire", messages.expire(now, limit)),
    },
    deliveries: { ...deliveries, remove: (ids) => call("remove", deliveries.remove(ids)) },
    schedules: {
      ...schedules,
      put: (row) => call("put", schedules.put(row)),
      advance: (row, expected) => call("advance", schedules.advance(row, expected)),
    },
    definitions: {
      ...definitions,
      putStarts: (definition, starts, now) => call("putStarts", definitions.putStarts(definition, starts, now)),
    },
  }
}

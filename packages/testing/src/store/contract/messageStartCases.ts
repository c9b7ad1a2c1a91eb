/**
 * What messages and signals start.
 */
import { deepEqual, equal } from "node:assert/strict"
import { startedBy } from "@millrace/engine/store"
import { Effect } from "effect"
import type { ContractCase } from "../ContractCase.ts"
import { sampleMessage, sampleSignal, sampleSubscription, startInstance } from "../sampleRows.ts"

const definition = { kind: "process", id: "order", version: 1, revision: 0, digest: "d", graph: "{}" }
const now = 3_000
const noon = { now, limit: 100 }

export const messageStartCases: ReadonlyArray<ContractCase> = [
  {
    name: "starts the highest version and revision by a message that nobody waits for, each time with the same id",
    run: (store) =>
      Effect.gen(function* () {
        const put = (given: Partial<typeof definition>) => store.definitions.put({ ...definition, ...given })
        const start = { element: "paid", kind: "message", name: "paid" } as const
        const first = yield* put({})
        yield* store.definitions.putStarts(first.key, [{ definition: first.key, ...start }], now)
        const second = yield* put({ version: 2 })
        const revised = yield* put({ version: 2, revision: 1 })
        yield* store.definitions.putStarts(second.key, [{ definition: second.key, ...start }], now)
        yield* store.definitions.putStarts(revised.key, [{ definition: revised.key, ...start, element: "payment" }], now)
        yield* startInstance(store, {}, (key) => ({
          subscriptions: { insert: [sampleSubscription(key, 1, { correlation: "a" })], delete: [] },
        }))
        yield* store.messages.publish(
          ["1", "2"].map((id) => sampleMessage(id, { correlation: "a" })),
          3_000,
        )
        equal(yield* store.messages.match(noon), 2)
        const [given, started] = yield* store.deliveries.due({ after: -1, limit: 9 })
        equal(given?.kind, "message")
        deepEqual(started, {
          id: started?.id ?? 0,
          kind: "start",
          key: null,
          instance: `order:${startedBy("paid", "2")}`,
          process: "order",
          version: 2,
          ref: revised.key,
          name: "payment",
          source: "2",
          payload: '{"of":"2"}',
          correlation: "a",
          expiresAt: null,
          parent: null,
          businessKey: null,
          createdAt: 2_000,
        })
      }),
  },
  {
    name: "starts nothing where the last version does not begin with it, and what was kept once one does",
    run: (store) =>
      Effect.gen(function* () {
        const first = yield* store.definitions.put(definition)
        yield* store.definitions.putStarts(first.key, [{ definition: first.key, element: "paid", kind: "message", name: "paid" }], now)
        const second = yield* store.definitions.put({ ...definition, version: 2 })
        yield* store.definitions.putStarts(second.key, [], now)
        yield* store.messages.publish([sampleMessage("1"), sampleMessage("2", { expiresAt: 2_999 })], 2_500)
        equal(yield* store.messages.match({ ...noon, now: 2_500 }), 0)
        equal(yield* store.messages.match(noon), 0)
        const third = yield* store.definitions.put({ ...definition, version: 3 })
        for (const name of ["paid", "sent", "paid"])
          yield* store.definitions.putStarts(third.key, [{ definition: third.key, element: "paid", kind: "message", name }], now)
        equal(yield* store.messages.match(noon), 1)
        deepEqual(
          (yield* store.deliveries.due({ after: -1, limit: 9 })).map(({ kind, version, source }) => [kind, version, source]),
          [["start", 3, "1"]],
        )
        equal(yield* store.messages.match(noon), 0)
        // It expires as soon as it is sent: what begins with it was there.
        yield* store.messages.publish([sampleMessage("3", { expiresAt: 2_000 })], 2_000)
        equal(yield* store.messages.match(noon), 1)
      }),
  },
  {
    name: "starts all that begin with a signal, beside those that wait for it",
    run: (store) =>
      Effect.gen(function* () {
        const order = yield* store.definitions.put({ ...definition, version: 2 })
        const old = yield* store.definitions.put(definition)
        const refund = yield* store.definitions.put({ ...definition, id: "refund" })
        for (const { key } of [order, old, refund])
          yield* store.definitions.putStarts(
            key,
            [
              { definition: key, element: "closing", kind: "signal", name: "closing" },
              { definition: key, element: "closed", kind: "message", name: "closing" },
            ],
            now,
          )
        const key = yield* startInstance(store, {}, (key) => ({
          subscriptions: { insert: [sampleSubscription(key, 1, { kind: "signal", name: "closing", correlation: null })], delete: [] },
        }))
        equal(yield* store.messages.broadcast(sampleSignal("s 1")), 3)
        const found = yield* store.deliveries.due({ after: -1, limit: 9 })
        deepEqual(
          found.map(({ kind, key, ref }) => [kind, key, ref]).toSorted(),
          [
            ["signal", key, 1],
            ["start", null, order.key],
            ["start", null, refund.key],
          ].toSorted(),
        )
        const started = found.find(({ ref, kind }) => kind === "start" && ref === refund.key)
        deepEqual(
          [started?.instance, started?.name, started?.process, started?.version, started?.payload],
          [`refund:closing:${startedBy("closing", "s 1")}`, "closing", "refund", 1, '{"of":"s 1"}'],
        )
        equal(started?.source, "s 1")
      }),
  },
]

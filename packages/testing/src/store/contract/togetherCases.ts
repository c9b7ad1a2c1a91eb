/**
 * Starts that belong together: messages of one key begin one instance, which waits for the others.
 */
import { deepEqual, equal } from "node:assert/strict"
import type { StartRow, Store } from "@millrace/engine/store"
import { Effect } from "effect"
import type { ContractCase } from "../ContractCase.ts"
import { sampleBatch, sampleInstance, sampleLog, sampleMessage, sampleSignal, sampleSubscription } from "../sampleRows.ts"

const definition = { kind: "process", id: "order", version: 1, revision: 0, digest: "d", graph: "{}" }
const now = 3_000
const noon = { now, limit: 100 }

type Names = ReadonlyArray<readonly [kind: StartRow["kind"], name: string, more?: Pick<StartRow, "again">]>

/** A definition that begins when all of these have come. */
const putTogether = (store: Store["Service"], names: Names) =>
  Effect.gen(function* () {
    const { key } = yield* store.definitions.put(definition)
    yield* store.definitions.putStarts(
      key,
      names.map(([kind, name, more]) => ({ definition: key, element: `at ${name}`, kind, name, together: "all", ...more })),
      now,
    )
  })

const publish = (store: Store["Service"], ids: ReadonlyArray<string>, correlation: string | null = "a", expiresAt = 9_000) =>
  store.messages.publish(
    ids.map((id) => sampleMessage(id, { name: id.replace(/\d/, ""), correlation, expiresAt })),
    now,
  )

/** What is on its way: the kind, and what it comes from. */
const onTheWay = (store: Store["Service"]) =>
  Effect.map(store.deliveries.due({ after: -1, limit: 100 }), (rows) => rows.map(({ kind, source }) => `${kind} ${source}`))

/** The instance of the first start begins, and waits for a message of this name. */
const begin = (store: Store["Service"], key: number, awaits: string | undefined, correlation: string | null = "a") =>
  Effect.gen(function* () {
    const start = (yield* store.deliveries.due({ after: -1, limit: 100 })).find(({ kind }) => kind === "start")
    const waits = awaits === undefined ? [] : [sampleSubscription(key, 1, { name: awaits, correlation, createdAt: 5_000 })]
    const outcome = yield* store.log.commit(
      sampleBatch({
        starts: [sampleInstance(key, { id: start?.instance ?? "" })],
        log: [sampleLog(key, 1)],
        subscriptions: { insert: waits, delete: [] },
        takes: [{ key, delivery: start?.id ?? 0 }],
      }),
    )
    deepEqual(outcome, { lost: [], duplicates: [], gone: [] })
  })

const pair: Names = [
  ["message", "paid"],
  ["message", "sent"],
]

export const togetherCases: ReadonlyArray<ContractCase> = [
  {
    name: "holds back what an instance may wait for that is about to begin, and gives it to that one",
    run: (store) =>
      Effect.gen(function* () {
        yield* putTogether(store, pair)
        yield* publish(store, ["paid1", "sent1"])
        yield* publish(store, ["sent2"], "b")
        equal(yield* store.messages.match(noon), 2)
        deepEqual(yield* onTheWay(store), ["start paid1", "start sent2"])
        yield* publish(store, ["sent3"])
        equal(yield* store.messages.match(noon), 0)
        deepEqual(
          (yield* store.messages.list({ limit: 9 })).rows.map(({ messageId }) => messageId),
          ["sent1", "sent3"],
        )
        yield* begin(store, 1, "sent")
        // The first goes to who waits for it, the other begins one more.
        equal(yield* store.messages.match(noon), 2)
        deepEqual(yield* onTheWay(store), ["start sent2", "message sent1", "start sent3"])
        equal(yield* store.messages.match(noon), 0)
        deepEqual(yield* store.messages.publish([sampleMessage("sent1", { name: "sent" })], now), ["duplicate"])
      }),
  },
  {
    name: "looks again at what was held back where no instance has begun, or none that waits for it",
    run: (store) =>
      Effect.gen(function* () {
        yield* putTogether(store, pair)
        yield* publish(store, ["paid1", "sent1", "sent2"])
        equal(yield* store.messages.match(noon), 1)
        const [start] = yield* store.deliveries.due({ after: -1, limit: 9 })
        yield* store.deliveries.remove([start?.id ?? 0])
        // What begins with the same is not waited for: it begins by itself.
        equal(yield* store.messages.match({ ...noon, names: ["sent"] }), 2)
        deepEqual(yield* onTheWay(store), ["start sent1", "start sent2"])
        yield* publish(store, ["paid2", "paid3"])
        equal(yield* store.messages.match(noon), 0)
        yield* begin(store, 1, undefined)
        equal(yield* store.messages.match(noon), 0)
        yield* begin(store, 2, undefined)
        equal(yield* store.messages.match(noon), 2)
        deepEqual(yield* onTheWay(store), ["start paid2", "start paid3"])
      }),
  },
  {
    name: "keeps what is held back though it has expired: it counts as waited for since it came",
    run: (store) =>
      Effect.gen(function* () {
        yield* putTogether(store, pair)
        yield* publish(store, ["paid1", "sent1"], "a", now)
        yield* publish(store, ["paid2", "sent2"], "b", now)
        equal(yield* store.messages.match(noon), 2)
        yield* store.messages.expire(4_000, 100)
        yield* begin(store, 1, "sent")
        yield* begin(store, 2, undefined)
        equal(yield* store.messages.match({ ...noon, now: 6_000 }), 2)
        deepEqual(yield* onTheWay(store), ["message sent1", "start sent2"])
        // Once there is nothing that it could begin, it goes as others do.
        yield* publish(store, ["paid3"], "b", now)
        equal(yield* store.messages.match({ ...noon, now: 6_000 }), 0)
        const { key } = yield* store.definitions.put({ ...definition, version: 2 })
        yield* store.definitions.putStarts(key, [], now)
        yield* begin(store, 3, undefined, "b")
        equal(yield* store.messages.match({ ...noon, now: 6_000 }), 0)
        yield* store.messages.expire(6_000, 100)
        deepEqual((yield* store.messages.list({ limit: 9 })).rows, [])
      }),
  },
  {
    name: "holds back messages without a key behind a signal that begins an instance, and more of the same where it is waited for again",
    run: (store) =>
      Effect.gen(function* () {
        yield* putTogether(store, [
          ["signal", "closing"],
          ["message", "paid", { again: true }],
        ])
        equal(yield* store.messages.broadcast(sampleSignal("one")), 1)
        yield* publish(store, ["paid1"], null)
        equal(yield* store.messages.match(noon), 0)
        yield* begin(store, 1, "paid", null)
        equal(yield* store.messages.match(noon), 1)
        yield* publish(store, ["paid2", "paid3"], null)
        equal(yield* store.messages.match(noon), 1)
        deepEqual(yield* onTheWay(store), ["message paid1", "start paid2"])
        yield* begin(store, 2, "paid", null)
        equal(yield* store.messages.match(noon), 1)
        deepEqual(yield* onTheWay(store), ["message paid1", "message paid3"])
      }),
  },
  {
    name: "holds back no more than was asked for, and lets each message begin something where starts do not belong together",
    run: (store) =>
      Effect.gen(function* () {
        const { key } = yield* store.definitions.put(definition)
        const start = { definition: key, kind: "message" } as const
        yield* store.definitions.putStarts(
          key,
          [
            { ...start, element: "a", name: "paid" },
            { ...start, element: "b", name: "sent" },
          ],
          now,
        )
        yield* publish(store, ["paid1", "sent1"])
        equal(yield* store.messages.match({ ...noon, limit: 1 }), 1)
        equal(yield* store.messages.match({ ...noon, limit: 1 }), 1)
        deepEqual(yield* onTheWay(store), ["start paid1", "start sent1"])
        yield* store.deliveries.remove((yield* store.deliveries.due({ after: -1, limit: 9 })).map(({ id }) => id))
        yield* putTogether(store, pair)
        yield* publish(store, ["paid2", "sent2"])
        equal(yield* store.messages.match({ ...noon, limit: 1 }), 1)
        equal(yield* store.messages.match({ ...noon, limit: 1 }), 0)
        deepEqual(yield* onTheWay(store), ["start paid2"])
      }),
  },
]

/**
 * Texts that some databases have no place for.
 */
import { deepEqual, equal } from "node:assert/strict"
import { Effect } from "effect"
import type { ContractCase } from "../ContractCase.ts"
import {
  sampleAdvance,
  sampleBatch,
  sampleDelivery,
  sampleInstance,
  sampleLog,
  sampleMessage,
  sampleSignal,
  sampleSubscription,
  sampleUserTask,
  startInstance,
} from "../sampleRows.ts"

const odd = ["nul \0 inside", "half a pair \ud83d", "the other half \ude82", "{a,b}", 'NULL "quoted" \\ {', ""]
/** What a database may make of it that cannot hold it. */
const storable = (text: string): string => text.replaceAll("\0", "\uFFFD").toWellFormed()

const inMail: ReadonlyArray<ContractCase> = odd.map((text) => ({
  name: `gives messages and signals whose texts are ${JSON.stringify(text)} to those who wait for them`,
  run: (store) =>
    Effect.gen(function* () {
      const about = { name: text, correlation: text }
      const key = yield* startInstance(store, {}, (key) => ({
        subscriptions: {
          insert: [sampleSubscription(key, 1, about), sampleSubscription(key, 2, { ...about, kind: "signal" })],
          delete: [],
        },
      }))
      const message = sampleMessage(text, { ...about, payload: JSON.stringify(text) })
      deepEqual(yield* store.messages.publish([message, message], 3_000), ["kept", "duplicate"])
      equal((yield* store.messages.list({ ...about, limit: 9 })).rows.length, 1)
      yield* store.log.commit(
        sampleBatch({ messages: [{ from: key, message }], deliveries: [{ from: key, delivery: sampleDelivery(key, about) }] }),
      )
      equal(yield* store.messages.match({ now: 3_000, limit: 9, names: [text] }), 1)
      equal(yield* store.messages.broadcast(sampleSignal(text, { name: text, payload: JSON.stringify(text) })), 1)
      const found = yield* store.deliveries.due({ after: -1, limit: 9 })
      deepEqual(
        found.map(({ kind, ref, name, payload }) => [kind, ref, storable(name), payload]),
        [
          ["childCompleted", 1, storable(text), '{"fine":true}'],
          ["message", 1, storable(text), JSON.stringify(text)],
          ["signal", 2, storable(text), JSON.stringify(text)],
        ],
      )
    }),
}))

const inBatches: ReadonlyArray<ContractCase> = odd.map((text) => ({
  name: `writes all of a batch though one of its texts is ${JSON.stringify(text)}`,
  run: (store) =>
    Effect.gen(function* () {
      const other = yield* startInstance(store)
      const key = yield* store.instances.reserve(1)
      const outcome = yield* store.log.commit(
        sampleBatch({
          starts: [sampleInstance(key, { id: `id ${text}`, businessKey: text, process: text, result: text })],
          advances: [sampleAdvance(other, 1, { result: text })],
          log: [sampleLog(key, 1, { events: JSON.stringify([text]) }), sampleLog(other, 2)],
          values: [{ key, id: 1, text: JSON.stringify(text) }],
          userTasks: { insert: [sampleUserTask(key, 1, { name: text, groups: [text, "clerks"] })], delete: [], update: [] },
          jobs: { insert: [{ key, id: 1, handler: text, due: 1, owner: null }], delete: [] },
        }),
      )
      deepEqual(outcome, { lost: [], duplicates: [], gone: [] })
      equal((yield* store.instances.byId(`id ${text}`))?.key, key)
      equal((yield* store.instances.byBusinessKey(text, text))?.key, key)
      const loaded = yield* store.log.load(key)
      equal(storable(loaded?.row.result ?? "none"), storable(text))
      deepEqual(JSON.parse(loaded?.tail[0]?.events ?? "[]"), [text])
      equal(JSON.parse(loaded?.values[0]?.text ?? "null"), text)
      equal((yield* store.instances.byKey(other))?.seq, 2)
      const [task] = (yield* store.userTasks.list({ limit: 9, groups: [text] })).rows
      equal(storable(task?.name ?? "none"), storable(text))
      deepEqual((yield* store.userTasks.list({ limit: 9, groups: ["clerks"] })).rows, [task])
      equal((yield* store.jobs.take({ engine: 1, now: 1, limit: 1, busy: [] })).length, 1)
    }),
}))

export const hostileTextCases = [...inBatches, ...inMail]

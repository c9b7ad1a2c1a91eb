/**
 * Texts that some databases have no place for.
 */
import { deepEqual, equal } from "node:assert/strict"
import { Effect } from "effect"
import type { ContractCase } from "../ContractCase.ts"
import { sampleAdvance, sampleBatch, sampleInstance, sampleLog, sampleUserTask, startInstance } from "../sampleRows.ts"

const odd = ["nul \0 inside", "half a pair \ud83d", "the other half \ude82", "{a,b}", 'NULL "quoted" \\ {', ""]
/** What a database may make of it that cannot hold it. */
const storable = (text: string): string => text.replaceAll("\0", "\uFFFD").toWellFormed()

export const hostileTextCases: ReadonlyArray<ContractCase> = odd.map((text) => ({
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

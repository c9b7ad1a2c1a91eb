/**
 * Schedules: when definitions start instances by themselves.
 */
import { deepEqual, equal } from "node:assert/strict"
import { Effect } from "effect"
import type { ContractCase } from "../ContractCase.ts"
import { sampleSchedule } from "../sampleRows.ts"

const definition = { kind: "process", id: "order", version: 1, revision: 0, digest: "d", graph: "{}" }

export const scheduleCases: ReadonlyArray<ContractCase> = [
  {
    name: "keeps a schedule for each definition and element once, and gives those that are due, the earliest first",
    run: (store) =>
      Effect.gen(function* () {
        const { key } = yield* store.definitions.put(definition)
        const other = yield* store.definitions.put({ ...definition, id: "refund" })
        equal(yield* store.schedules.nextDue(), undefined)
        const row = sampleSchedule(key)
        const earlier = sampleSchedule(other.key, { process: "refund", due: 4_000 })
        const later = sampleSchedule(key, { element: "each evening", due: 6_000 })
        for (const each of [row, later, earlier, { ...row, due: 1 }]) yield* store.schedules.put(each)
        deepEqual(yield* store.schedules.due(5_999, 9), [earlier, row])
        deepEqual(yield* store.schedules.due(6_000, 2), [earlier, row])
        deepEqual(yield* store.schedules.due(6_000, 9, [key]), [row, later])
        deepEqual(yield* store.schedules.due(6_000, 9, []), [])
        deepEqual(
          [yield* store.schedules.nextDue(), yield* store.schedules.nextDue([key]), yield* store.schedules.nextDue([])],
          [4_000, 5_000, undefined],
        )
      }),
  },
  {
    name: "goes on with a schedule once for each firing, and ends it where nothing follows",
    run: (store) =>
      Effect.gen(function* () {
        const { key } = yield* store.definitions.put(definition)
        const row = sampleSchedule(key)
        yield* store.schedules.put(row)
        const next = { ...row, fired: 1, last: 5_000, due: 9_000 }
        equal(yield* store.schedules.advance(next, 0), true)
        equal(yield* store.schedules.advance({ ...next, due: 7_000 }, 0), false)
        yield* store.schedules.put(row)
        deepEqual(yield* store.schedules.due(9_000, 9), [next])
        equal(yield* store.schedules.advance({ ...next, fired: 2, last: 9_000, due: null }, 1), true)
        deepEqual(yield* store.schedules.due(99_000, 9), [])
        equal(yield* store.schedules.nextDue(), undefined)
        equal(yield* store.schedules.advance(sampleSchedule(99_999), 0), false)
      }),
  },
  {
    name: "ends the schedules of a version when there is a later one, or a later revision, with schedules or without",
    run: (store) =>
      Effect.gen(function* () {
        const first = yield* store.definitions.put(definition)
        yield* store.schedules.put(sampleSchedule(first.key))
        const revised = yield* store.definitions.put({ ...definition, revision: 1 })
        equal(yield* store.schedules.nextDue(), undefined)
        const again = sampleSchedule(revised.key, { due: 6_000 })
        yield* store.schedules.put(again)
        deepEqual(yield* store.schedules.due(9_000, 9), [again])
        const second = yield* store.definitions.put({ ...definition, version: 2 })
        deepEqual(yield* store.schedules.due(9_000, 9), [])
        const newest = sampleSchedule(second.key, { version: 2, element: "each week", due: 7_000 })
        yield* store.schedules.put(newest)
        yield* store.schedules.put(sampleSchedule(first.key, { element: "late" }))
        deepEqual(yield* store.schedules.due(9_000, 9), [newest])
      }),
  },
]

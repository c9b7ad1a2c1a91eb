/**
 * Timers.
 */
import { deepEqual, equal } from "node:assert/strict"
import { Effect } from "effect"
import type { ContractCase } from "../ContractCase.ts"
import { sampleBatch, startInstance } from "../sampleRows.ts"

export const timerCases: ReadonlyArray<ContractCase> = [
  {
    name: "gives timers that are due, the earliest first, and leaves them until they are deleted",
    run: (store) =>
      Effect.gen(function* () {
        equal(yield* store.timers.nextDue(), undefined)
        const key = yield* startInstance(store)
        const far = 8_640_000_000_000_000
        const dues = [40, 10, far, 20, 20, 30]
        yield* store.log.commit(sampleBatch({ timers: { insert: dues.map((due, id) => ({ key, id, due })), delete: [] } }))
        equal(yield* store.timers.nextDue(), 10)
        deepEqual(yield* store.timers.due(9, 10), [])
        for (const _ of [1, 2]) {
          deepEqual(
            (yield* store.timers.due(30, 3)).map((timer) => timer.id),
            [1, 3, 4],
          )
        }
        yield* store.log.commit(sampleBatch({ timers: { insert: [], delete: [1, 3, 4].map((id) => ({ key, id })) } }))
        deepEqual(
          (yield* store.timers.due(1_000, 10)).map((timer) => timer.id),
          [5, 0],
        )
        yield* store.log.commit(sampleBatch({ timers: { insert: [], delete: [5, 0].map((id) => ({ key, id })) } }))
        equal(yield* store.timers.nextDue(), far)
        deepEqual(yield* store.timers.due(far, 10), [{ key, id: 2, due: far }])
      }),
  },
  {
    name: "keeps thousands of timers in order while they come and go",
    run: (store) =>
      Effect.gen(function* () {
        const key = yield* startInstance(store)
        const due = (id: number): number => (id * 7_919) % 10_007
        const ids = Array.from({ length: 3_000 }, (_, id) => id)
        yield* store.log.commit(sampleBatch({ timers: { insert: ids.map((id) => ({ key, id, due: due(id) })), delete: [] } }))
        yield* store.log.commit(
          sampleBatch({ timers: { insert: [], delete: ids.filter((id) => id % 3 === 0).map((id) => ({ key, id })) } }),
        )
        const left = ids.filter((id) => id % 3 !== 0).toSorted((a, b) => due(a) - due(b) || a - b)
        deepEqual(
          (yield* store.timers.due(20_000, 500)).map((timer) => timer.id),
          left.slice(0, 500),
        )
        deepEqual(
          (yield* store.timers.due(due(left[30] ?? 0), 500)).map((timer) => timer.id),
          left.slice(0, 31),
        )
      }),
  },
]

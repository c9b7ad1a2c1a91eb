/**
 * Loading many instances at the same time: each gives what it gives by itself.
 */
import { deepEqual, equal } from "node:assert/strict"
import { Effect } from "effect"
import type { ContractCase } from "../ContractCase.ts"
import { sampleAdvance, sampleBatch, sampleLog, startInstances } from "../sampleRows.ts"

export const loadCases: ReadonlyArray<ContractCase> = [
  {
    name: "gives of instances that are loaded at the same time what it gives of each by itself, and nothing of one that is not there",
    run: (store) =>
      Effect.gen(function* () {
        const keys = yield* startInstances(
          store,
          Array.from({ length: 30 }, () => ({})),
        )
        const every = (nth: number) => keys.filter((_, index) => index % nth === 0)
        // Some have a snapshot and a log after it, some jobs, some a large value that their log refers to.
        yield* store.log.commit(
          sampleBatch({
            advances: keys.map((key) => sampleAdvance(key, 1)),
            log: keys.map((key, index) => sampleLog(key, 2, index % 5 === 0 ? { events: '[{"type":"E","value":{"~value":3}}]' } : {})),
            snapshots: every(3).map((key) => ({ key, seq: 1, state: `{"of":${key}}`, format: 1 })),
            values: every(5).map((key) => ({ key, id: 3, text: `"large ${key}"` })),
            jobs: { insert: every(2).map((key) => ({ key, id: 1, handler: "h", due: 5, owner: null })), delete: [] },
          }),
        )
        const absent = (keys.at(-1) ?? 0) + 1000
        const asked = [...keys, absent, ...every(7)]
        const together = yield* Effect.forEach(asked, (key) => store.log.load(key, "referenced"), { concurrency: "unbounded" })
        equal(together[0]?.values.length, 1)
        for (const [index, key] of asked.entries()) {
          const alone = yield* store.log.load(key, "referenced")
          deepEqual(together[index], alone)
          if (key === absent) equal(alone, undefined)
        }
      }),
  },
]

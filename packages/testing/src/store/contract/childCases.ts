/**
 * Children: rows of instances that wait for others.
 */
import { deepEqual } from "node:assert/strict"
import { Effect } from "effect"
import type { ContractCase } from "../ContractCase.ts"
import { sampleAdvance, sampleBatch, sampleChild, sampleLog, startInstances } from "../sampleRows.ts"
import { readAll } from "./readAll.ts"

export const childCases: ReadonlyArray<ContractCase> = [
  {
    name: "lists the children that instances wait for, of all or of one, in pages",
    run: (store) =>
      Effect.gen(function* () {
        const keys = yield* startInstances(store, [{}, {}], (keys) => ({
          children: { insert: keys.flatMap((key) => [3, 1, 2].map((id) => sampleChild(key, id))), delete: [] },
        }))
        const [a = 0, b = 0] = keys
        deepEqual(
          yield* readAll((page) => store.children.list(page), 4),
          keys.flatMap((key) => [1, 2, 3].map((id) => sampleChild(key, id))),
        )
        yield* store.log.commit(
          sampleBatch({
            advances: [sampleAdvance(b, 1), sampleAdvance(a, 5)],
            log: [sampleLog(b, 2), sampleLog(a, 6)],
            children: {
              insert: [sampleChild(b, 2, { element: "other" })],
              delete: [
                { key: b, id: 1 },
                { key: b, id: 2 },
                { key: a, id: 1 },
              ],
            },
          }),
        )
        deepEqual(yield* readAll((page) => store.children.list({ ...page, instance: `instance-${b}` }), 1), [
          sampleChild(b, 2, { element: "other" }),
          sampleChild(b, 3),
        ])
        deepEqual((yield* store.children.list({ limit: 9, instance: `instance-${a}` })).rows.length, 3)
      }),
  },
]

/**
 * Two engines on one store: what one of them committed, the other meets.
 */
import { deepEqual, equal } from "node:assert/strict"
import { Effect } from "effect"
import type { ContractCase } from "../ContractCase.ts"
import { sampleAdvance, sampleBatch, sampleInstance, sampleLog, startInstances } from "../sampleRows.ts"

export const engineRaceCases: ReadonlyArray<ContractCase> = [
  {
    name: "lets one of two engines win each step of an instance, whoever commits first",
    run: (store) =>
      Effect.gen(function* () {
        const keys = yield* startInstances(
          store,
          Array.from({ length: 10 }, () => ({})),
        )
        const wins = new Map<number, number>()
        const engine = (owner: number) =>
          Effect.gen(function* () {
            for (let turn = 0; turn < 20; turn++) {
              const loaded = yield* Effect.forEach(keys, (key) => store.log.load(key))
              yield* Effect.yieldNow
              const rows = loaded.flatMap((found) => (found === undefined ? [] : [found.row]))
              const batch = sampleBatch({
                advances: rows.map(({ key, seq }) => sampleAdvance(key, seq, { owner })),
                log: rows.map(({ key, seq }) => sampleLog(key, seq + 1, { events: `[${owner}]` })),
              })
              const { lost } = yield* store.log.commit(batch)
              for (const { key } of rows) if (!lost.includes(key)) wins.set(key, (wins.get(key) ?? 0) + 1)
              const written = yield* store.log.committed(batch.id, batch.log)
              deepEqual(
                written.toSorted((a, b) => a - b),
                rows.map((row) => row.key).filter((key) => !lost.includes(key)),
              )
            }
          })
        yield* Effect.all([engine(1), engine(2)], { concurrency: "unbounded" })
        for (const key of keys) {
          const history = yield* store.log.history(key, 0, 1_000)
          equal(history.length, 1 + (wins.get(key) ?? 0))
          deepEqual(
            history.map((row) => row.seq),
            history.map((_, n) => n + 1),
          )
          equal((yield* store.instances.byKey(key))?.seq, history.length)
        }
      }),
  },
  {
    name: "starts an instance once when two engines are asked for the same id",
    run: (store) =>
      Effect.gen(function* () {
        const first = yield* store.instances.reserve(20)
        const outcomes = yield* Effect.all(
          Array.from({ length: 20 }, (_, n) =>
            store.log.commit(sampleBatch({ starts: [sampleInstance(first + n, { id: "the one" })], log: [sampleLog(first + n, 1)] })),
          ),
          { concurrency: "unbounded" },
        )
        equal(outcomes.filter((outcome) => outcome.duplicates.length === 0).length, 1)
        equal((yield* store.instances.list({ limit: 50 })).rows.length, 1)
      }),
  },
]

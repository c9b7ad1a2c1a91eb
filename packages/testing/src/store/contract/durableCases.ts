/**
 * What a durable store keeps when it is closed and opened again.
 */
import { deepEqual, equal } from "node:assert/strict"
import type { Store, StoreError } from "@millrace/engine/store"
import { Effect } from "effect"
import { sampleAdvance, sampleBatch, sampleLog, startInstance } from "../sampleRows.ts"

/** Like a `ContractCase`, over several openings of one store. */
export interface DurableCase {
  readonly name: string
  readonly run: (
    opened: <A>(use: (store: Store["Service"]) => Effect.Effect<A, StoreError>) => Effect.Effect<A, StoreError>,
  ) => Effect.Effect<void, StoreError>
}

export const durableCases: ReadonlyArray<DurableCase> = [
  {
    name: "keeps everything when it is closed and opened again, and hands out no number twice",
    run: (opened) =>
      Effect.gen(function* () {
        const before = yield* opened((store) =>
          Effect.gen(function* () {
            const engine = yield* store.engines.register(0, 1_000)
            const key = yield* startInstance(store, { id: "kept", owner: engine }, (key) => ({
              timers: { insert: [{ key, id: 1, due: 5 }], delete: [] },
              values: [{ key, id: 1, text: '"large"' }],
            }))
            yield* store.log.commit(sampleBatch({ advances: [sampleAdvance(key, 1, { owner: engine })], log: [sampleLog(key, 2)] }))
            const definition = yield* store.definitions.put({
              kind: "process",
              id: "order",
              version: 1,
              revision: 0,
              digest: "d",
              graph: "{}",
            })
            return { engine, key, definition, loaded: yield* store.log.load(key) }
          }),
        )
        yield* opened((store) =>
          Effect.gen(function* () {
            deepEqual(yield* store.log.load(before.key), before.loaded)
            deepEqual(yield* store.timers.due(5, 5), [{ key: before.key, id: 1, due: 5 }])
            deepEqual(yield* store.definitions.list(), [before.definition])
            equal((yield* store.instances.reserve(1)) > before.key, true)
            const engine = yield* store.engines.register(2_000, 1_000)
            equal(engine > before.engine, true)
            deepEqual(yield* store.instances.takeOver(engine, 2_000, 5), [before.key])
          }),
        )
      }),
  },
]

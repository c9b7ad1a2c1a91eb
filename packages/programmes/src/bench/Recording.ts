/**
 * What an engine wrote: a store that keeps the batches it is given, so that a floor can write the same rows again.
 */
import { type CommitBatch, Store, type StoreError } from "@millrace/engine/store"
import { Effect, Layer } from "effect"

/** The same store; every batch that it commits is added to `batches` as well. */
export const recording = (store: Layer.Layer<Store, StoreError>, batches: Array<CommitBatch>): Layer.Layer<Store, StoreError> =>
  Layer.effect(
    Store,
    Effect.map(Store, (inner) => ({
      ...inner,
      log: {
        ...inner.log,
        commit: (batch) => {
          batches.push(batch)
          return inner.log.commit(batch)
        },
      },
    })),
  ).pipe(Layer.provide(store))

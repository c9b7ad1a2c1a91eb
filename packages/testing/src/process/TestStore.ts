/**
 * The store of a test: opened when it is first needed, and open for as long as the test, whatever becomes of its engines.
 */
import { makeMemoryStore, Store, type StoreError } from "@millrace/engine"
import { Context, Effect, Exit, Layer, Scope } from "effect"

export interface TestStore {
  readonly open: () => Promise<Store["Service"]>
  readonly close: () => Promise<void>
}

/** A memory store where no layer is given. */
export const makeTestStore = (layer: Layer.Layer<Store, StoreError> | undefined): TestStore => {
  const scope = Scope.makeUnsafe()
  let store: Promise<Store["Service"]> | undefined
  const build = (): Promise<Store["Service"]> =>
    layer === undefined
      ? Promise.resolve(makeMemoryStore())
      : Effect.runPromise(Effect.map(Layer.buildWithScope(layer, scope), (context) => Context.get(context, Store)))
  return {
    open: () => {
      store ??= build()
      return store
    },
    close: () => Effect.runPromise(Scope.close(scope, Exit.void)),
  }
}

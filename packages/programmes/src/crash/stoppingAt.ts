/**
 * A store that stands still before or after one of its commits and says so, so that a kill lands right there. The
 * commit of a transactional step is one like the others: before the end of its transaction, or after it.
 */
import { writeSync } from "node:fs"
import { Store, type StoreError } from "@millrace/engine/store"
import { Effect, Layer } from "effect"
import { noticeDescriptor } from "./CrashMessage.ts"

/** Milliseconds: by then the kill has come, unless the parent itself is gone. */
const longestStop = 10_000

const stop = Effect.sync(() => {
  writeSync(noticeDescriptor, "!")
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, longestStop)
})

/** Commits count from 1; 0 for no stop at all. */
export const stoppingAt = (
  inner: Layer.Layer<Store, StoreError>,
  commit: number,
  moment: "before" | "after",
): Layer.Layer<Store, StoreError> => {
  if (commit === 0) return inner
  let commits = 0
  return Layer.effect(
    Store,
    Effect.map(Store, (ports) => {
      const { log, transactions } = ports
      const around = <A, E>(isIt: boolean, effect: Effect.Effect<A, E>): Effect.Effect<A, E> => {
        if (!isIt) return effect
        return moment === "before" ? Effect.andThen(stop, effect) : Effect.tap(effect, stop)
      }
      return {
        ...ports,
        log: { ...log, commit: (batch) => around(++commits === commit, log.commit(batch)) },
        ...(transactions === undefined
          ? {}
          : {
              transactions: {
                ...transactions,
                run: (name, use) => {
                  const isIt = ++commits === commit
                  const isBefore = isIt && moment === "before"
                  const ending = transactions.run(name, (open) => (isBefore ? Effect.tap(use(open), stop) : use(open)))
                  return isIt && !isBefore ? Effect.tap(ending, stop) : ending
                },
              },
            }),
      }
    }),
  ).pipe(Layer.provide(inner))
}

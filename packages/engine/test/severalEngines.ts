/**
 * What tests of several engines on one store need.
 */
import { Effect, Latch } from "effect"
import { TestClock } from "effect/testing"
import type { StoreShape } from "./harness.ts"
import { line } from "./lineDecider.ts"

export const turns = (count: number) =>
  Effect.promise(async () => {
    for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve))
  })

/** Lets time pass while handlers hang: engines that run some are not settled so soon. */
export const pass = Effect.fnUntraced(function* (milliseconds: number) {
  for (let step = 0; step < 10; step++) {
    yield* TestClock.adjust(milliseconds / 10)
    yield* turns(10)
  }
})

/** A store whose announcements are lost. */
export const deaf = (store: StoreShape): StoreShape => ({ ...store, wakes: { listen: () => Effect.void } })

/** The store as an engine sees it that can be stopped, as by SIGSTOP, and go on later. */
export const pausable = (store: StoreShape) => {
  const latch = Latch.makeUnsafe(true)
  const wrap = <Port extends object>(port: Port): Port =>
    Object.fromEntries(
      Object.entries(port).map(([name, method]: [string, unknown]) => [
        name,
        typeof method === "function"
          ? (...args: ReadonlyArray<unknown>) =>
              Effect.andThen(
                latch.await,
                Effect.suspend(() => method(...args)),
              )
          : method,
      ]),
    ) as Port
  const { log, instances, jobs, timers, engines } = store
  return {
    store: { ...store, log: wrap(log), instances: wrap(instances), jobs: wrap(jobs), timers: wrap(timers), engines: wrap(engines) },
    pause: latch.close,
    goOn: latch.open,
  }
}

export const one = (work: (context: { readonly signal: AbortSignal }) => unknown, id = "one") =>
  line(id, [{ type: "job", id: "work" }], { work: work as () => unknown })

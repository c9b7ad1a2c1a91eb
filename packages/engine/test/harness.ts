/**
 * Engines for tests: on a memory store, under virtual time, and mortal: one that is killed does nothing any more,
 * while its handlers may go on without being heard.
 */
import type { Model } from "@millrace/kernel"
import { checked } from "@millrace/testing"
import { Context, Effect, Exit, Scope } from "effect"
import { TestClock } from "effect/testing"
import { makeEngine } from "../src/Engine.ts"
import type { EngineOptions } from "../src/EngineOptions.ts"
import { makeMemoryStore } from "../src/store/MemoryStore.ts"
import { Store } from "../src/store/Store.ts"

export type StoreShape = Store["Service"]

type AnyPort = Record<string, (...args: ReadonlyArray<never>) => Effect.Effect<unknown, unknown>>

/** The store as an engine sees it that can be killed: afterwards nothing it asks is answered. */
const mortal = (store: StoreShape): { readonly store: StoreShape; readonly kill: () => void } => {
  let dead = false
  const wrap = <Port>(port: Port): Port =>
    Object.fromEntries(
      Object.entries(port as AnyPort).map(([name, method]) => [
        name,
        typeof method === "function"
          ? (...args: ReadonlyArray<never>) => Effect.suspend(() => (dead ? Effect.never : method(...args)))
          : method,
      ]),
    ) as Port
  const {
    log,
    instances,
    jobs,
    timers,
    userTasks,
    incidents,
    definitions,
    engines,
    wakes,
    messages,
    subscriptions,
    children,
    deliveries,
    schedules,
  } = store
  return {
    store: {
      log: wrap(log),
      instances: wrap(instances),
      jobs: wrap(jobs),
      timers: wrap(timers),
      userTasks: wrap(userTasks),
      incidents: wrap(incidents),
      definitions: wrap(definitions),
      engines: wrap(engines),
      messages: wrap(messages),
      subscriptions: wrap(subscriptions),
      children: wrap(children),
      deliveries: wrap(deliveries),
      schedules: wrap(schedules),
      wakes: {
        listen: (heard) =>
          wakes.listen((announcement) => {
            if (!dead) heard(announcement)
          }),
      },
    },
    kill: () => {
      dead = true
    },
  }
}

/** A memory store under watch: a test ends with the sentences about what did not hold after one of its commits. */
const watchedStore = Effect.fnUntraced(function* (models: ReadonlyArray<Model>) {
  const { store, violations } = checked(makeMemoryStore(), { deciders: models.map(({ decider }) => decider) })
  yield* Effect.addFinalizer(() => (violations.length === 0 ? Effect.void : Effect.die(new Error(violations.join("\n")))))
  return store
})

/** Opens an engine that is closed with the test, unless it was killed before. */
export const openEngine = Effect.fnUntraced(function* (
  models: ReadonlyArray<Model>,
  options: Partial<EngineOptions> & { readonly store?: StoreShape } = {},
) {
  const { store = yield* watchedStore(models), ...rest } = options
  const scope = yield* Scope.make()
  const { store: own, kill } = mortal(store)
  let killed = false
  yield* Effect.addFinalizer(() => (killed ? Effect.void : Scope.close(scope, Exit.void)))
  const engine = yield* makeEngine({ models, gracePeriod: 0, ...rest }).pipe(
    Effect.provideContext(Context.make(Store, own)),
    Effect.provideService(Scope.Scope, scope),
  )
  yield* engine.settled
  return {
    ...engine,
    store,
    /** As `kill -9` does. */
    kill: Effect.sync(() => {
      killed = true
      kill()
    }),
  }
})

/** Moves virtual time from due time to due time and lets the engines settle at each. */
export const advance = Effect.fnUntraced(function* (
  milliseconds: number,
  ...engines: ReadonlyArray<{ readonly settled: Effect.Effect<void> }>
) {
  const steps = 20
  for (let step = 0; step < steps; step++) {
    const upTo = (share: number) => Math.floor((milliseconds * share) / steps)
    yield* TestClock.adjust(upTo(step + 1) - upTo(step))
    for (const engine of engines) yield* engine.settled
  }
})

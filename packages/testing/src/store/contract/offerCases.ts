/**
 * Engines that do the work of some definitions only, as they do while a new release takes the place of an old one.
 */
import { deepEqual, equal } from "node:assert/strict"
import { Effect } from "effect"
import type { ContractCase } from "../ContractCase.ts"
import { startInstances } from "../sampleRows.ts"

export const offerCases: ReadonlyArray<ContractCase> = [
  {
    name: "says whether a definition is offered by an engine whose lease has not run out",
    run: (store) =>
      Effect.gen(function* () {
        const old = yield* store.engines.register(0, 100, [1, 2])
        const next = yield* store.engines.register(0, 500, [2, 3, 3])
        yield* store.engines.register(0, 900, [])
        const offered = (now: number) => Effect.forEach([1, 2, 3, 4], (definition) => store.engines.isOffered(definition, now))
        deepEqual(yield* offered(99), [true, true, true, false])
        deepEqual(yield* offered(100), [false, true, true, false])
        equal(yield* store.engines.renew(old, 100, 100), true)
        deepEqual(yield* offered(150), [true, true, true, false])
        equal(yield* store.engines.renew(old, 150, 100, [4]), true)
        deepEqual(yield* offered(150), [false, true, true, true])
        yield* store.engines.release(next)
        deepEqual(yield* offered(150), [false, false, false, true])
        equal(yield* store.engines.renew(next, 150, 100, [1]), false)
        deepEqual(yield* offered(150), [false, false, false, true])
      }),
  },
  {
    name: "gives an engine only the instances, jobs and timers of the definitions it asks for",
    run: (store) =>
      Effect.gen(function* () {
        const gone = yield* store.engines.register(0, 10)
        const me = yield* store.engines.register(0, 10_000)
        const [one = 0, two = 0, three = 0] = yield* startInstances(
          store,
          [1, 2, 3].map((definition) => ({ definition, owner: gone })),
          (keys) => ({
            jobs: { insert: keys.map((key, n) => ({ key, id: 1, handler: "same", due: 100 + n, owner: null })), delete: [] },
            timers: { insert: keys.map((key, n) => ({ key, id: 2, due: 200 + n })), delete: [] },
          }),
        )
        const take = (definitions?: ReadonlyArray<number>) =>
          Effect.map(
            store.jobs.take({ engine: me, now: 1_000, limit: 9, busy: [], ...(definitions === undefined ? {} : { definitions }) }),
            (jobs) => jobs.map(({ key }) => key),
          )
        const due = (definitions?: ReadonlyArray<number>) =>
          Effect.map(store.timers.due(1_000, 9, definitions), (timers) => timers.map(({ key }) => key))

        deepEqual(yield* due([2, 3]), [two, three])
        deepEqual(yield* due([]), [])
        deepEqual(yield* due(), [one, two, three])
        equal(yield* store.timers.nextDue([3]), 202)
        equal(yield* store.timers.nextDue([4]), undefined)
        equal(yield* store.timers.nextDue([]), undefined)

        equal(yield* store.jobs.nextDue([], [3, 2]), 101)
        equal(yield* store.jobs.nextDue(["same"], [2]), undefined)
        equal(yield* store.jobs.nextDue([], [4]), undefined)
        equal(yield* store.jobs.nextDue([], []), undefined)
        deepEqual(yield* take([4]), [])
        deepEqual(yield* take([]), [])
        deepEqual(yield* take([2]), [two])
        deepEqual(yield* take(), [one, three])

        deepEqual(yield* store.instances.takeOver(me, 1_000, 9, []), [])
        deepEqual(yield* store.instances.takeOver(me, 1_000, 9, [1, 4]), [one])
        deepEqual(yield* store.instances.takeOver(me, 1_000, 9, [1, 2]), [two])
        deepEqual(yield* store.instances.takeOver(me, 1_000, 9), [three])
      }),
  },
  {
    name: "gives orphaned jobs only to an engine that asks for their definition",
    run: (store) =>
      Effect.gen(function* () {
        const gone = yield* store.engines.register(0, 10)
        const me = yield* store.engines.register(0, 10_000)
        const [one = 0, two = 0] = yield* startInstances(
          store,
          [1, 2].map((definition) => ({ definition })),
          (keys) => ({ jobs: { insert: keys.map((key) => ({ key, id: 1, handler: "h", due: 1, owner: null })), delete: [] } }),
        )
        yield* store.jobs.take({ engine: gone, now: 5, limit: 9, busy: [] })
        const take = (definitions: ReadonlyArray<number>) => store.jobs.take({ engine: me, now: 50, limit: 9, busy: [], definitions })
        deepEqual(yield* take([3]), [])
        deepEqual(
          (yield* take([2])).map(({ key, orphaned }) => [key, orphaned]),
          [[two, true]],
        )
        deepEqual(
          (yield* take([1, 2])).map(({ key, orphaned }) => [key, orphaned]),
          [[one, true]],
        )
      }),
  },
]

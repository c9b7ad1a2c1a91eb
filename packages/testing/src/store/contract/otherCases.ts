/**
 * Incidents, definitions and engines.
 */
import { deepEqual, equal } from "node:assert/strict"
import { Effect } from "effect"
import type { ContractCase } from "../ContractCase.ts"
import { sampleAdvance, sampleBatch, sampleIncident, sampleLog, startInstances } from "../sampleRows.ts"
import { readAll } from "./readAll.ts"

export const incidentCases: ReadonlyArray<ContractCase> = [
  {
    name: "lists incidents by process, instance and code, alone and together, in pages",
    run: (store) =>
      Effect.gen(function* () {
        const keys = yield* startInstances(
          store,
          ["a", "b", "c"].map((name) => ({ id: `instance-${name}` })),
          (keys) => ({ incidents: { insert: rowsOf(keys).toReversed(), delete: [] } }),
        )
        const rows = rowsOf(keys)
        for (const process of [undefined, "order", "refund"]) {
          for (const instance of [undefined, "instance-b", "no such"]) {
            for (const code of [undefined, "HandlerFailed", "ConditionFailed"]) {
              const filters = {
                ...(process === undefined ? {} : { process }),
                ...(instance === undefined ? {} : { instance }),
                ...(code === undefined ? {} : { code }),
              }
              deepEqual(
                yield* readAll((page) => store.incidents.list({ ...filters, ...page }), 2),
                rows.filter(
                  (row) =>
                    (process === undefined || row.process === process) &&
                    (instance === undefined || row.instance === instance) &&
                    (code === undefined || row.code === code),
                ),
              )
            }
          }
        }
      }),
  },
]

const rowsOf = (keys: ReadonlyArray<number>) =>
  keys.flatMap((key, n) =>
    [1, 2, 3, 4].map((id) =>
      sampleIncident(key, id, {
        instance: `instance-${"abc"[n]}`,
        process: n === 1 ? "refund" : "order",
        code: id % 2 === 0 ? "HandlerFailed" : "ConditionFailed",
      }),
    ),
  )

export const definitionCases: ReadonlyArray<ContractCase> = [
  {
    name: "keeps the first definition of an id, version and revision, and gives the one that stands",
    run: (store) =>
      Effect.gen(function* () {
        const definition = { kind: "process", id: "order", version: 1, revision: 0, digest: "d1", graph: '{"elements":[]}' }
        const put = yield* store.definitions.put(definition)
        deepEqual(put, { ...definition, key: put.key })
        deepEqual(yield* store.definitions.put({ ...definition, digest: "d2", graph: "{}" }), put)
        deepEqual(yield* store.definitions.byKey(put.key), put)
        equal(yield* store.definitions.byKey(put.key + 100), undefined)
        const revised = yield* store.definitions.put({ ...definition, revision: 1, digest: "d2" })
        const next = yield* store.definitions.put({ ...definition, version: 10, digest: "d3" })
        const before = yield* store.definitions.put({ ...definition, version: 9, digest: "d4" })
        const other = yield* store.definitions.put({ ...definition, id: "Zebra", digest: "d5" })
        equal(new Set([put.key, revised.key, next.key, before.key, other.key]).size, 5)
        deepEqual(yield* store.definitions.list("order"), [put, revised, before, next])
        deepEqual(yield* store.definitions.list("Zebra"), [other])
        deepEqual(
          (yield* store.definitions.list()).map((row) => row.key).toSorted((a, b) => a - b),
          [put, revised, next, before, other].map((row) => row.key).toSorted((a, b) => a - b),
        )
      }),
  },
]

export const engineCases: ReadonlyArray<ContractCase> = [
  {
    name: "gives each engine a number of its own and a lease that it can renew until it is gone",
    run: (store) =>
      Effect.gen(function* () {
        const one = yield* store.engines.register(1_000, 100)
        const two = yield* store.engines.register(1_000, 300)
        equal(yield* store.engines.renew(one, 1_099, 100), true)
        equal(yield* store.engines.renew(two, 1_299, 100), true)
        yield* store.engines.release(two)
        equal(yield* store.engines.renew(two, 1_300, 100), false)
        yield* store.engines.release(two)
        const three = yield* store.engines.register(2_000, 1)
        equal(new Set([one, two, three]).size, 3)
        equal(yield* store.engines.renew(999, 2_000, 1), false)
      }),
  },
  {
    name: "says whether another engine is alive, and takes what an engine offers later in place of what it offered",
    run: (store) =>
      Effect.gen(function* () {
        const longer = 1_000_000_000
        const one = yield* store.engines.register(0, longer, [1])
        equal(yield* store.engines.hasOthers(one, 0), false)
        const two = yield* store.engines.register(0, longer)
        equal(yield* store.engines.hasOthers(one, 0), true)
        equal(yield* store.engines.hasOthers(two, 0), true)
        equal(yield* store.engines.isOffered(2, 0), false)
        equal(yield* store.engines.renew(two, 0, longer, [2, 3]), true)
        equal(yield* store.engines.isOffered(2, 0), true)
        equal(yield* store.engines.renew(two, 0, longer), true)
        equal(yield* store.engines.isOffered(3, 0), true)
        equal(yield* store.engines.renew(two, 0, longer, [3]), true)
        equal(yield* store.engines.isOffered(2, 0), false)
        yield* store.engines.release(one)
        equal(yield* store.engines.hasOthers(two, 0), false)
        equal(yield* store.engines.isOffered(1, 0), false)
      }),
  },
  {
    name: "gives many instances at once, and the names of all definitions",
    run: (store) =>
      Effect.gen(function* () {
        const keys = yield* startInstances(
          store,
          Array.from({ length: 5 }, () => ({})),
        )
        const found = yield* store.instances.byKeys([...keys.slice(1, 4), 999_999])
        deepEqual(
          found.map(({ key }) => key).toSorted((a, b) => a - b),
          keys.slice(1, 4),
        )
        const [first = 0] = keys
        yield* store.log.commit(
          sampleBatch({
            advances: [sampleAdvance(first, 1, { status: "completed", endedAt: 5, result: '{"of":1}' })],
            log: [sampleLog(first, 2)],
          }),
        )
        deepEqual(yield* store.instances.byKeys([first]), [yield* store.instances.byKey(first)])
        equal((yield* store.instances.byKeys([first]))[0]?.result, '{"of":1}')
        deepEqual(yield* store.instances.byKeys([]), [])
        const definition = { kind: "process", id: "order", version: 1, revision: 0, digest: "d", graph: "{}" }
        const { key } = yield* store.definitions.put(definition)
        deepEqual(yield* store.definitions.names(), [{ key, kind: "process", id: "order", version: 1, revision: 0 }])
      }),
  },
  {
    name: "renews a lease that has run out, unless another engine came for its work first",
    run: (store) =>
      Effect.gen(function* () {
        const late = yield* store.engines.register(0, 100)
        const other = yield* store.engines.register(0, 100)
        equal(yield* store.engines.renew(late, 500, 100), true)
        deepEqual(yield* store.instances.takeOver(other, 599, 1), [])
        equal(yield* store.engines.renew(late, 700, 100), true)
        deepEqual(yield* store.instances.takeOver(other, 800, 1), [])
        equal(yield* store.engines.renew(late, 800, 100), false)
        const third = yield* store.engines.register(0, 100)
        deepEqual(yield* store.jobs.take({ engine: other, now: 99, limit: 1, busy: [] }), [])
        equal(yield* store.engines.renew(third, 99, 100), true)
        deepEqual(yield* store.jobs.take({ engine: other, now: 199, limit: 1, busy: [] }), [])
        equal(yield* store.engines.renew(third, 199, 100), false)
        equal(yield* store.engines.renew(other, 900, 100), true)
      }),
  },
]

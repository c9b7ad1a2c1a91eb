/**
 * Deliveries: taken once, in the commit of the instance that takes them.
 */
import { deepEqual, equal } from "node:assert/strict"
import type { Store } from "@millrace/engine/store"
import { Effect } from "effect"
import type { ContractCase } from "../ContractCase.ts"
import { sampleAdvance, sampleBatch, sampleDelivery, sampleInstance, sampleLog, startInstances } from "../sampleRows.ts"

const all = (store: Store["Service"]) => store.deliveries.due({ after: -1, limit: 100 })

/** Writes deliveries as the instance `from` does; gives all that there are. */
const send = (store: Store["Service"], from: number, seq: number, deliveries: ReadonlyArray<ReturnType<typeof sampleDelivery>>) =>
  Effect.andThen(
    store.log.commit(
      sampleBatch({
        advances: [sampleAdvance(from, seq)],
        log: [sampleLog(from, seq + 1)],
        deliveries: deliveries.map((delivery) => ({ from, delivery })),
      }),
    ),
    all(store),
  )

export const deliveryCases: ReadonlyArray<ContractCase> = [
  {
    name: "keeps what instances send to each other, in order, unless they were left out",
    run: (store) =>
      Effect.gen(function* () {
        const [a = 0, b = 0] = yield* startInstances(store, [{}, {}])
        const begin = sampleDelivery(null, {
          kind: "child",
          instance: "it's new",
          process: "delivery",
          version: 3,
          ref: 7,
          name: "",
          parent: a,
          businessKey: "12",
        })
        const found = yield* send(store, a, 1, [sampleDelivery(b), begin])
        deepEqual(
          found.map(({ id: _, ...row }) => row),
          [sampleDelivery(b), begin],
        )
        const { lost } = yield* store.log.commit(
          sampleBatch({
            advances: [sampleAdvance(b, 9)],
            log: [sampleLog(b, 10)],
            deliveries: [{ from: b, delivery: sampleDelivery(a) }],
          }),
        )
        deepEqual(lost, [b])
        equal((yield* all(store)).length, 2)
      }),
  },
  {
    name: "gives deliveries after an id, of the processes that were asked for, and not those for instances in quarantine",
    run: (store) =>
      Effect.gen(function* () {
        const [a = 0, b = 0] = yield* startInstances(store, [{}, {}])
        const processes = ["order", "refund", "order", "delivery", "order"]
        const rows = yield* send(
          store,
          a,
          1,
          processes.map((process, n) => sampleDelivery(n === 2 ? b : n === 3 ? null : a, { process, ref: n })),
        )
        const refs = (request: { readonly after?: number; readonly limit?: number; readonly processes?: ReadonlyArray<string> }) =>
          Effect.map(store.deliveries.due({ after: -1, limit: 9, ...request }), (found) => found.map(({ ref }) => ref))
        deepEqual(yield* refs({}), [0, 1, 2, 3, 4])
        deepEqual(yield* refs({ limit: 2 }), [0, 1])
        deepEqual(yield* refs({ after: rows[1]?.id ?? 0 }), [2, 3, 4])
        deepEqual(yield* refs({ processes: ["order"] }), [0, 2, 4])
        deepEqual(yield* refs({ processes: ["delivery", "order", "order"], limit: 3 }), [0, 2, 3])
        deepEqual(yield* refs({ processes: [] }), [])
        yield* store.instances.quarantine(b, '{"code":"x"}')
        deepEqual(yield* refs({}), [0, 1, 3, 4])
        deepEqual(yield* refs({ processes: ["order"] }), [0, 4])
        yield* store.instances.quarantine(b, null)
        yield* store.deliveries.remove([...rows.slice(0, 2).map(({ id }) => id), 999_999])
        yield* store.deliveries.remove([])
        deepEqual(yield* refs({}), [2, 3, 4])
      }),
  },
  {
    name: "deletes what an instance takes with its commit, and leaves out whoever comes for it later, as gone",
    run: (store) =>
      Effect.gen(function* () {
        const [a = 0, b = 0, c = 0] = yield* startInstances(store, [{}, {}, {}])
        const [one, two, three] = yield* send(store, c, 1, [sampleDelivery(a), sampleDelivery(a), sampleDelivery(b)])
        if (one === undefined || two === undefined || three === undefined) throw new Error("there are no deliveries")
        const timer = (key: number, id: number) => ({ key, id, due: 1 })
        const outcome = yield* store.log.commit(
          sampleBatch({
            advances: [sampleAdvance(a, 1), sampleAdvance(b, 1)],
            log: [sampleLog(a, 2), sampleLog(b, 2)],
            timers: { insert: [timer(a, 1), timer(b, 1)], delete: [] },
            takes: [
              { key: a, delivery: two.id },
              { key: a, delivery: one.id },
              { key: b, delivery: 999_999 },
              { key: b, delivery: three.id },
            ],
          }),
        )
        deepEqual(outcome, { lost: [], duplicates: [], gone: [b] })
        // What the one that was left out would have taken is still there.
        deepEqual(yield* all(store), [three])
        deepEqual(yield* store.timers.due(9, 9), [timer(a, 1)])
        equal((yield* store.instances.byKey(b))?.seq, 1)
        const again = yield* store.log.commit(
          sampleBatch({
            advances: [sampleAdvance(a, 2), sampleAdvance(b, 1), sampleAdvance(c, 2)],
            log: [sampleLog(a, 3), sampleLog(b, 2), sampleLog(c, 3)],
            takes: [
              { key: a, delivery: one.id },
              { key: b, delivery: three.id },
            ],
          }),
        )
        deepEqual(again, { lost: [], duplicates: [], gone: [a] })
        deepEqual(yield* all(store), [])
        equal((yield* store.instances.byKey(c))?.seq, 3)
      }),
  },
  {
    name: "keeps what an instance would have taken whose commit was left out, and starts an instance by one once",
    run: (store) =>
      Effect.gen(function* () {
        const [a = 0] = yield* startInstances(store, [{}])
        const [one, two] = yield* send(store, a, 1, [sampleDelivery(a), sampleDelivery(null, { kind: "start", instance: "by mail" })])
        if (one === undefined || two === undefined) throw new Error("there are no deliveries")
        const takes = [{ key: a, delivery: one.id }]
        deepEqual(yield* store.log.commit(sampleBatch({ advances: [sampleAdvance(a, 7)], log: [sampleLog(a, 8)], takes })), {
          lost: [a],
          duplicates: [],
          gone: [],
        })
        equal((yield* all(store)).length, 2)
        const first = yield* store.instances.reserve(3)
        const start = (key: number, id: string) =>
          store.log.commit(
            sampleBatch({
              starts: [sampleInstance(key, { id, parent: a, child: 4 })],
              log: [sampleLog(key, 1)],
              takes: [{ key, delivery: two.id }],
            }),
          )
        deepEqual(yield* start(first, `instance-${a}`), { lost: [], duplicates: [first], gone: [] })
        equal((yield* all(store)).length, 2)
        deepEqual(yield* start(first + 1, "by mail"), { lost: [], duplicates: [], gone: [] })
        deepEqual(yield* start(first + 2, "by mail again"), { lost: [], duplicates: [], gone: [first + 2] })
        equal(yield* store.instances.byId("by mail again"), undefined)
        deepEqual(yield* store.instances.byId("by mail"), sampleInstance(first + 1, { id: "by mail", parent: a, child: 4 }))
        deepEqual((yield* store.log.load(first + 1, "referenced"))?.row.parent, a)
        deepEqual(yield* all(store), [one])
      }),
  },
]

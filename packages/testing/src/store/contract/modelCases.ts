/**
 * Random batches against the model, by seed.
 */
import { deepEqual } from "node:assert/strict"
import type { CommitBatch, RowRef } from "@millrace/engine/store"
import { Effect } from "effect"
import type { ContractCase } from "../ContractCase.ts"
import { sampleAdvance, sampleBatch, sampleIncident, sampleInstance, sampleLog, sampleUserTask } from "../sampleRows.ts"
import { type Seeded, seeded } from "../seeded.ts"
import { applyToModel, emptyModel, loadFromModel, type Model, sorted, sortedByDue } from "./Model.ts"

const rounds = 25

export const modelCases: ReadonlyArray<ContractCase> = Array.from({ length: 8 }, (_, seed) => ({
  name: `does what the model does, over ${rounds} random batches (seed ${seed})`,
  run: (store) =>
    Effect.gen(function* () {
      const random = seeded(seed)
      const model = emptyModel()
      for (let round = 0; round < rounds; round++) {
        const free = yield* store.instances.reserve(4)
        const batch = randomBatch(random, model, free)
        const outcome = yield* store.log.commit(batch)
        const { lost, duplicates } = applyToModel(model, batch)
        deepEqual([outcome.lost.toSorted(), outcome.duplicates.toSorted()], [lost.toSorted(), duplicates.toSorted()])
        yield* compare(store, model, free + 4)
      }
    }),
}))

const compare = (store: Parameters<ContractCase["run"]>[0], model: Model, keys: number) =>
  Effect.gen(function* () {
    for (let key = 1; key < keys; key++) deepEqual(yield* store.log.load(key), loadFromModel(model, key))
    deepEqual((yield* store.userTasks.list({ limit: 10_000 })).rows, sorted(model.userTasks.values()))
    deepEqual((yield* store.incidents.list({ limit: 10_000 })).rows, sorted(model.incidents.values()))
    deepEqual(
      yield* store.timers.due(50, 10_000),
      sortedByDue(model.timers.values()).filter((timer) => timer.due <= 50),
    )
    deepEqual(yield* store.timers.nextDue(), sortedByDue(model.timers.values())[0]?.due)
    deepEqual(yield* store.jobs.nextDue(), sortedByDue(model.jobs.values()).find((job) => job.owner === null)?.due)
    for (const group of ["a", "b"]) {
      deepEqual(
        (yield* store.userTasks.list({ limit: 10_000, groups: [group] })).rows,
        sorted(model.userTasks.values()).filter((task) => task.assignee === null && task.groups.includes(group)),
      )
    }
  })

const randomBatch = (random: Seeded, model: Model, free: number): CommitBatch => {
  const some = <A>(most: number, make: (n: number) => A): Array<A> => Array.from({ length: random.below(most + 1) }, (_, n) => make(n))
  const starts = some(4, (n) =>
    sampleInstance(free + n, {
      id: random.chance(0.2) ? `shared-${random.below(3)}` : `instance-${free + n}`,
      businessKey: random.chance(0.3) ? `bk-${random.below(6)}` : null,
      process: random.chance(0.5) ? "order" : "refund",
    }),
  )
  const advances = [...model.instances.values()]
    .filter(() => random.chance(0.4))
    .map(({ key, seq }) => sampleAdvance(key, random.chance(0.15) ? seq - 1 : seq, { owner: random.chance(0.5) ? random.below(3) : null }))
  const keys = [...starts.map((row) => row.key), ...advances.map((row) => row.key)]
  const seqOf = new Map<number, number>([
    ...starts.map((row) => [row.key, 1] as const),
    ...advances.map((row) => [row.key, row.seq] as const),
  ])
  const refs = (): ReadonlyArray<RowRef> => keys.flatMap((key) => [1, 2, 3].filter(() => random.chance(0.3)).map((id) => ({ key, id })))
  const due = () => random.below(100)
  return sampleBatch({
    starts,
    advances,
    log: keys.map((key) => sampleLog(key, seqOf.get(key) ?? 0, { events: `[${random.below(1_000)}]` })),
    snapshots: keys
      .filter(() => random.chance(0.2))
      .map((key) => ({ key, seq: seqOf.get(key) ?? 0, state: String(random.below(99)), format: 1 })),
    values: refs().map((ref) => ({ ...ref, text: String(random.below(99)) })),
    jobs: {
      insert: refs().map((ref) => ({ ...ref, handler: `h${random.below(2)}`, due: due(), owner: random.chance(0.3) ? 1 : null })),
      delete: refs(),
    },
    timers: { insert: refs().map((ref) => ({ ...ref, due: due() })), delete: refs() },
    userTasks: {
      insert: refs().map(({ key, id }) => sampleUserTask(key, id, { groups: ["a", "b", "c"].filter(() => random.chance(0.5)) })),
      delete: refs(),
      update: refs().map((ref) => ({ ...ref, assignee: random.chance(0.5) ? "anna" : null, due: due() })),
    },
    incidents: { insert: refs().map(({ key, id }) => sampleIncident(key, id, { code: `C${random.below(3)}` })), delete: refs() },
  })
}

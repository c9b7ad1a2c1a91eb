/**
 * User tasks: every filter alone and with others, changes, pages.
 */
import { deepEqual, equal } from "node:assert/strict"
import type { UserTaskQuery, UserTaskRow } from "@millrace/engine/store"
import { Effect } from "effect"
import type { ContractCase } from "../ContractCase.ts"
import { sampleBatch, sampleUserTask, startInstances } from "../sampleRows.ts"
import { readAll } from "./readAll.ts"

type Filters = Omit<UserTaskQuery, "limit" | "after">

const passes = (filters: Filters, row: UserTaskRow): boolean =>
  (filters.assignee === undefined || row.assignee === filters.assignee) &&
  (filters.groups === undefined ||
    ((row.assignee === null || filters.assignee !== undefined) && filters.groups.some((group) => row.groups.includes(group)))) &&
  (filters.process === undefined || row.process === filters.process) &&
  (filters.businessKey === undefined || row.businessKey === filters.businessKey) &&
  (filters.instance === undefined || row.instance === filters.instance) &&
  (filters.element === undefined || row.element === filters.element) &&
  (filters.dueBefore === undefined || (row.due !== null && row.due < filters.dueBefore))

const one: ReadonlyArray<Filters> = [
  { assignee: "anna" },
  { assignee: "nobody" },
  { groups: ["managers"] },
  { groups: ["managers", "clerks", "managers"] },
  { groups: [] },
  { process: "order" },
  { businessKey: "invoice 3" },
  { instance: "instance-c" },
  { instance: "no such" },
  { element: "approval" },
  { dueBefore: 50 },
]

export const userTaskCases: ReadonlyArray<ContractCase> = [
  {
    name: "lists user tasks by each filter, and by each two together, in pages",
    run: (store) =>
      Effect.gen(function* () {
        const rows: Array<UserTaskRow> = []
        yield* startInstances(
          store,
          ["a", "b", "c", "d", "e"].map((name) => ({ id: `instance-${name}` })),
          (keys) => {
            for (const [n, key] of keys.entries()) {
              for (let id = 1; id <= 12; id++) {
                rows.push(
                  sampleUserTask(key, id, {
                    instance: `instance-${"abcde"[n]}`,
                    process: n % 2 === 0 ? "order" : "refund",
                    businessKey: n % 4 === 0 ? null : `invoice ${n}`,
                    element: id % 3 === 0 ? "approval" : "review",
                    assignee: [null, "anna", null, "bert"][id % 4] ?? null,
                    groups: [[], ["managers"], ["clerks", "managers"], ["clerks"], ["others"]][id % 5] ?? [],
                    excluded: id % 6 === 0 ? ["carl"] : [],
                    due: id % 2 === 0 ? null : 10 * id,
                  }),
                )
              }
            }
            return { userTasks: { insert: rows.toReversed(), delete: [], update: [] } }
          },
        )
        deepEqual(yield* readAll((page) => store.userTasks.list(page), 7), rows)
        for (const left of one) {
          for (const right of one) {
            const filters = { ...left, ...right }
            deepEqual(
              yield* readAll((page) => store.userTasks.list({ ...filters, ...page }), 4),
              rows.filter((row) => passes(filters, row)),
              JSON.stringify(filters),
            )
          }
        }
      }),
  },
  {
    name: "changes assignee and due date of an open task, and nothing else",
    run: (store) =>
      Effect.gen(function* () {
        const task = sampleUserTask(0, 1, { groups: ["managers"], excluded: ["carl"], due: 5 })
        const [key = 0] = yield* startInstances(store, [{}], ([key = 0]) => ({
          userTasks: {
            insert: [
              { ...task, key },
              { ...task, key, id: 2 },
            ],
            delete: [],
            update: [],
          },
        }))
        yield* store.log.commit(
          sampleBatch({ userTasks: { insert: [], delete: [], update: [{ key, id: 1, assignee: "anna", due: null }] } }),
        )
        deepEqual(yield* store.userTasks.get(key, 1), { ...task, key, assignee: "anna", due: null })
        deepEqual(yield* store.userTasks.get(key, 2), { ...task, key, id: 2 })
        equal(yield* store.userTasks.get(key, 3), undefined)
        deepEqual(
          (yield* store.userTasks.list({ limit: 9, groups: ["managers"] })).rows.map((row) => row.id),
          [2],
        )
        deepEqual(
          (yield* store.userTasks.list({ limit: 9, groups: ["managers"], assignee: "anna" })).rows.map((row) => row.id),
          [1],
        )
        yield* store.log.commit(
          sampleBatch({
            userTasks: {
              insert: [{ ...task, key, id: 3 }],
              delete: [{ key, id: 2 }],
              update: [
                { key, id: 1, assignee: null, due: 9 },
                { key, id: 3, assignee: "bert", due: 8 },
              ],
            },
          }),
        )
        deepEqual(yield* store.userTasks.get(key, 1), { ...task, key, due: 9 })
        deepEqual(yield* store.userTasks.get(key, 3), { ...task, key, id: 3, assignee: "bert", due: 8 })
        deepEqual(
          (yield* store.userTasks.list({ limit: 9, groups: ["managers"] })).rows.map((row) => row.id),
          [1],
        )
      }),
  },
]

/** The user task port. */
import { cursorOf, readCursor, type UserTaskPort, type UserTaskQuery, type UserTaskRow } from "@millrace/engine/store"
import { Effect } from "effect"
import type { Database } from "../Database.ts"
import { readUserTask } from "../Row.ts"
import { allOf, type Filter } from "./Filter.ts"

const columns = `t.key, t.id, t.instance, t.process, t.business_key, t.element, t.name, t.assignee, t.candidate_groups, t.excluded, t.due, t.created_at`

export const userTaskPort = (database: Database): UserTaskPort => {
  /** One page of tasks, or of the tasks of one group; each walks an index in order. */
  const page = (query: UserTaskQuery, { where, params }: Filter, group?: string) =>
    Effect.map(
      database.all(
        group === undefined
          ? `SELECT ${columns} FROM user_tasks t WHERE ${where} ORDER BY t.key, t.id LIMIT ?`
          : `SELECT ${columns} FROM user_task_groups g JOIN user_tasks t ON t.key = g.key AND t.id = g.id
             WHERE g.group_name = ? AND ${where} ORDER BY g.key, g.id LIMIT ?`,
        [...(group === undefined ? [] : [group]), ...params, query.limit + 1],
      ),
      (rows) => rows.map(readUserTask),
    )

  return {
    list: (query) =>
      Effect.gen(function* () {
        const after = yield* readCursor(query.after, 2)
        if (query.groups === undefined) return pageOf(yield* page(query, filterOf(query, after, "t")), query.limit)
        const found = new Map<string, UserTaskRow>()
        for (const group of new Set(query.groups)) {
          for (const row of yield* page(query, filterOf(query, after, "g"), group)) found.set(cursorOf(row.key, row.id), row)
        }
        return pageOf(
          [...found.values()].sort((a, b) => a.key - b.key || a.id - b.id),
          query.limit,
        )
      }),
    get: (key, id) =>
      Effect.map(database.first(`SELECT ${columns} FROM user_tasks t WHERE t.key = ? AND t.id = ?`, [key, id]), (row) =>
        row === undefined ? undefined : readUserTask(row),
      ),
  }
}

const pageOf = (rows: ReadonlyArray<UserTaskRow>, limit: number) => {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { rows: shown, next: rows.length > limit && last !== undefined ? cursorOf(last.key, last.id) : undefined }
}

const filterOf = (query: UserTaskQuery, after: ReadonlyArray<number>, walked: "t" | "g"): Filter =>
  allOf(
    [`(${walked}.key, ${walked}.id) > (?, ?)`, after],
    ["t.assignee = ?", query.assignee],
    // What somebody has cannot be claimed, unless the query asks for what that somebody has.
    ["t.assignee IS NULL", query.groups !== undefined && query.assignee === undefined ? [] : undefined],
    ["t.process = ?", query.process],
    ["t.business_key = ?", query.businessKey],
    [`${walked}.key = (SELECT key FROM instances WHERE id = ?)`, query.instance],
    ["t.element = ?", query.element],
    ["t.due < ?", query.dueBefore],
  )

/**
 * A batch without rows that undo each other. Statements after one another may write a row twice; the parts of one
 * statement all see the database as it was before, so what becomes of each row has to be settled first.
 */
import type { CommitBatch, RowRef, UserTaskRow } from "@millrace/engine/store"

/** The same outcome, with every row in one place at most. */
export const settleBatch = (batch: CommitBatch): CommitBatch => {
  const { userTasks } = batch
  return {
    ...batch,
    snapshots: lastOf(batch.snapshots, ({ key }) => key),
    values: lastOf(batch.values, place),
    jobs: settle(batch.jobs),
    timers: settle(batch.timers),
    userTasks: userTasks.update.length === 0 ? { ...settle(userTasks), update: [] } : settleTasks(userTasks),
    incidents: settle(batch.incidents),
    subscriptions: settle(batch.subscriptions),
    children: settle(batch.children),
  }
}

const place = ({ key, id }: RowRef): string => `${key}/${id}`

/** The last row of each name, in order. */
const lastOf = <Row>(rows: ReadonlyArray<Row>, name: (row: Row) => string | number): ReadonlyArray<Row> => {
  if (rows.length < 2) return rows
  const last = new Map(rows.map((row) => [name(row), row]))
  return last.size === rows.length ? rows : [...last.values()]
}

/** An insert replaces what was there: the delete before it is nothing. */
const settle = <Row extends RowRef>(changes: { readonly insert: ReadonlyArray<Row>; readonly delete: ReadonlyArray<RowRef> }) => {
  const insert = lastOf(changes.insert, place)
  if (insert.length === 0 || changes.delete.length === 0) return { insert, delete: changes.delete }
  const written = new Set(insert.map(place))
  return { insert, delete: changes.delete.filter((row) => !written.has(place(row))) }
}

/** Changes come last: they change what is inserted with them, and what is deleted with them is not there. */
const settleTasks = (changes: CommitBatch["userTasks"]): CommitBatch["userTasks"] => {
  const settled = settle(changes)
  const inserted = new Map(settled.insert.map((row): readonly [string, UserTaskRow] => [place(row), row]))
  const deleted = new Set(settled.delete.map(place))
  const update = lastOf(changes.update, place).filter((change) => {
    const row = inserted.get(place(change))
    if (row !== undefined) inserted.set(place(change), { ...row, assignee: change.assignee, due: change.due })
    return row === undefined && !deleted.has(place(change))
  })
  return { insert: [...inserted.values()], delete: settled.delete, update }
}

/**
 * Writes a batch into the tables: the fence first, then the rows of all instances that passed it.
 */

import type { RowRef } from "../Rows.ts"
import type { CommitBatch, CommitOutcome, RowChanges } from "../Store.ts"
import type { Tables } from "./Tables.ts"

const nobody: ReadonlyArray<number> = []

export const commitBatch = (tables: Tables, batch: CommitBatch): CommitOutcome => {
  const { instances, jobs, timers, userTasks, incidents } = tables
  let duplicates = nobody
  let lost = nobody
  for (const row of batch.starts) if (!instances.start(row)) duplicates = [...duplicates, row.key]
  for (const advance of batch.advances) if (!instances.advance(advance)) lost = [...lost, advance.key]
  const out = new Set([...duplicates, ...lost])

  for (const row of batch.log) if (!out.has(row.key)) instances.get(row.key)?.log.push({ row, batch: batch.id })
  for (const row of batch.snapshots) {
    const kept = out.has(row.key) ? undefined : instances.get(row.key)
    if (kept !== undefined) kept.snapshot = row
  }
  for (const row of batch.values) {
    const kept = out.has(row.key) ? undefined : instances.get(row.key)
    if (kept === undefined) continue
    kept.values ??= new Map()
    kept.values.set(row.id, row)
  }
  change(jobs, batch.jobs, out)
  change(timers, batch.timers, out)
  change(userTasks, batch.userTasks, out)
  for (const { key, id, assignee, due } of batch.userTasks.update) {
    const row = out.has(key) ? undefined : userTasks.get({ key, id })
    if (row !== undefined) userTasks.insert({ ...row, assignee, due })
  }
  change(incidents, batch.incidents, out)
  return { lost, duplicates }
}

/** Deletes come first: a batch may replace a row by deleting and inserting it. */
const change = <Row extends RowRef>(
  table: { readonly insert: (row: Row) => void; readonly delete: (ref: RowRef) => void },
  changes: RowChanges<Row>,
  out: ReadonlySet<number>,
): void => {
  for (const ref of changes.delete) if (!out.has(ref.key)) table.delete(ref)
  for (const row of changes.insert) if (!out.has(row.key)) table.insert(row)
}

/**
 * Writes a batch into the tables: the fence first, then the rows of all instances that passed it.
 */

import type { RowRef } from "../Rows.ts"
import type { CommitBatch, CommitOutcome, RowChanges } from "../Store.ts"
import type { Tables } from "./Tables.ts"

const nobody: ReadonlyArray<number> = []

export const commitBatch = (tables: Tables, batch: CommitBatch): CommitOutcome => {
  const { instances, jobs, timers, userTasks, incidents, subscriptions, children, messages, deliveries, mail } = tables
  let duplicates = nobody
  let lost = nobody
  const gone = new Set(batch.takes.flatMap(({ key, delivery }) => (deliveries.has(delivery) ? [] : [key])))
  for (const row of batch.starts) if (!gone.has(row.key) && !instances.start(row)) duplicates = [...duplicates, row.key]
  for (const advance of batch.advances) if (!gone.has(advance.key) && !instances.advance(advance)) lost = [...lost, advance.key]
  const out = new Set([...gone, ...duplicates, ...lost])

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
  change(children, batch.children, out)
  for (const { key, delivery } of batch.takes) if (!out.has(key)) deliveries.delete(delivery)
  // Who begins to wait in this batch does not get its signals, nor who stops.
  for (const ref of batch.subscriptions.delete) if (!out.has(ref.key)) subscriptions.delete(ref)
  for (const { from, signal } of batch.signals) if (!out.has(from)) mail.broadcast(signal)
  for (const row of batch.subscriptions.insert) if (!out.has(row.key)) subscriptions.insert(row)
  for (const { from, message } of batch.messages) if (!out.has(from)) messages.publish(message)
  for (const { from, delivery } of batch.deliveries) if (!out.has(from)) deliveries.insert(delivery)
  return { lost, duplicates, gone: [...gone] }
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

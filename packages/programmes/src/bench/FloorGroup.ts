/**
 * What the floor writes: the rows of an engine's batches as bare writes, and how fast that went.
 */
import type { CommitBatch } from "@millrace/engine/store"

/** The parameters of `start`, in its order. */
const startColumns = [
  "key",
  "id",
  "definition",
  "process",
  "version",
  "businessKey",
  "status",
  "seq",
  "owner",
  "inputDigest",
  "startedAt",
  "endedAt",
  "result",
  "quarantine",
] as const

/** What a commit may write. */
export type StatementName = "start" | "advance" | "log" | "snapshot"

type Write = readonly [statement: StatementName, parameters: ReadonlyArray<string | number | null>]

/** The writes of one transaction. */
export type FloorGroup = ReadonlyArray<Write>

/** The rows of batches as bare writes. Fails for rows of which the floor knows nothing, so that it is never too low. */
export const floorOf = (batches: ReadonlyArray<CommitBatch>): ReadonlyArray<FloorGroup> => batches.map(groupOf)

const groupOf = (batch: CommitBatch): FloorGroup => {
  const { jobs, timers, userTasks, incidents, snapshots, values } = batch
  const others = [jobs.insert, jobs.delete, timers.insert, timers.delete, userTasks.insert, userTasks.update, userTasks.delete]
  const unknown = [...others, incidents.insert, incidents.delete, values].reduce((sum, rows) => sum + rows.length, 0)
  if (unknown > 0) throw new Error(`Batch ${batch.id} has ${unknown} rows in tables that the floor does not write: teach it in Floor.ts.`)
  return [
    ...batch.starts.map((row): Write => ["start", startColumns.map((column) => row[column])]),
    ...batch.advances.map((row): Write => ["advance", [row.seq, row.status, row.owner, row.endedAt, row.result, row.key, row.expected]]),
    ...batch.log.map((row): Write => ["log", [row.key, row.seq, row.events, row.format, row.at, batch.id]]),
    ...snapshots.map((row): Write => ["snapshot", [row.key, row.seq, row.state, row.format]]),
  ]
}

export interface FloorResult {
  /** Instances, counted by their first rows, in a second. */
  readonly perSecond: number
  /** Transactions in a second. */
  readonly commitsPerSecond: number
}

/** What was written within so many milliseconds. */
export const floorResult = (groups: ReadonlyArray<FloorGroup>, milliseconds: number): FloorResult => ({
  perSecond: (groups.flat().filter(([statement]) => statement === "start").length / milliseconds) * 1000,
  commitsPerSecond: (groups.length / milliseconds) * 1000,
})

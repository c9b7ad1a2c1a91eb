/**
 * What was decided on many instances, as the rows of one batch.
 */
import type { Hot } from "../instance/Hot.ts"
import type { PendingCommit, RowSink } from "../instance/PendingCommit.ts"
import type { InstanceAdvance, InstanceRow, LogRow, SnapshotRow } from "../store/Rows.ts"
import type { CommitBatch } from "../store/Store.ts"

/** A snapshot is due when the log after the last one is longer than this and than the snapshot itself. */
const shortestTail = 32 * 1024

export const encodeBatch = (id: string, commits: ReadonlyArray<PendingCommit>): CommitBatch => {
  const starts: Array<InstanceRow> = []
  const advances: Array<InstanceAdvance> = []
  const log: Array<LogRow> = []
  const snapshots: Array<SnapshotRow> = []
  const rows: RowSink = {
    values: [],
    jobs: { insert: [], delete: [] },
    timers: { insert: [], delete: [] },
    userTasks: { insert: [], update: [], delete: [] },
    incidents: { insert: [], delete: [] },
  }
  for (const commit of commits) {
    const { hot, seq } = commit
    const { key } = hot
    const ended = commit.ending === undefined ? null : commit.at
    const result = commit.ending?.result ?? null
    if (commit.start !== undefined) starts.push({ ...commit.start, status: hot.status, owner: hot.owner, endedAt: ended, result })
    else advances.push({ key, expected: commit.expected, seq, status: hot.status, owner: hot.owner, endedAt: ended, result })
    const events = JSON.stringify(commit.events)
    const format = hot.model.decider.format
    log.push({ key, seq, events, format, at: commit.at })
    hot.tailLength += events.length
    if (snapshotIsDue(hot, commit)) {
      const state = JSON.stringify(hot.model.decider.snapshot(hot.state))
      snapshots.push({ key, seq, state, format })
      hot.tailLength = 0
      hot.snapshotLength = state.length
    }
    commit.writeTo(rows)
  }
  return { id, starts, advances, log, snapshots, ...rows }
}

/** Never in the middle of a continuation: the last event of the log has to say that there is more to do. */
const snapshotIsDue = (hot: Hot, commit: PendingCommit): boolean =>
  commit.ending === undefined && !hot.continuing && hot.tailLength > Math.max(shortestTail, hot.snapshotLength)

/**
 * What was decided on many instances, as the rows of one batch.
 */
import type { Hot, PendingCommit } from "../instance/Hot.ts"
import type {
  IncidentRow,
  InstanceAdvance,
  InstanceRow,
  JobRow,
  LogRow,
  RowRef,
  SnapshotRow,
  TimerRow,
  UserTaskChange,
  UserTaskRow,
  ValueRow,
} from "../store/Rows.ts"
import type { CommitBatch } from "../store/Store.ts"

/** A snapshot is due when the log after the last one is longer than this and than the snapshot itself. */
const shortestTail = 32 * 1024

export const encodeBatch = (id: string, commits: ReadonlyArray<PendingCommit>): CommitBatch => {
  const starts: Array<InstanceRow> = []
  const advances: Array<InstanceAdvance> = []
  const log: Array<LogRow> = []
  const snapshots: Array<SnapshotRow> = []
  const values: Array<ValueRow> = []
  const jobs = { insert: [] as Array<JobRow>, delete: [] as Array<RowRef> }
  const timers = { insert: [] as Array<TimerRow>, delete: [] as Array<RowRef> }
  const userTasks = { insert: [] as Array<UserTaskRow>, update: [] as Array<UserTaskChange>, delete: [] as Array<RowRef> }
  const incidents = { insert: [] as Array<IncidentRow>, delete: [] as Array<RowRef> }
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
    for (const value of commit.values) values.push({ key, id: value.id, text: value.text })
    commit.jobs.writeTo(key, jobs.insert, jobs.delete)
    commit.timers.writeTo(key, timers.insert, timers.delete)
    commit.userTasks.writeTo(key, userTasks.insert, userTasks.delete)
    for (const change of commit.userTaskChanges.values()) userTasks.update.push(change)
    commit.incidents.writeTo(key, incidents.insert, incidents.delete)
  }
  return { id, starts, advances, log, snapshots, values, jobs, timers, userTasks, incidents }
}

/** Never in the middle of a continuation: the last event of the log has to say that there is more to do. */
const snapshotIsDue = (hot: Hot, commit: PendingCommit): boolean =>
  commit.ending === undefined && !hot.continuing && hot.tailLength > Math.max(shortestTail, hot.snapshotLength)

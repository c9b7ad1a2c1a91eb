/**
 * What was decided on many instances, as the rows of one batch.
 */
import type { Hot } from "../instance/Hot.ts"
import type { PendingCommit, RowSink } from "../instance/PendingCommit.ts"
import type { InstanceAdvance, InstanceRow, LogRow, SnapshotRow } from "../store/Rows.ts"
import type { Announcement, CommitBatch } from "../store/Store.ts"

/** A snapshot is due when the log after the last one is longer than this and than the snapshot itself. */
const shortestTail = 32 * 1024

/** The rows of one commit that tell of its instance as a whole. */
export interface EncodedCommit {
  readonly commit: PendingCommit
  readonly start: InstanceRow | undefined
  readonly advance: InstanceAdvance | undefined
  readonly log: LogRow
  readonly snapshot: SnapshotRow | undefined
}

/**
 * Encodes a commit. This has to happen before anything else is decided on the instance: status, owner and snapshot are
 * those of its state in memory, which moves on while the store is at work.
 */
export const encodeCommit = (commit: PendingCommit): EncodedCommit => {
  const { hot, seq } = commit
  const { key, status, owner } = hot
  // What has ended can go on: its caller may compensate it, while its end is on its way to the store, too.
  if (commit.ending !== undefined) hot.row = { ...hot.row, endedAt: commit.at, result: commit.ending.result }
  const { endedAt, result } = hot.row
  const events = JSON.stringify(commit.events)
  const format = hot.model.decider.format
  hot.tailLength += events.length
  let snapshot: SnapshotRow | undefined
  if (snapshotIsDue(hot, commit)) {
    snapshot = { key, seq, state: JSON.stringify(hot.model.decider.snapshot(hot.state)), format }
    hot.tailLength = 0
    hot.snapshotLength = snapshot.state.length
  }
  return {
    commit,
    start: commit.start === undefined ? undefined : { ...commit.start, status, owner, endedAt, result },
    advance: commit.start === undefined ? { key, expected: commit.expected, seq, status, owner, endedAt, result } : undefined,
    log: { key, seq, events, format, at: commit.at },
    snapshot,
  }
}

export const encodeBatch = (id: string, commits: ReadonlyArray<EncodedCommit>, announce?: Announcement): CommitBatch => {
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
    subscriptions: { insert: [], delete: [] },
    children: { insert: [], delete: [] },
    messages: [],
    signals: [],
    deliveries: [],
    takes: [],
  }
  for (const encoded of commits) {
    if (encoded.start !== undefined) starts.push(encoded.start)
    if (encoded.advance !== undefined) advances.push(encoded.advance)
    log.push(encoded.log)
    if (encoded.snapshot !== undefined) snapshots.push(encoded.snapshot)
    encoded.commit.writeTo(rows)
  }
  const batch = { id, starts, advances, log, snapshots, ...rows }
  return announce === undefined ? batch : { ...batch, announce }
}

/** Never in the middle of a continuation: the last event of the log has to say that there is more to do. */
const snapshotIsDue = (hot: Hot, commit: PendingCommit): boolean =>
  commit.ending === undefined && !hot.continuing && hot.tailLength > Math.max(shortestTail, hot.snapshotLength)

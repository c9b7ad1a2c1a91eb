/**
 * What a committed batch wrote of one instance.
 */
import type {
  ChildRow,
  CommitBatch,
  CommitOutcome,
  IncidentRow,
  InstanceAdvance,
  InstanceRow,
  JobRow,
  LogRow,
  RowRef,
  SnapshotRow,
  SubscriptionRow,
  TimerRow,
  UserTaskChange,
  UserTaskRow,
  ValueRow,
} from "@millrace/engine/store"

export interface Changes<Row> {
  readonly insert: Array<Row>
  readonly delete: Array<RowRef>
}

export interface Written {
  readonly key: number
  start: InstanceRow | undefined
  advance: InstanceAdvance | undefined
  log: LogRow | undefined
  snapshot: SnapshotRow | undefined
  readonly values: Array<ValueRow>
  readonly jobs: Changes<JobRow>
  readonly timers: Changes<TimerRow>
  readonly userTasks: Changes<UserTaskRow> & { readonly update: Array<UserTaskChange> }
  readonly incidents: Changes<IncidentRow>
  readonly subscriptions: Changes<SubscriptionRow>
  readonly children: Changes<ChildRow>
}

const nothing = (key: number): Written => ({
  key,
  start: undefined,
  advance: undefined,
  log: undefined,
  snapshot: undefined,
  values: [],
  jobs: { insert: [], delete: [] },
  timers: { insert: [], delete: [] },
  userTasks: { insert: [], delete: [], update: [] },
  incidents: { insert: [], delete: [] },
  subscriptions: { insert: [], delete: [] },
  children: { insert: [], delete: [] },
})

/** What the batch wrote, instance by instance; of those that were left out, nothing. */
export const writtenBy = (batch: CommitBatch, { lost, duplicates, gone }: CommitOutcome): ReadonlyArray<Written> => {
  const left = new Set([...lost, ...duplicates, ...gone])
  const written = new Map<number, Written>()
  const of = ({ key }: { readonly key: number }, take: (mine: Written) => void): void => {
    if (left.has(key)) return
    const mine = written.get(key) ?? nothing(key)
    written.set(key, mine)
    take(mine)
  }
  for (const row of batch.starts) of(row, (mine) => (mine.start = row))
  for (const row of batch.advances) of(row, (mine) => (mine.advance = row))
  for (const row of batch.log) of(row, (mine) => (mine.log = row))
  for (const row of batch.snapshots) of(row, (mine) => (mine.snapshot = row))
  for (const row of batch.values) of(row, (mine) => mine.values.push(row))
  for (const kind of ["jobs", "timers", "userTasks", "incidents", "subscriptions", "children"] as const) {
    for (const row of batch[kind].delete) of(row, (mine) => mine[kind].delete.push(row))
    for (const row of batch[kind].insert) of(row, (mine) => (mine[kind].insert as Array<RowRef>).push(row))
  }
  for (const row of batch.userTasks.update) of(row, (mine) => mine.userTasks.update.push(row))
  return [...written.values()]
}

/** Whether an instance that has ended goes on with it, since its caller wants it compensated. */
export const compensates = ({ log }: Written): boolean => log?.events.includes('"InstanceCompensationStarted"') ?? false

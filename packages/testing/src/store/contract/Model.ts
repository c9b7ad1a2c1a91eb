/**
 * The contract of `commit` in its plainest form: rows in maps, searched from end to end.
 */
import type {
  CommitBatch,
  CommitOutcome,
  IncidentRow,
  InstanceRow,
  JobRow,
  LogRow,
  RowChanges,
  RowRef,
  SnapshotRow,
  StoredInstance,
  TimerRow,
  UserTaskRow,
  ValueRow,
} from "@millrace/engine/store"

type Rows<Row> = Map<string, Row>

export interface Model {
  readonly instances: Map<number, InstanceRow>
  readonly log: Array<LogRow>
  readonly snapshots: Map<number, SnapshotRow>
  readonly values: Rows<ValueRow>
  readonly jobs: Rows<JobRow>
  readonly timers: Rows<TimerRow>
  readonly userTasks: Rows<UserTaskRow>
  readonly incidents: Rows<IncidentRow>
}

export const emptyModel = (): Model => ({
  instances: new Map(),
  log: [],
  snapshots: new Map(),
  values: new Map(),
  jobs: new Map(),
  timers: new Map(),
  userTasks: new Map(),
  incidents: new Map(),
})

const name = ({ key, id }: RowRef): string => `${key}/${id}`

/** Writes the batch into the model and says what a store has to answer. */
export const applyToModel = (model: Model, batch: CommitBatch): CommitOutcome => {
  const duplicates: Array<number> = []
  const lost: Array<number> = []
  for (const row of batch.starts) {
    const collides = [...model.instances.values()].some(
      (other) =>
        other.key === row.key ||
        other.id === row.id ||
        (row.businessKey !== null && other.businessKey === row.businessKey && other.process === row.process),
    )
    if (collides) duplicates.push(row.key)
    else model.instances.set(row.key, row)
  }
  for (const { key, expected, ...changed } of batch.advances) {
    const row = model.instances.get(key)
    if (row?.seq === expected) model.instances.set(key, { ...row, ...changed })
    else lost.push(key)
  }
  const stays = <Row extends { readonly key: number }>(rows: ReadonlyArray<Row>) =>
    rows.filter(({ key }) => !lost.includes(key) && !duplicates.includes(key))
  const change = <Row extends RowRef>(rows: Rows<Row>, changes: RowChanges<Row>): void => {
    for (const ref of stays(changes.delete)) rows.delete(name(ref))
    for (const row of stays(changes.insert)) rows.set(name(row), row)
  }
  model.log.push(...stays(batch.log))
  for (const row of stays(batch.snapshots)) model.snapshots.set(row.key, row)
  for (const row of stays(batch.values)) model.values.set(name(row), row)
  change(model.jobs, batch.jobs)
  change(model.timers, batch.timers)
  change(model.userTasks, batch.userTasks)
  for (const { assignee, due, ...ref } of stays(batch.userTasks.update)) {
    const row = model.userTasks.get(name(ref))
    if (row !== undefined) model.userTasks.set(name(ref), { ...row, assignee, due })
  }
  change(model.incidents, batch.incidents)
  return { lost, duplicates, gone: [] }
}

/** What `load` has to give. */
export const loadFromModel = (model: Model, key: number): StoredInstance | undefined => {
  const row = model.instances.get(key)
  if (row === undefined) return undefined
  const snapshot = model.snapshots.get(key)
  const values = sorted([...model.values.values()].filter((value) => value.key === key))
  return {
    row,
    snapshot,
    tail: model.log.filter((entry) => entry.key === key && entry.seq > (snapshot?.seq ?? 0)).toSorted((a, b) => a.seq - b.seq),
    values,
    lastValue: values.at(-1)?.id ?? 0,
    jobs: sorted([...model.jobs.values()].filter((job) => job.key === key)),
  }
}

/** Rows in the order of lists. */
export const sorted = <Row extends RowRef>(rows: Iterable<Row>): ReadonlyArray<Row> =>
  [...rows].sort((a, b) => a.key - b.key || a.id - b.id)

/** Rows in the order of their due dates. */
export const sortedByDue = <Row extends TimerRow>(rows: Iterable<Row>): ReadonlyArray<Row> =>
  [...rows].sort((a, b) => a.due - b.due || a.key - b.key || a.id - b.id)

/**
 * The statements of a commit, each over many rows.
 */
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
} from "@millrace/engine/store"
import type { ColumnType } from "./Dialect.ts"
import { plainColumns } from "./Row.ts"
import type { RowStatement } from "./RowStatement.ts"

/** Types of columns: `i` for an integer, `t` for a text. */
export const columns = (types: string): ReadonlyArray<ColumnType> => [...types].map((type) => (type === "i" ? "integer" : "text"))

/** New instances; those that collide with one that stands are not returned. */
export const startInstances: RowStatement<InstanceRow> = {
  columns: columns("itititt" + "iitiitt"),
  text: (rows) => `INSERT INTO instances (${plainColumns}) ${rows} ON CONFLICT DO NOTHING RETURNING key`,
  each: `INSERT INTO instances (${plainColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  push: (row, params) => {
    params.push(row.key, row.id, row.definition, row.process, row.version, row.businessKey, row.status)
    params.push(row.seq, row.owner, row.inputDigest, row.startedAt, row.endedAt, row.result, row.quarantine)
  },
}

/** The same for instances that others called. */
export const startCalledInstances: RowStatement<InstanceRow> = {
  columns: [...startInstances.columns, ...columns("ii")],
  text: (rows) => `INSERT INTO instances (${plainColumns}, parent, child) ${rows} ON CONFLICT DO NOTHING RETURNING key`,
  push: (row, params) => {
    startInstances.push(row, params)
    params.push(row.parent, row.child)
  },
}

/** The fence: instances that do not stand where they were expected to are not returned. */
export const advanceInstances: RowStatement<InstanceAdvance> = {
  columns: columns("itiitii"),
  key: 5,
  text: (rows) =>
    `WITH v (seq, status, owner, ended_at, result, key, expected) AS (${rows})
     UPDATE instances SET seq = v.seq, status = v.status, owner = v.owner, ended_at = v.ended_at, result = v.result
     FROM v WHERE instances.key = v.key AND instances.seq = v.expected RETURNING instances.key`,
  each: "UPDATE instances SET seq = ?, status = ?, owner = ?, ended_at = ?, result = ? WHERE key = ? AND seq = ?",
  push: (row, params) => {
    params.push(row.seq, row.status, row.owner, row.endedAt, row.result, row.key, row.expected)
  },
}

/** A log row with the batch that writes it. */
export interface BatchLogRow {
  readonly row: LogRow
  readonly batch: string
}
export const insertLog: RowStatement<BatchLogRow> = {
  columns: columns("iitiit"),
  text: (rows) => `INSERT INTO log (key, seq, events, format, at, batch) ${rows}`,
  each: "INSERT INTO log (key, seq, events, format, at, batch) VALUES (?, ?, ?, ?, ?, ?)",
  push: ({ row, batch }, params) => {
    params.push(row.key, row.seq, row.events, row.format, row.at, batch)
  },
}

export const putSnapshots: RowStatement<SnapshotRow> = {
  columns: columns("iiti"),
  text: (rows) =>
    `INSERT INTO snapshots (key, seq, state, format) ${rows}
     ON CONFLICT (key) DO UPDATE SET seq = excluded.seq, state = excluded.state, format = excluded.format`,
  push: (row, params) => {
    params.push(row.key, row.seq, row.state, row.format)
  },
}

export const putValues: RowStatement<ValueRow> = {
  columns: columns("iit"),
  text: (rows) => `INSERT INTO stored_values (key, id, text) ${rows} ON CONFLICT (key, id) DO UPDATE SET text = excluded.text`,
  push: (row, params) => {
    params.push(row.key, row.id, row.text)
  },
}

export const deleteFrom = (table: string): RowStatement<RowRef> => ({
  columns: columns("ii"),
  text: (rows) => `DELETE FROM ${table} WHERE (key, id) IN (${rows})`,
  push: (row, params) => {
    params.push(row.key, row.id)
  },
})

export const deleteJobs = deleteFrom("jobs")
export const putJobs: RowStatement<JobRow> = {
  columns: columns("iitii"),
  text: (rows) =>
    `INSERT INTO jobs (key, id, handler, due, owner) ${rows}
     ON CONFLICT (key, id) DO UPDATE SET handler = excluded.handler, due = excluded.due, owner = excluded.owner`,
  push: (row, params) => {
    params.push(row.key, row.id, row.handler, row.due, row.owner)
  },
}

export const deleteTimers = deleteFrom("timers")
export const putTimers: RowStatement<TimerRow> = {
  columns: columns("iii"),
  text: (rows) => `INSERT INTO timers (key, id, due) ${rows} ON CONFLICT (key, id) DO UPDATE SET due = excluded.due`,
  push: (row, params) => {
    params.push(row.key, row.id, row.due)
  },
}

export const deleteUserTasks = deleteFrom("user_tasks")
export const putUserTasks: RowStatement<UserTaskRow> = {
  columns: columns("iittttt" + "tttii"),
  text: (rows) =>
    `INSERT INTO user_tasks (key, id, instance, process, business_key, element, name, assignee, candidate_groups, excluded, due, created_at)
     ${rows}
     ON CONFLICT (key, id) DO UPDATE SET instance = excluded.instance, process = excluded.process, business_key = excluded.business_key,
       element = excluded.element, name = excluded.name, assignee = excluded.assignee, candidate_groups = excluded.candidate_groups,
       excluded = excluded.excluded, due = excluded.due, created_at = excluded.created_at`,
  push: (row, params) => {
    params.push(row.key, row.id, row.instance, row.process, row.businessKey, row.element, row.name)
    params.push(row.assignee, JSON.stringify(row.groups), JSON.stringify(row.excluded), row.due, row.createdAt)
  },
}

export const changeUserTasks: RowStatement<UserTaskChange> = {
  columns: columns("iiti"),
  text: (rows) =>
    `WITH v (key, id, assignee, due) AS (${rows})
     UPDATE user_tasks SET assignee = v.assignee, due = v.due FROM v WHERE user_tasks.key = v.key AND user_tasks.id = v.id`,
  push: (row, params) => {
    params.push(row.key, row.id, row.assignee, row.due)
  },
}

/** A group whose members may claim a task. */
export interface TaskGroup extends RowRef {
  readonly group: string
}
export const deleteTaskGroups = deleteFrom("user_task_groups")
export const insertTaskGroups: RowStatement<TaskGroup> = {
  columns: columns("tii"),
  key: 1,
  text: (rows) => `INSERT INTO user_task_groups (group_name, key, id) ${rows} ON CONFLICT DO NOTHING`,
  push: (row, params) => {
    params.push(row.group, row.key, row.id)
  },
}

export const deleteIncidents = deleteFrom("incidents")
export const putIncidents: RowStatement<IncidentRow> = {
  columns: columns("iittttti"),
  text: (rows) =>
    `INSERT INTO incidents (key, id, instance, process, element, code, message, created_at) ${rows}
     ON CONFLICT (key, id) DO UPDATE SET instance = excluded.instance, process = excluded.process, element = excluded.element,
       code = excluded.code, message = excluded.message, created_at = excluded.created_at`,
  push: (row, params) => {
    params.push(row.key, row.id, row.instance, row.process, row.element, row.code, row.message, row.createdAt)
  },
}

/**
 * Reading rows: the one place that knows how drivers give values (numbers, strings or bigints).
 */
import type {
  DefinitionRow,
  IncidentRow,
  InstanceRow,
  InstanceRowStatus,
  JobRow,
  LogRow,
  SnapshotRow,
  TimerRow,
  UserTaskRow,
  ValueRow,
} from "@millrace/engine/store"
import type { RawRow } from "./Database.ts"

export const integer = (value: unknown): number => Number(value)
export const integerOrNull = (value: unknown): number | null => (value === null ? null : Number(value))
const text = (value: unknown): string => String(value)
const textOrNull = (value: unknown): string | null => (value === null ? null : String(value))
const texts = (value: unknown): ReadonlyArray<string> => JSON.parse(text(value)) as ReadonlyArray<string>

/** The columns of every instance, without those that tell who called it. */
export const plainColumns =
  "key, id, definition, process, version, business_key, status, seq, owner, input_digest, started_at, ended_at, result, quarantine"
export const instanceColumns = `${plainColumns}, parent, child`

export const readInstance = (row: RawRow): InstanceRow => ({
  key: integer(row.key),
  id: text(row.id),
  definition: integer(row.definition),
  process: text(row.process),
  version: integer(row.version),
  businessKey: textOrNull(row.business_key),
  status: text(row.status) as InstanceRowStatus,
  seq: integer(row.seq),
  owner: integerOrNull(row.owner),
  inputDigest: textOrNull(row.input_digest),
  startedAt: integer(row.started_at),
  endedAt: integerOrNull(row.ended_at),
  result: textOrNull(row.result),
  quarantine: textOrNull(row.quarantine),
  parent: integerOrNull(row.parent),
  child: integerOrNull(row.child),
})

export const readLog = (row: RawRow): LogRow => ({
  key: integer(row.key),
  seq: integer(row.seq),
  events: text(row.events),
  format: integer(row.format),
  at: integer(row.at),
})

export const readSnapshot = (row: RawRow): SnapshotRow => ({
  key: integer(row.key),
  seq: integer(row.seq),
  state: text(row.state),
  format: integer(row.format),
})

export const readValue = (row: RawRow): ValueRow => ({ key: integer(row.key), id: integer(row.id), text: text(row.text) })

export const readJob = (row: RawRow): JobRow => ({
  key: integer(row.key),
  id: integer(row.id),
  handler: text(row.handler),
  due: integer(row.due),
  owner: integerOrNull(row.owner),
})

export const readTimer = (row: RawRow): TimerRow => ({ key: integer(row.key), id: integer(row.id), due: integer(row.due) })

export const readUserTask = (row: RawRow): UserTaskRow => ({
  key: integer(row.key),
  id: integer(row.id),
  instance: text(row.instance),
  process: text(row.process),
  businessKey: textOrNull(row.business_key),
  element: text(row.element),
  name: text(row.name),
  assignee: textOrNull(row.assignee),
  groups: texts(row.candidate_groups),
  excluded: texts(row.excluded),
  due: integerOrNull(row.due),
  createdAt: integer(row.created_at),
})

export const readIncident = (row: RawRow): IncidentRow => ({
  key: integer(row.key),
  id: integer(row.id),
  instance: text(row.instance),
  process: text(row.process),
  element: text(row.element),
  code: text(row.code),
  message: text(row.message),
  createdAt: integer(row.created_at),
})

export const readDefinition = (row: RawRow): DefinitionRow => ({
  key: integer(row.key),
  kind: text(row.kind),
  id: text(row.id),
  version: integer(row.version),
  revision: integer(row.revision),
  digest: text(row.digest),
  graph: text(row.graph),
})

/**
 * Rows: what a store keeps, already encoded. JSON is text, times are milliseconds since the epoch, keys are
 * ascending integers that the store hands out. Names and meanings are shared by every backend.
 */

/** An instance by its internal key. Users know it by `id`. */
export interface InstanceRow {
  readonly key: number
  readonly id: string
  /** The key of its definition row. */
  readonly definition: number
  /** The id of the definition, such as `order`. */
  readonly process: string
  readonly version: number
  readonly businessKey: string | null
  readonly status: InstanceRowStatus
  /** How many commits it has had: the fence. */
  readonly seq: number
  /** The engine that does its direct jobs; null when none is open. */
  readonly owner: number | null
  /** Digest of the input, where the caller named the instance. */
  readonly inputDigest: string | null
  readonly startedAt: number
  readonly endedAt: number | null
  /** JSON text of the output or of the error, once it has ended. */
  readonly result: string | null
  /** Why the instance takes no commands: JSON text of a fault; null when all is well. */
  readonly quarantine: string | null
}

export type InstanceRowStatus = "active" | "terminating" | "completed" | "failed" | "cancelled"

/** What a commit changes of an instance's row, if its `seq` is still `expected`. */
export interface InstanceAdvance {
  readonly key: number
  readonly expected: number
  readonly seq: number
  readonly status: InstanceRowStatus
  readonly owner: number | null
  readonly endedAt: number | null
  readonly result: string | null
}

/** All events of one commit of one instance. */
export interface LogRow {
  readonly key: number
  readonly seq: number
  /** JSON text of an array of events. */
  readonly events: string
  /** The format of these events. */
  readonly format: number
  readonly at: number
}

export interface SnapshotRow {
  readonly key: number
  /** The state after this commit. */
  readonly seq: number
  readonly state: string
  readonly format: number
}

/** A large value of an instance: its JSON text. */
export interface ValueRow {
  readonly key: number
  readonly id: number
  readonly text: string
}

/** A row that belongs to an instance, by the id it has there. */
export interface RowRef {
  readonly key: number
  readonly id: number
}

/** A job that waits for its time or for a place; direct jobs have no row. */
export interface JobRow extends RowRef {
  /** The name of the handler: places are counted by it. */
  readonly handler: string
  readonly due: number
  /** The engine that has taken it; null when it is free. */
  readonly owner: number | null
}

export interface TimerRow extends RowRef {
  readonly due: number
}

export interface UserTaskRow extends RowRef {
  readonly instance: string
  readonly process: string
  readonly businessKey: string | null
  readonly element: string
  readonly name: string
  readonly assignee: string | null
  readonly groups: ReadonlyArray<string>
  readonly excluded: ReadonlyArray<string>
  readonly due: number | null
  readonly createdAt: number
}

/** What can change of a user task while it is open. */
export interface UserTaskChange extends RowRef {
  readonly assignee: string | null
  readonly due: number | null
}

export interface IncidentRow extends RowRef {
  readonly instance: string
  readonly process: string
  readonly element: string
  readonly code: string
  readonly message: string
  readonly createdAt: number
}

export interface DefinitionRow {
  readonly key: number
  readonly kind: string
  readonly id: string
  readonly version: number
  /** 0, or counted up by development mode when the graph of a version changes. */
  readonly revision: number
  readonly digest: string
  /** JSON text. */
  readonly graph: string
}

/** A definition by its names. */
export type DefinitionName = Omit<DefinitionRow, "digest" | "graph">

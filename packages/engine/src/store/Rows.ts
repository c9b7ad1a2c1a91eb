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
  /** The key of the instance that called it, and which of its children it is; null where nobody did. */
  readonly parent: number | null
  readonly child: number | null
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

/** A message or a signal that an instance waits for. */
export interface SubscriptionRow extends RowRef {
  readonly kind: "message" | "signal"
  readonly name: string
  /** What messages are correlated by; null where only messages without a key are waited for. */
  readonly correlation: string | null
  /** It goes on waiting after each receipt. */
  readonly stays: boolean
  /** A message is on its way to it: no other is given to it. */
  readonly taken: boolean
  readonly instance: string
  readonly process: string
  readonly businessKey: string | null
  readonly element: string
  readonly createdAt: number
}

/** An instance that another one called and waits for. `key` and `id` are of the one that waits. */
export interface ChildRow extends RowRef {
  /** The id of the child as users know it. */
  readonly child: string
  readonly process: string
  readonly instance: string
  readonly element: string
  readonly createdAt: number
}

/** A message that nobody waits for yet, or that nobody has been found for. */
export interface MessageRow {
  /** Ascending: the order in which messages are given. */
  readonly id: number
  readonly name: string
  readonly correlation: string | null
  /** The id that its sender gave it: another one of this name and id is a duplicate. */
  readonly messageId: string
  /** JSON text. */
  readonly payload: string
  readonly createdAt: number
  readonly expiresAt: number
}
export type NewMessage = Omit<MessageRow, "id">

/** A signal, for everybody who waits for it when it is committed. */
export interface NewSignal {
  readonly name: string
  readonly signalId: string
  /** JSON text. */
  readonly payload: string
  readonly createdAt: number
}

/**
 * What a delivery says to an instance: a message or signal arrived, begin (by a message or signal, or as a child), or what
 * a child or a caller says.
 */
export type DeliveryKind =
  | "message"
  | "signal"
  | "start"
  | "child"
  | "childCompleted"
  | "childFailed"
  | "escalation"
  | "cancel"
  | "compensate"
  | "compensated"

/** Something for an instance that stands in the store until the commit in which the instance takes it. */
export interface DeliveryRow {
  /** Ascending; what is for one instance is delivered in this order. */
  readonly id: number
  readonly kind: DeliveryKind
  /** The key of the instance that it is for; null where that is not known, or the instance is to be started by it. */
  readonly key: number | null
  /** The id of that instance, where its key is not known. */
  readonly instance: string | null
  /** The id of that instance's definition, and its version where one is wanted. */
  readonly process: string
  readonly version: number | null
  /** The subscription, the child, or 0. */
  readonly ref: number
  /** The name of the message or signal, the start event, the code of an escalation; or empty. */
  readonly name: string
  /** The id of the message or signal, or of the instance that it comes from. */
  readonly source: string
  /** JSON text. */
  readonly payload: string
  /** Of a message: what it was correlated by, and until when it is kept if it has to go back. */
  readonly correlation: string | null
  readonly expiresAt: number | null
  /** For a child: the key of its caller, and the business key it gets. */
  readonly parent: number | null
  readonly businessKey: string | null
  readonly createdAt: number
}
export type NewDelivery = Omit<DeliveryRow, "id">

/** When a definition starts its next instance by itself. */
export interface ScheduleRow {
  /** The key of its definition. */
  readonly definition: number
  /** The start event. */
  readonly element: string
  readonly process: string
  readonly version: number
  /** How often it has fired, and when the last time was to be. */
  readonly fired: number
  readonly last: number | null
  /** Null when it never fires again. */
  readonly due: number | null
}

/** A message or signal that starts instances of a definition. */
export interface StartRow {
  readonly definition: number
  readonly element: string
  readonly kind: "message" | "signal"
  readonly name: string
  /**
   * Starts of a definition with the same text belong together: while an instance is about to begin by one of them, messages of
   * the same key that the others begin with are held back. It may be about to wait for them.
   */
  readonly together?: string
  /** Messages of its own name are held back, too. */
  readonly again?: boolean
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

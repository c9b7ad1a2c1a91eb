/**
 * Reading rows of messages and of what has to do with them.
 */
import type { ChildRow, DeliveryKind, DeliveryRow, MessageRow, ScheduleRow, SubscriptionRow } from "@millrace/engine/store"
import type { RawRow } from "./Database.ts"
import { integer, integerOrNull } from "./Row.ts"

const text = (value: unknown): string => String(value)
const textOrNull = (value: unknown): string | null => (value === null ? null : String(value))

export const subscriptionColumns = "key, id, kind, name, correlation, stays, taken, instance, process, business_key, element, created_at"

export const readSubscription = (row: RawRow): SubscriptionRow => ({
  key: integer(row.key),
  id: integer(row.id),
  kind: row.kind === "signal" ? "signal" : "message",
  name: text(row.name),
  correlation: textOrNull(row.correlation),
  stays: integer(row.stays) === 1,
  taken: integer(row.taken) === 1,
  instance: text(row.instance),
  process: text(row.process),
  businessKey: textOrNull(row.business_key),
  element: text(row.element),
  createdAt: integer(row.created_at),
})

export const messageColumns = "id, name, correlation, message_id, payload, created_at, expires_at"

export const readMessage = (row: RawRow): MessageRow => ({
  id: integer(row.id),
  name: text(row.name),
  correlation: textOrNull(row.correlation),
  messageId: text(row.message_id),
  payload: text(row.payload),
  createdAt: integer(row.created_at),
  expiresAt: integer(row.expires_at),
})

/** Without the id, which the database counts up. */
export const newDeliveryColumns =
  "kind, key, instance, process, version, ref, name, source, payload, correlation, expires_at, parent, business_key, created_at"

export const readDelivery = (row: RawRow): DeliveryRow => ({
  id: integer(row.id),
  kind: text(row.kind) as DeliveryKind,
  key: integerOrNull(row.key),
  instance: textOrNull(row.instance),
  process: text(row.process),
  version: integerOrNull(row.version),
  ref: integer(row.ref),
  name: text(row.name),
  source: text(row.source),
  payload: text(row.payload),
  correlation: textOrNull(row.correlation),
  expiresAt: integerOrNull(row.expires_at),
  parent: integerOrNull(row.parent),
  businessKey: textOrNull(row.business_key),
  createdAt: integer(row.created_at),
})

export const readChild = (row: RawRow): ChildRow => ({
  key: integer(row.key),
  id: integer(row.id),
  child: text(row.child),
  process: text(row.process),
  instance: text(row.instance),
  element: text(row.element),
  createdAt: integer(row.created_at),
})

export const scheduleColumns = "definition, element, process, version, fired, last_due, due"

export const readSchedule = (row: RawRow): ScheduleRow => ({
  definition: integer(row.definition),
  element: text(row.element),
  process: text(row.process),
  version: integer(row.version),
  fired: integer(row.fired),
  last: integerOrNull(row.last_due),
  due: integerOrNull(row.due),
})

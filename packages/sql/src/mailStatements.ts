/**
 * The statements of messages and of what has to do with them, each over many rows.
 */
import { randomUUID } from "node:crypto"
import {
  addressOf,
  type ChildRow,
  markOf,
  type NewDelivery,
  type NewMessage,
  type NewSignal,
  rememberedUntil,
  type SubscriptionRow,
  startedBy,
} from "@millrace/engine/store"
import { columns, deleteFrom } from "./commitStatements.ts"
import { newDeliveryColumns } from "./MailRow.ts"
import { latest } from "./ports/latest.ts"
import type { RowStatement } from "./RowStatement.ts"

const subscriptionColumns =
  "key, id, kind, name, correlation, address, stays, taken, fresh, instance, process, business_key, element, created_at"
const replaced = "key, id".split(", ")
const replacing = (all: string): string =>
  all
    .split(", ")
    .filter((column) => !replaced.includes(column))
    .map((column) => `${column} = excluded.${column}`)
    .join(", ")

const putSubscriptionsText = (rows: string): string =>
  `INSERT INTO subscriptions (${subscriptionColumns}) ${rows} ON CONFLICT (key, id) DO UPDATE SET ${replacing(subscriptionColumns)}`

export const deleteSubscriptions = deleteFrom("subscriptions")
export const putSubscriptions: RowStatement<SubscriptionRow> = {
  columns: columns("iitttt" + "iiitttti"),
  text: putSubscriptionsText,
  each: putSubscriptionsText("VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
  push: (row, params) => {
    const waits = row.kind === "message" && !row.taken
    const address = waits ? addressOf(row.name, row.correlation) : null
    params.push(row.key, row.id, row.kind, row.name, row.correlation, address)
    params.push(row.stays ? 1 : 0, row.taken ? 1 : 0, waits ? 1 : 0)
    params.push(row.instance, row.process, row.businessKey, row.element, row.createdAt)
  },
}

const childColumns = "key, id, child, process, instance, element, created_at"
export const deleteChildren = deleteFrom("children")
export const putChildren: RowStatement<ChildRow> = {
  columns: columns("iitttti"),
  text: (rows) => `INSERT INTO children (${childColumns}) ${rows} ON CONFLICT (key, id) DO UPDATE SET ${replacing(childColumns)}`,
  push: (row, params) => {
    params.push(row.key, row.id, row.child, row.process, row.instance, row.element, row.createdAt)
  },
}

/** A delivery with the instance that sends it. */
export interface SentDelivery {
  readonly from: number
  readonly delivery: NewDelivery
}
export const insertDeliveries: RowStatement<SentDelivery> = {
  columns: columns("itittiitttt" + "iiti"),
  text: (rows) =>
    `WITH v (sender, ${newDeliveryColumns}) AS (${rows}) INSERT INTO deliveries (${newDeliveryColumns}) SELECT ${newDeliveryColumns} FROM v`,
  push: ({ from, delivery: row }, params) => {
    params.push(from, row.kind, row.key, row.instance, row.process, row.version, row.ref, row.name, row.source, row.payload)
    params.push(row.correlation, row.expiresAt, row.parent, row.businessKey, row.createdAt)
  },
}

/** A message with the instance that sends it. */
export interface SentMessage {
  readonly from: number
  readonly message: NewMessage
}

/** Columns after the sender and the mark. */
const newMessageColumns = "name, correlation, address, message_id, payload, created_at, expires_at, fresh"

/** A message as the parameters of `messages`, beside its sender and what it is known by. */
export const messageRows: RowStatement<SentMessage> = {
  columns: columns("itittttt" + "iii"),
  text: (rows) =>
    `WITH v (sender, mark, forget_at, ${newMessageColumns}) AS (${rows})
     INSERT INTO messages (${newMessageColumns}) SELECT ${newMessageColumns} FROM v`,
  push: ({ from, message }, params) => {
    const { name, correlation, messageId, payload, createdAt, expiresAt } = message
    params.push(from, markOf(name, messageId), rememberedUntil(expiresAt, createdAt), name, correlation, addressOf(name, correlation))
    params.push(messageId, payload, createdAt, expiresAt, 1)
  },
}

/** What is left of rows of `messageRows`, called `c0`, `c1`… in a query, once those that are known are out: as parts of one statement. */
export const newMessages = {
  /** The first of each mark, in the order of marks: no two statements wait for each other. */
  sent: (rows: string): string =>
    `MATERIALIZED (SELECT DISTINCT ON (s.c1) s.* FROM (SELECT r.*, row_number() OVER () AS n FROM (${rows}) AS r) AS s ORDER BY s.c1, s.n)`,
  marks: (sent: string): string =>
    `(INSERT INTO message_ids (mark, forget_at) SELECT c1, c2 FROM ${sent} ORDER BY c1 ON CONFLICT DO NOTHING RETURNING mark)`,
  put: (sent: string, marks: string): string =>
    `(INSERT INTO messages (${newMessageColumns}) SELECT c3, c4, c5, c6, c7, c8, c9, c10 FROM ${sent} WHERE c1 IN (SELECT mark FROM ${marks}) ORDER BY n)`,
}

export const knowMessage = "INSERT INTO message_ids (mark, forget_at) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING mark"

/** A signal with the instance that sends it. */
export interface SentSignal {
  readonly from: number
  /** Its place among all that are sent: the order in which those who wait get them. */
  readonly place: number
  readonly signal: NewSignal
  /** The id of the row in which its payload stands for all of them; null where each gets a copy. */
  readonly shared: string | null
}

/** A longer payload stands once, however many get the signal. */
const longestCopy = 1024

/** Signals in the order in which they are given. */
export const sentSignals = (signals: ReadonlyArray<{ readonly from: number; readonly signal: NewSignal }>): ReadonlyArray<SentSignal> =>
  signals.map(({ from, signal }, place) => ({ from, place, signal, shared: signal.payload.length > longestCopy ? randomUUID() : null }))

/** The payloads that stand once. */
export const putPayloads: RowStatement<SentSignal> = {
  columns: columns("itt"),
  text: (rows) => `WITH v (sender, id, payload) AS (${rows}) INSERT INTO payloads (id, payload) SELECT id, payload FROM v`,
  push: ({ from, shared, signal }, params) => {
    params.push(from, shared, signal.payload)
  },
}

/** Takes away payloads that nobody is to get any more. */
export const dropPayloads =
  "DELETE FROM payloads WHERE id IN (SELECT p.id FROM payloads p WHERE NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.shared = p.id) LIMIT ?)"

const signalColumns = "kind, key, instance, process, version, ref, name, source, payload, created_at, shared, together"
/** Gives signals to those who wait: `unless` is a term that leaves out subscriptions `s`. */
export const sendSignalsText = (rows: string, unless = ""): string =>
  `WITH v (sender, place, name, source, payload, created_at, ending, shared) AS (${rows})
   INSERT INTO deliveries (${signalColumns})
   SELECT ${signalColumns} FROM (
     SELECT v.place, 'signal' AS kind, s.key, CAST(NULL AS TEXT) AS instance, s.process, CAST(NULL AS BIGINT) AS version, s.id AS ref, v.name, v.source, v.payload, v.created_at, v.shared, CAST(NULL AS TEXT) AS together
     FROM v JOIN subscriptions s ON s.name = v.name AND s.kind = 'signal'${unless}
     UNION ALL
     SELECT v.place, 'start', NULL, d.id || ':' || t.element || ':' || v.ending, d.id, d.version, d.key, t.element, v.source, v.payload, v.created_at, v.shared, t.together
     FROM v JOIN start_triggers t ON t.kind = 'signal' AND t.name = v.name JOIN definitions d ON d.key = t.definition AND ${latest("d")}
   ) AS given ORDER BY place, key, ref`

export const sendSignals: RowStatement<SentSignal> = {
  columns: columns("iittt" + "itt"),
  text: sendSignalsText,
  push: ({ from, place, shared, signal: { name, signalId, payload, createdAt } }, params) => {
    params.push(from, place, name, signalId, shared === null ? payload : "", createdAt, startedBy(name, signalId), shared)
  },
}

/**
 * The statements by which messages are given to those who wait for them.
 */

import { columns } from "../commitStatements.ts"
import type { ColumnType, Dialect } from "../Dialect.ts"
import { newDeliveryColumns } from "../MailRow.ts"
import type { RowStatement } from "../RowStatement.ts"
import { latest } from "./latest.ts"

/** A message and who gets it. */
export interface Pair {
  readonly message: number
  readonly key: number
  readonly id: number
}
/** A message and what it starts. */
export interface Start {
  readonly message: number
  readonly definition: number
  readonly process: string
  readonly version: number
  readonly element: string
  readonly instance: string
  /** See `placeOf`; null where no other start belongs to it. */
  readonly place: string | null
}

/** Of a message `m` that goes to a subscription: the values of `newDeliveryColumns`. */
const toSubscription = (key: string, process: string, ref: string): string =>
  `'message', ${key}, NULL, ${process}, NULL, ${ref}, m.name, m.message_id, m.payload, m.correlation, m.expires_at, NULL, NULL, m.created_at`

const givenText = (rows: string): string => `WITH v (message, key, id) AS (${rows})
  INSERT INTO deliveries (${newDeliveryColumns})
  SELECT ${toSubscription("s.key", "s.process", "s.id")} FROM v JOIN messages m ON m.id = v.message JOIN subscriptions s ON s.key = v.key AND s.id = v.id ORDER BY m.id`

const pairColumns: ReadonlyArray<ColumnType> = columns("iii")
const pushPair: RowStatement<Pair>["push"] = ({ message, key, id }, params) => {
  params.push(message, key, id)
}

/** One after another, where there is one writer. */
export const givePairs: RowStatement<Pair> = { columns: pairColumns, text: givenText, push: pushPair }
export const markTaken: RowStatement<Pair> = {
  columns: columns("ii"),
  text: (rows) => `UPDATE subscriptions SET taken = 1, address = NULL, fresh = 0 WHERE stays = 0 AND (key, id) IN (${rows})`,
  push: ({ key, id }, params) => {
    params.push(key, id)
  },
}

/**
 * All in one, where others may be about to delete a subscription: that one is passed over, and the message is looked at
 * again. Gives the messages that were given.
 */
export const givePairsAtOnce: RowStatement<Pair> = {
  columns: pairColumns,
  text: (rows) => `WITH v (message, key, id) AS (${rows}),
    alive AS MATERIALIZED (SELECT s.key, s.id, s.process, s.stays FROM subscriptions s
      WHERE (s.key, s.id) IN (SELECT v.key, v.id FROM v) AND s.address IS NOT NULL FOR UPDATE SKIP LOCKED),
    given AS (DELETE FROM messages m USING v, alive a WHERE m.id = v.message AND a.key = v.key AND a.id = v.id
      RETURNING m.id, m.name, m.message_id, m.payload, m.correlation, m.expires_at, m.created_at, a.key, a.id AS ref, a.process, a.stays),
    marked AS (UPDATE subscriptions s SET taken = 1, address = NULL, fresh = 0 FROM given g WHERE s.key = g.key AND s.id = g.ref AND g.stays = 0),
    put AS (INSERT INTO deliveries (${newDeliveryColumns}) SELECT ${toSubscription("m.key", "m.process", "m.ref")} FROM given m ORDER BY m.id)
    SELECT id FROM given`,
  push: pushPair,
}

export const giveStarts: RowStatement<Start> = {
  columns: columns("iititt" + "t"),
  text: (rows) => `WITH v (message, definition, process, version, element, instance, place) AS (${rows})
    INSERT INTO deliveries (${newDeliveryColumns}, together)
    SELECT 'start', NULL, v.instance, v.process, v.version, v.definition, v.element, m.message_id, m.payload, m.correlation, NULL, NULL, NULL, m.created_at, v.place
    FROM v JOIN messages m ON m.id = v.message ORDER BY m.id`,
  push: (row, params) => {
    params.push(row.message, row.definition, row.process, row.version, row.element, row.instance, row.place)
  },
}

/** An address, how many at it are asked for, and the time of asking: as a parameter, since each text stays prepared. */
export interface Address {
  readonly address: string
  readonly most: number
  readonly now: number
}
const subscriptionsAt =
  "SELECT s.key, s.id, s.stays, s.created_at, s.address FROM subscriptions s WHERE s.address = #address ORDER BY s.created_at, s.key, s.id LIMIT #most"
const messagesAt =
  "SELECT m.id, m.expires_at, m.address, m.behind FROM messages m WHERE m.address = #address AND (m.expires_at > #now OR m.fresh = 1 OR m.behind IS NOT NULL) ORDER BY m.id LIMIT #most"

const fill = (text: string, address: string, most: string, now: string): string =>
  text.replace("#address", address).replace("#now", now).replace("#most", most)

/** One by one, with the parameters address, now and most. */
export const oneAddress = { subscriptions: fill(subscriptionsAt, "?", "?", "?"), messages: fill(messagesAt, "?", "?", "?") }

const many = (text: string): RowStatement<Address> => ({
  columns: columns("tii"),
  text: (rows) =>
    `WITH g (address, most, now) AS (${rows}) SELECT f.* FROM g, LATERAL (${fill(text, "g.address", "g.most", "g.now")}) AS f`,
  push: ({ address, most, now }, params) => {
    params.push(address, most, now)
  },
})
export const manyAddresses = { subscriptions: many(subscriptionsAt), messages: many(messagesAt) }

/** Names and dates are hidden from the database: it is to walk through what is fresh, which is little. */
export const ofFresh = (table: string): string => `${table}.name || ''`
const notExpired = "m.expires_at + 0 > ?"

/** What has not been looked at yet, expired or not; `names` is a term, or empty. */
export const freshMessages = (names: string): string =>
  `SELECT m.id, m.name, m.address, m.message_id, m.correlation,
     CASE WHEN EXISTS (SELECT 1 FROM start_triggers t WHERE t.kind = 'message' AND t.name = m.name AND t.together IS NOT NULL) THEN 1 ELSE 0 END AS grouped
     FROM messages m WHERE m.fresh = 1${names} ORDER BY m.id LIMIT ?`
export const freshSubscriptions = (names: string): string =>
  `SELECT s.key, s.id, s.address FROM subscriptions s WHERE s.fresh = 1${names} ORDER BY s.created_at, s.key, s.id LIMIT ?`

/**
 * Subscriptions for which there is nothing, and messages for which there is nobody: mostly all, and all of them looked
 * at in one go. Parameters: now, for subscriptions only; the names, how many at most.
 */
export const setAsideSubscriptions = (names: string, { lock }: Dialect): string =>
  `UPDATE subscriptions SET fresh = 0 WHERE (key, id) IN (SELECT s.key, s.id FROM subscriptions s WHERE s.fresh = 1
     AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.address = s.address AND ${notExpired})${names} LIMIT ?${lock}) RETURNING key`
export const setAsideMessages = (names: string): string =>
  `UPDATE messages SET fresh = 0, behind = NULL WHERE id IN (SELECT m.id FROM messages m WHERE m.fresh = 1
     AND NOT EXISTS (SELECT 1 FROM subscriptions s WHERE s.address = m.address)
     AND NOT EXISTS (SELECT 1 FROM start_triggers t JOIN definitions d ON d.key = t.definition
       WHERE t.kind = 'message' AND t.name = m.name AND ${latest("d")})${names} LIMIT ?) RETURNING id`

export const looked = ({ lock }: Dialect): RowStatement<{ readonly key: number; readonly id: number }> => ({
  columns: columns("ii"),
  text: (rows) =>
    `UPDATE subscriptions SET fresh = 0 WHERE (key, id) IN (SELECT s.key, s.id FROM subscriptions s WHERE (s.key, s.id) IN (${rows})${lock})`,
  push: ({ key, id }, params) => {
    params.push(key, id)
  },
})

/**
 * The parts of a commit's one statement that have to do with messages and called instances.
 */
import type { CommitBatch } from "@millrace/engine/store"
import { numbersText, pushArrays, unfold } from "./arrayRows.ts"
import type { Param } from "./Database.ts"
import * as write from "./mailStatements.ts"
import type { RowStatement } from "./RowStatement.ts"

/** A part of the statement, a common table expression called `name`. Its parameters stand in the order of its text. */
export interface Part {
  readonly name: string
  /** Differs where texts of one name do. */
  readonly shape?: string
  readonly params: (params: Array<Param>) => void
  /** `passing` holds for the rows of instances that passed the fence. */
  readonly text: (passing: (column: string) => string) => string
}

/** Rows of one table. */
export const rowsPart = <Row>(name: string, statement: RowStatement<Row>, rows: ReadonlyArray<Row>): Part => ({
  name,
  params: (params) => pushArrays(statement, rows, params),
  text: (passing) => `(${statement.text(unfold(statement.columns, passing(`r.c${statement.key ?? 0}`)))})`,
})

/**
 * Deliveries that are taken, locked in the order of their ids before any instance is, and the instances that come too
 * late for theirs.
 */
export const takenParts = (takes: CommitBatch["takes"]): ReadonlyArray<Part> => {
  const ordered = takes.toSorted((a, b) => a.delivery - b.delivery)
  return [
    {
      name: "held",
      params: (params) => params.push(numbersText(ordered.map(({ key }) => key)), numbersText(ordered.map(({ delivery }) => delivery))),
      text: () =>
        `MATERIALIZED (SELECT r.c0 AS key, l.id FROM (${unfold(["integer", "integer"])}) AS r
          LEFT JOIN LATERAL (SELECT d.id FROM deliveries d WHERE d.id = r.c1 FOR UPDATE) AS l ON true)`,
    },
    {
      name: "gone",
      params: () => undefined,
      text: () => "MATERIALIZED (SELECT DISTINCT 'takes' AS fence, key FROM held WHERE id IS NULL)",
    },
  ]
}

/** Holds for instances that do not come too late; nothing where there are no deliveries to take. */
export const notGone = (takes: CommitBatch["takes"], column: string): string =>
  takes.length === 0 ? "" : `${column} NOT IN (SELECT key FROM gone)`

const takePart: Part = {
  name: "take",
  params: () => undefined,
  text: (passing) => `(DELETE FROM deliveries WHERE id IN (SELECT h.id FROM held h WHERE ${passing("h.key") || "true"}))`,
}

export const mailParts = (batch: CommitBatch): ReadonlyArray<Part> => {
  const { subscriptions, children, messages, signals, deliveries, takes } = batch
  const parts: Array<Part> = []
  const part = <Row>(name: string, statement: RowStatement<Row>, rows: ReadonlyArray<Row>): void => {
    if (rows.length > 0) parts.push(rowsPart(name, statement, rows))
  }
  if (takes.length > 0) parts.push(takePart)
  part("delete_children", write.deleteChildren, children.delete)
  part("put_children", write.putChildren, children.insert)
  part("delete_subscriptions", write.deleteSubscriptions, subscriptions.delete)
  part("put_subscriptions", write.putSubscriptions, subscriptions.insert)
  const sent = write.sentSignals(signals)
  part(
    "put_payloads",
    write.putPayloads,
    sent.filter(({ shared }) => shared !== null),
  )
  if (sent.length > 0) parts.push(signalsPart(sent, subscriptions.delete))
  if (messages.length > 0) parts.push(...messageParts(messages))
  part("put_deliveries", write.insertDeliveries, deliveries)
  return parts
}

/** All parts see what was there before: who begins to wait in this batch gets nothing, and who stops has to be left out. */
const signalsPart = (sent: ReadonlyArray<write.SentSignal>, deleted: CommitBatch["subscriptions"]["delete"]): Part => ({
  name: deleted.length === 0 ? "send_signals" : "send_signals_unless",
  params: (params) => {
    pushArrays(write.sendSignals, sent, params)
    if (deleted.length > 0) pushArrays(write.deleteSubscriptions, deleted, params)
  },
  text: (passing) => {
    const stops = unfold(write.deleteSubscriptions.columns, passing("r.c0"))
    const unless = deleted.length === 0 ? "" : ` AND (s.key, s.id) NOT IN (${stops})`
    return `(${write.sendSignalsText(unfold(write.sendSignals.columns, passing("r.c0")), unless)})`
  },
})

/** Messages that are not known yet. */
export const messageParts = (messages: ReadonlyArray<write.SentMessage>): ReadonlyArray<Part> => [
  {
    name: "sent_messages",
    params: (params) => pushArrays(write.messageRows, messages, params),
    text: (passing) => write.newMessages.sent(unfold(write.messageRows.columns, passing("r.c0"))),
  },
  { name: "new_marks", params: () => undefined, text: () => write.newMessages.marks("sent_messages") },
  { name: "put_messages", params: () => undefined, text: () => write.newMessages.put("sent_messages", "new_marks") },
]

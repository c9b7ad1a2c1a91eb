/** The message port. */
import { addressOf, cursorOf, type DeliveryRow, type MessagePort, markOf, readCursor } from "@millrace/engine/store"
import { Effect } from "effect"
import { pushArrays, unfold } from "../arrayRows.ts"
import type { Database, Param } from "../Database.ts"
import { messageColumns, readMessage } from "../MailRow.ts"
import { messageParts } from "../mailParts.ts"
import { dropPayloads, messageRows, putPayloads, sendSignals, sendSignalsText, sentSignals } from "../mailStatements.ts"
import { publishEach } from "../publishEach.ts"
import { integer } from "../Row.ts"
import { makeRunRows } from "../RowStatement.ts"
import { allOf } from "./Filter.ts"
import { latest } from "./latest.ts"
import { makeMatch } from "./match.ts"

const signalAudience = `SELECT (SELECT count(*) FROM subscriptions s WHERE s.name = ? AND s.kind = 'signal')
  + (SELECT count(*) FROM start_triggers t JOIN definitions d ON d.key = t.definition WHERE t.kind = 'signal' AND t.name = ? AND ${latest("d")}) AS n`

export const messagePort = (database: Database): MessagePort => {
  const { dialect } = database
  const run = makeRunRows(dialect)
  const alone = dialect.beginMatch
  return {
    publish: (messages) => {
      if (messages.length === 0) return Effect.succeed([])
      const sent = messages.map((message) => ({ from: 0, message }))
      if (dialect.arrays !== true) {
        return Effect.map(
          database.write((session) => publishEach(session, run, sent)),
          (fresh) => fresh.map((isNew) => (isNew ? "kept" : "duplicate")),
        )
      }
      const parts = messageParts(sent)
      const params: Array<Param> = []
      for (const part of parts) part.params(params)
      const text = `WITH ${parts.map(({ name, text }) => `${name} AS ${text(() => "")}`).join(",\n")} SELECT mark FROM new_marks`
      return Effect.map(
        database.once((session) => session.all(text, params)),
        (rows) => {
          const fresh = new Set(rows.map((row) => String(row.mark)))
          // The first of those with the same id is the one that is kept.
          return messages.map(({ name, messageId }) => (fresh.delete(markOf(name, messageId)) ? "kept" : "duplicate"))
        },
      )
    },

    broadcast: (signal) => {
      const sent = sentSignals([{ from: 0, signal }])
      const large = sent.filter(({ shared }) => shared !== null)
      if (dialect.arrays === true) {
        const params: Array<Param> = []
        pushArrays(putPayloads, large, params)
        pushArrays(sendSignals, sent, params)
        const text = `WITH put AS (${putPayloads.text(unfold(putPayloads.columns))}),
          sent AS (${sendSignalsText(unfold(sendSignals.columns))} RETURNING id) SELECT count(*) AS n FROM sent`
        return Effect.map(
          database.once((session) => session.first(text, params)),
          (row) => integer(row?.n ?? 0),
        )
      }
      return database.write((session) =>
        Effect.gen(function* () {
          const audience = yield* session.first(signalAudience, [signal.name, signal.name])
          if (large.length > 0) yield* run.write(session, putPayloads, large)
          yield* run.write(session, sendSignals, sent)
          return integer(audience?.n ?? 0)
        }),
      )
    },

    match: makeMatch(database),

    giveBack: (delivery) =>
      database.write((session) =>
        Effect.gen(function* () {
          const there = yield* session.first("DELETE FROM deliveries WHERE id = ? RETURNING id", [delivery.id])
          const message = there === undefined ? undefined : messageOf(delivery)
          if (message !== undefined) yield* run.write(session, messageRows, [{ from: 0, message }])
        }),
      ),

    expire: (now, limit) =>
      database.write((session) =>
        Effect.gen(function* () {
          yield* session.all(dropPayloads, [limit])
          if (alone !== undefined) yield* session.all(alone, [])
          const messages = yield* session.all(
            "DELETE FROM messages WHERE id IN (SELECT m.id FROM messages m WHERE m.expires_at <= ? AND m.fresh = 0 AND m.behind IS NULL ORDER BY m.expires_at LIMIT ?) RETURNING id",
            [now, limit],
          )
          if (messages.length >= limit) return messages.length
          const ids = yield* session.all(
            "DELETE FROM message_ids WHERE mark IN (SELECT i.mark FROM message_ids i WHERE i.forget_at <= ? ORDER BY i.forget_at LIMIT ?) RETURNING mark",
            [now, limit - messages.length],
          )
          return messages.length + ids.length
        }),
      ),

    list: (query) =>
      Effect.gen(function* () {
        const { name, correlation } = query
        const { where, params } = allOf(
          ["id > ?", yield* readCursor(query.after, 1)],
          ["address = ?", name === undefined || correlation === undefined ? undefined : addressOf(name, correlation)],
          ["name = ?", name],
          ["correlation = ?", correlation],
        )
        const rows = yield* database.all(`SELECT ${messageColumns} FROM messages WHERE ${where} ORDER BY id LIMIT ?`, [
          ...params,
          query.limit + 1,
        ])
        const page = rows.slice(0, query.limit).map(readMessage)
        const last = page.at(-1)
        return { rows: page, next: rows.length > query.limit && last !== undefined ? cursorOf(last.id) : undefined }
      }),
  }
}

/** The message of a delivery, if it is one that can be given again. */
const messageOf = ({ kind, name, correlation, source, payload, createdAt, expiresAt }: DeliveryRow) =>
  kind !== "message" || expiresAt === null ? undefined : { name, correlation, messageId: source, payload, createdAt, expiresAt }

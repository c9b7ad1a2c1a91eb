/**
 * Gives messages to those who wait for them, and to what begins with them. Whoever is new, a message or somebody who
 * waits, is held against the other side once; so what it costs does not depend on how much waits in vain.
 */
import { type MessagePort, placeOf, startedBy } from "@millrace/engine/store"
import { Effect } from "effect"
import type { SqlError } from "effect/sql"
import type { Database, Param, RawRow, Session } from "../Database.ts"
import type { Dialect } from "../Dialect.ts"
import { integer } from "../Row.ts"
import { makeRunRows, type RunRows } from "../RowStatement.ts"
import { type Ahead, aheadOf, holdBack, isLetGo, lookBehind } from "./ahead.ts"
import { latest } from "./latest.ts"
import * as write from "./matchStatements.ts"
import { type Fresh, type Group, pairUp } from "./pairUp.ts"

/** How many of each side are looked at in one go. */
const round = 250

const isAnythingNew = `SELECT 1 AS found WHERE EXISTS (SELECT 1 FROM messages m WHERE m.fresh = 1) OR EXISTS (SELECT 1 FROM subscriptions s WHERE s.fresh = 1)
  OR EXISTS (SELECT 1 FROM messages m WHERE ${isLetGo("m")})`

type Step<A> = Effect.Effect<A, SqlError.SqlError>

export const makeMatch = (database: Database): MessagePort["match"] => {
  const { dialect } = database
  const run = makeRunRows(dialect)
  return ({ now, limit, names }) =>
    Effect.flatMap(database.first(isAnythingNew, []), (found) => {
      if (found === undefined || names?.length === 0) return Effect.succeed(0)
      return database.write((session) =>
        Effect.gen(function* () {
          if (dialect.beginMatch !== undefined) yield* session.all(dialect.beginMatch, [])
          yield* session.all(lookBehind, [])
          yield* setAside(session, dialect, now, names)
          let given = 0
          for (;;) {
            const { count, more } = yield* matchSome(session, dialect, run, { now, limit: limit - given, names })
            given += count
            if (!more || given >= limit) return given
          }
        }),
      )
    })
}

/** How many are set aside in one statement. */
const many = 5_000

/** Most of what is new has nothing on the other side. */
const setAside = (session: Session, dialect: Dialect, now: number, names: Request["names"]): Step<void> =>
  Effect.gen(function* () {
    const { amongTexts, listTexts } = dialect
    const term = (table: string) => (names === undefined ? "" : ` AND ${amongTexts(write.ofFresh(table))}`)
    const params: ReadonlyArray<Param> = names === undefined ? [many] : [listTexts(names), many]
    while ((yield* session.all(write.setAsideSubscriptions(term("s"), dialect), [now, ...params])).length === many);
    while ((yield* session.all(write.setAsideMessages(term("m")), params)).length === many);
  })

interface Request {
  readonly now: number
  readonly limit: number
  readonly names: ReadonlyArray<string> | undefined
}

/** One round; says whether there may be more to do. */
const matchSome = (
  session: Session,
  dialect: Dialect,
  run: RunRows,
  { now, limit, names }: Request,
): Step<{ readonly count: number; readonly more: boolean }> =>
  Effect.gen(function* () {
    const { amongTexts, listTexts, among, list } = dialect
    const term = (table: string) => (names === undefined ? "" : ` AND ${amongTexts(write.ofFresh(table))}`)
    const params: ReadonlyArray<Param> = names === undefined ? [] : [listTexts(names)]
    const messages = (yield* session.all(write.freshMessages(term("m")), [...params, round])).map((row) => ({
      id: integer(row.id),
      name: String(row.name),
      address: String(row.address),
      messageId: String(row.message_id),
      correlation: row.correlation === null ? null : String(row.correlation),
      grouped: integer(row.grouped) === 1,
    }))
    const ahead = yield* aheadOf(session, dialect, messages)
    const fresh: Fresh = {
      messages,
      subscriptions: (yield* session.all(write.freshSubscriptions(term("s")), [...params, round])).map((row) => ({
        key: integer(row.key),
        id: integer(row.id),
        address: String(row.address),
      })),
    }
    if (fresh.messages.length + fresh.subscriptions.length === 0) return { count: 0, more: false }
    const groups = yield* groupsOf(session, dialect, run, fresh, now)
    const { pairs, unclaimed, lonely, isCut } = pairUp(fresh, groups, limit)

    let count = 0
    if (pairs.length > 0) {
      if (dialect.arrays === true) count = (yield* run.rows(session, write.givePairsAtOnce, pairs)).length
      else {
        count = pairs.length
        yield* run.write(session, write.givePairs, pairs)
        yield* deleteMessages(session, dialect, pairs)
        yield* run.write(session, write.markTaken, pairs)
      }
    }
    const held = new Set(ahead.holds.map(({ message }) => message))
    const free = unclaimed.filter(({ id }) => !held.has(id))
    const kept = new Set(unclaimed.map(({ id }) => id))
    const holds = ahead.holds.filter(({ message }) => kept.has(message))
    yield* holdBack(session, run, holds)
    const begin = yield* startsOf(session, dialect, free, ahead)
    const starts = begin.starts.slice(0, limit - pairs.length)
    if (starts.length > 0) {
      yield* run.write(session, write.giveStarts, starts)
      yield* deleteMessages(session, dialect, starts)
    }
    const begun = new Set(starts.map(({ message }) => message))
    const inVain =
      isCut || starts.length + pairs.length >= limit
        ? []
        : free.filter(({ id }) => !begun.has(id) && !begin.deferred.has(id)).map(({ id }) => id)
    if (inVain.length > 0) yield* session.all(`UPDATE messages SET fresh = 0, behind = NULL WHERE ${among("id")}`, [list(inVain)])
    if (lonely.length > 0) yield* run.write(session, write.looked(dialect), lonely)
    const progress = count + starts.length + holds.length + inVain.length + lonely.length > 0
    return { count: count + starts.length, more: progress }
  })

const deleteMessages = (session: Session, { among, list }: Dialect, given: ReadonlyArray<{ readonly message: number }>): Step<unknown> =>
  session.all(`DELETE FROM messages WHERE ${among("id")}`, [list(given.map(({ message }) => message))])

/** Those at the addresses of what is new: as many of each side, the oldest first, as are new there on both. */
const groupsOf = (session: Session, dialect: Dialect, run: RunRows, fresh: Fresh, now: number): Step<ReadonlyMap<string, Group>> =>
  Effect.gen(function* () {
    const most = new Map<string, number>()
    for (const { address } of [...fresh.messages, ...fresh.subscriptions]) most.set(address, (most.get(address) ?? 0) + 1)
    const asked = [...most].map(([address, most]) => ({ address, most, now }))
    const groups = new Map(asked.map(({ address, most }): [string, Group] => [address, { most, messages: [], subscriptions: [] }]))
    const take = (messages: ReadonlyArray<RawRow>, subscriptions: ReadonlyArray<RawRow>): void => {
      for (const row of messages) {
        const expiresAt = integer(row.expires_at)
        // What was held back has been waited for since it came.
        const isLate = expiresAt <= now && row.behind === null
        groups.get(String(row.address))?.messages.push({ id: integer(row.id), ...(isLate ? { until: expiresAt } : {}) })
      }
      for (const { address, key, id, stays, created_at } of subscriptions) {
        const row = { key: integer(key), id: integer(id), stays: integer(stays) === 1, since: integer(created_at) }
        groups.get(String(address))?.subscriptions.push(row)
      }
    }
    if (dialect.arrays === true) {
      const { messages, subscriptions } = write.manyAddresses
      take(yield* run.rows(session, messages, asked), yield* run.rows(session, subscriptions, asked))
      return groups
    }
    for (const { address, most } of asked) {
      const subscriptions = yield* session.all(write.oneAddress.subscriptions, [address, most])
      take(yield* session.all(write.oneAddress.messages, [address, now, most]), subscriptions)
    }
    return groups
  })

interface Begin {
  readonly starts: ReadonlyArray<write.Start>
  /** Messages that what begins now may wait for: they are looked at again once it is known behind what they are. */
  readonly deferred: ReadonlySet<number>
}

/** What begins with messages that nobody waits for: one process for each. */
const startsOf = (session: Session, { amongTexts, listTexts }: Dialect, messages: Fresh["messages"], ahead: Ahead): Step<Begin> =>
  Effect.gen(function* () {
    const deferred = new Set<number>()
    if (messages.length === 0) return { starts: [], deferred }
    const rows = yield* session.all(
      `SELECT t.name, t.element, t.together, d.id, d.version, d.key FROM start_triggers t JOIN definitions d ON d.key = t.definition
       WHERE t.kind = 'message' AND ${amongTexts("t.name")} AND ${latest("d")} ORDER BY t.name, d.id, t.element`,
      [listTexts([...new Set(messages.map(({ name }) => name))])],
    )
    const byName = new Map<string, RawRow>()
    for (const row of rows) if (!byName.has(String(row.name))) byName.set(String(row.name), row)
    const awaited = new Set<string>()
    const starts = messages.flatMap(({ id, name, messageId, address, correlation }): ReadonlyArray<write.Start> => {
      const row = byName.get(name)
      if (awaited.has(address)) deferred.add(id)
      if (row === undefined || awaited.has(address)) return []
      const process = String(row.id)
      const element = String(row.element)
      const group = row.together === null ? undefined : String(row.together)
      if (group !== undefined) for (const each of ahead.awaitedBy(group, element, correlation)) awaited.add(each)
      return [
        {
          message: id,
          definition: integer(row.key),
          process,
          version: integer(row.version),
          element,
          instance: `${process}:${startedBy(name, messageId)}`,
          place: group === undefined ? null : placeOf(group, correlation),
        },
      ]
    })
    return { starts, deferred }
  })

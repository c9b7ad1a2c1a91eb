/**
 * What is ahead of messages: deliveries that begin an instance which may wait for them. Where starts belong together, the
 * messages of one key are for one instance: the first one begins it, and the others are held back until it waits.
 */
import { addressOf, placeOf } from "@millrace/engine/store"
import { Effect } from "effect"
import type { SqlError } from "effect/sql"
import { columns } from "../commitStatements.ts"
import type { Session } from "../Database.ts"
import type { Dialect } from "../Dialect.ts"
import { integer } from "../Row.ts"
import type { RowStatement, RunRows } from "../RowStatement.ts"
import type { Fresh } from "./pairUp.ts"

/** Starts that belong together, by one of which a message can begin. */
interface Way {
  readonly name: string
  readonly group: string
  readonly element: string
  /** The instance that begins by it waits for the same once more. */
  readonly again: boolean
}

/** A message and the delivery that it is held back behind. */
interface Hold {
  readonly message: number
  readonly behind: number
}

export interface Ahead {
  /** Messages that are held back. */
  readonly holds: ReadonlyArray<Hold>
  /** At which addresses there may be what an instance waits for that begins by this start with this correlation. */
  readonly awaitedBy: (group: string, element: string, correlation: string | null) => ReadonlyArray<string>
}

const nothing: Ahead = { holds: [], awaitedBy: () => [] }

/** To be asked for before those who wait: who begins meanwhile is then found to wait. */
export const aheadOf = (
  session: Session,
  { amongTexts, listTexts }: Dialect,
  messages: Fresh["messages"],
): Effect.Effect<Ahead, SqlError.SqlError> =>
  Effect.gen(function* () {
    const grouped = messages.filter((message) => message.grouped)
    if (grouped.length === 0) return nothing
    const names = [...new Set(grouped.map(({ name }) => name))]
    const rows = yield* session.all(
      `SELECT t.name, t.together, t.element, t.again FROM start_triggers t WHERE t.kind = 'message' AND ${amongTexts("t.name")} AND t.together IS NOT NULL`,
      [listTexts(names)],
    )
    const ways = rows.map(
      (row): Way => ({
        name: String(row.name),
        group: String(row.together),
        element: String(row.element),
        again: row.again !== null && integer(row.again) === 1,
      }),
    )
    const waysOf = Map.groupBy(ways, ({ name }) => name)
    const places = new Set(
      grouped.flatMap(({ name, correlation }) => (waysOf.get(name) ?? []).map(({ group }) => placeOf(group, correlation))),
    )
    const open = yield* session.all(
      `SELECT d.together, d.name, MIN(d.id) AS id FROM deliveries d WHERE d.together IS NOT NULL AND ${amongTexts("d.together")} GROUP BY d.together, d.name`,
      [listTexts([...places])],
    )
    const openAt = Map.groupBy(
      open.map((row) => ({ place: String(row.together), element: String(row.name), id: integer(row.id) })),
      ({ place }) => place,
    )
    const holds = grouped.flatMap(({ id, name, correlation }): ReadonlyArray<Hold> => {
      const ids = (waysOf.get(name) ?? []).flatMap(({ group, element, again }) =>
        (openAt.get(placeOf(group, correlation)) ?? []).flatMap((each) => (again || each.element !== element ? [each.id] : [])),
      )
      return ids.length === 0 ? [] : [{ message: id, behind: Math.min(...ids) }]
    })
    return {
      holds,
      awaitedBy: (group, element, correlation) =>
        ways.flatMap((way) => (way.group === group && (way.element !== element || way.again) ? [addressOf(way.name, correlation)] : [])),
    }
  })

/** Holds messages back: they are not new any more until what is ahead of them is gone. */
export const holdBack = (session: Session, run: RunRows, holds: ReadonlyArray<Hold>): Effect.Effect<unknown, SqlError.SqlError> =>
  holds.length === 0 ? Effect.void : run.write(session, setBehind, holds)

const setBehind: RowStatement<Hold> = {
  columns: columns("ii"),
  text: (rows) =>
    `WITH v (message, behind) AS (${rows}) UPDATE messages AS m SET fresh = 0, behind = v.behind FROM v WHERE m.id = v.message`,
  push: ({ message, behind }, params) => {
    params.push(message, behind)
  },
}

/** Holds where a message was held back behind what is gone. */
export const isLetGo = (table: string): string =>
  `${table}.behind IS NOT NULL AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.id = ${table}.behind)`

/** Messages that were held back behind what is gone are new again. They do not count as late. */
export const lookBehind = `UPDATE messages SET fresh = 1 WHERE id IN (SELECT m.id FROM messages m WHERE ${isLetGo("m")} AND m.fresh = 0)`

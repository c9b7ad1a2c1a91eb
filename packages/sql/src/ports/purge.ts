/**
 * Removing instances that ended long ago, some at a time: however many there are and however long their histories, nobody
 * waits long for the store.
 */
import type { Purged, PurgeRequest, StoreError } from "@millrace/engine/store"
import { Effect } from "effect"
import type { Database } from "../Database.ts"
import { integer, integerOrNull } from "../Row.ts"

/** So many commits are removed in one transaction; an instance that has more goes by itself. */
const mostCommits = 5_000

/** What has ended and goes on has a row in one of these. */
const open = ["jobs", "timers", "user_tasks", "incidents", "subscriptions", "children"]
const nothingOpen = open.map((table) => `NOT EXISTS (SELECT 1 FROM ${table} o WHERE o.key = i.key)`).join(" AND ")

/** Walks through the keys, and looks closer at what has ended only. */
const candidates = `SELECT i.key, i.seq, i.parent,
    CASE WHEN i.ended_at < ? AND i.owner IS NULL AND i.quarantine IS NULL AND i.process = coalesce(?, i.process) AND ${nothingOpen} THEN 1 ELSE 0 END AS over,
    CASE WHEN EXISTS (SELECT 1 FROM instances p WHERE p.key = i.parent) THEN 1 ELSE 0 END AS called
  FROM instances i WHERE i.key > ? ORDER BY i.key LIMIT ?`

/** What is kept of an instance besides its row. */
const kept = ["log", "snapshots", "stored_values"]

export const purge = (database: Database, { endedBefore, process, after, limit }: PurgeRequest): Effect.Effect<Purged, StoreError> => {
  const { among, list } = database.dialect
  return database.write((session) =>
    Effect.gen(function* () {
      const rows = yield* session.all(candidates, [endedBefore, process ?? null, after, limit])
      const keys = new Set<number>()
      let commits = 0
      let next = rows.length < limit ? undefined : integer(rows.at(-1)?.key ?? after)
      let last = after
      for (const row of rows) {
        const key = integer(row.key)
        // Who calls has a lower key: it may go with this one.
        const isCalled = integer(row.called) === 1 && !keys.has(integerOrNull(row.parent) ?? 0)
        if (integer(row.over) === 1 && !isCalled) {
          commits += integer(row.seq)
          if (keys.size > 0 && commits > mostCommits) {
            next = last
            break
          }
          keys.add(key)
        }
        last = key
      }
      if (keys.size === 0) return { removed: 0, next }
      const gone = yield* session.all(
        `DELETE FROM instances WHERE ${among("key")} AND ended_at < ? AND owner IS NULL AND quarantine IS NULL RETURNING key`,
        [list([...keys]), endedBefore],
      )
      const these = list(gone.map(({ key }) => integer(key)))
      for (const table of kept) yield* session.all(`DELETE FROM ${table} WHERE ${among("key")}`, [these])
      return { removed: gone.length, next }
    }),
  )
}

/**
 * By which messages and signals instances of a definition begin. Messages that are kept are looked at again: there may
 * be something that begins with them now.
 */
import { type DefinitionPort, groupOf } from "@millrace/engine/store"
import { Effect } from "effect"
import type { Database } from "../Database.ts"
import { integer } from "../Row.ts"

export const putStarts =
  (database: Database): DefinitionPort["putStarts"] =>
  (definition, starts, now) =>
    Effect.gen(function* () {
      const { amongTexts, listTexts, beginMatch } = database.dialect
      const found = yield* database.all("SELECT kind, name, element, together, again FROM start_triggers WHERE definition = ?", [
        definition,
      ])
      const before = new Set(
        found.map(({ kind, name, element, together, again }) =>
          JSON.stringify([kind, name, element, together, again === null ? null : integer(again)]),
        ),
      )
      const wanted = new Map(
        starts.map(({ kind, name, element, together, again }) => {
          const group = together === undefined ? null : groupOf(definition, together)
          const columns = [kind, name, element, group, group === null ? null : again === true ? 1 : 0]
          return [JSON.stringify(columns), columns]
        }),
      )
      // Each engine says it when it opens: mostly what stands there already.
      if (before.size === wanted.size && [...before].every((place) => wanted.has(place))) return
      yield* database.write((session) =>
        Effect.gen(function* () {
          if (beginMatch !== undefined) yield* session.all(beginMatch, [])
          yield* session.all("DELETE FROM start_triggers WHERE definition = ?", [definition])
          for (const columns of wanted.values()) {
            yield* session.all(
              "INSERT INTO start_triggers (kind, name, element, together, again, definition) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
              [...columns, definition],
            )
          }
          const names = [...new Set(starts.flatMap(({ kind, name }) => (kind === "message" ? [name] : [])))]
          if (names.length > 0)
            yield* session.all(`UPDATE messages SET fresh = 1 WHERE ${amongTexts("name")} AND expires_at > ?`, [listTexts(names), now])
        }),
      )
    })

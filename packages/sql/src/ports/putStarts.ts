/**
 * By which messages and signals instances of a definition begin. Messages that are kept are looked at again: there may
 * be something that begins with them now.
 */
import type { DefinitionPort } from "@millrace/engine/store"
import { Effect } from "effect"
import type { Database } from "../Database.ts"

export const putStarts =
  (database: Database): DefinitionPort["putStarts"] =>
  (definition, starts, now) =>
    Effect.gen(function* () {
      const { amongTexts, listTexts, beginMatch } = database.dialect
      const placeOf = (kind: unknown, name: unknown, element: unknown): string => JSON.stringify([kind, name, element])
      const found = yield* database.all("SELECT kind, name, element FROM start_triggers WHERE definition = ?", [definition])
      const before = new Set(found.map(({ kind, name, element }) => placeOf(kind, name, element)))
      const wanted = new Map(starts.map((row) => [placeOf(row.kind, row.name, row.element), row]))
      // Each engine says it when it opens: mostly what stands there already.
      if (before.size === wanted.size && [...before].every((place) => wanted.has(place))) return
      yield* database.write((session) =>
        Effect.gen(function* () {
          if (beginMatch !== undefined) yield* session.all(beginMatch, [])
          yield* session.all("DELETE FROM start_triggers WHERE definition = ?", [definition])
          for (const { kind, name, element } of wanted.values()) {
            yield* session.all("INSERT INTO start_triggers (kind, name, definition, element) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", [
              kind,
              name,
              definition,
              element,
            ])
          }
          const names = [...new Set(starts.flatMap(({ kind, name }) => (kind === "message" ? [name] : [])))]
          if (names.length > 0)
            yield* session.all(`UPDATE messages SET fresh = 1 WHERE ${amongTexts("name")} AND expires_at > ?`, [listTexts(names), now])
        }),
      )
    })

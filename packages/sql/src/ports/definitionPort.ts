/** The definition port. */
import type { DefinitionName, DefinitionPort, DefinitionRow } from "@millrace/engine/store"
import { Effect } from "effect"
import { SqlError } from "effect/sql"
import type { Database } from "../Database.ts"
import { integer, readDefinition } from "../Row.ts"
import { putStarts } from "./putStarts.ts"

const columns = "key, kind, id, version, revision, digest, graph"

export const definitionPort = (database: Database): DefinitionPort => ({
  putStarts: putStarts(database),
  put: ({ kind, id, version, revision, digest, graph }) =>
    database.write(
      (session): Effect.Effect<DefinitionRow, SqlError.SqlError> =>
        Effect.gen(function* () {
          yield* session.all(
            "INSERT INTO definitions (kind, id, version, revision, digest, graph) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [kind, id, version, revision, digest, graph],
          )
          const row = yield* session.first(`SELECT ${columns} FROM definitions WHERE id = ? AND version = ? AND revision = ?`, [
            id,
            version,
            revision,
          ])
          if (row !== undefined) return readDefinition(row)
          const message = `definition ${id}@${version} was written and is not there`
          return yield* Effect.fail(new SqlError.SqlError({ reason: new SqlError.UnknownError({ message, cause: undefined }) }))
        }),
    ),
  byKey: (key) =>
    Effect.map(database.first(`SELECT ${columns} FROM definitions WHERE key = ?`, [key]), (row) =>
      row === undefined ? undefined : readDefinition(row),
    ),
  list: (id) =>
    Effect.map(
      id === undefined
        ? database.all(`SELECT ${columns} FROM definitions ORDER BY id, version, revision`, [])
        : database.all(`SELECT ${columns} FROM definitions WHERE id = ? ORDER BY version, revision`, [id]),
      (rows) => rows.map(readDefinition),
    ),
  names: () =>
    Effect.map(database.all("SELECT key, kind, id, version, revision FROM definitions ORDER BY id, version, revision", []), (rows) =>
      rows.map(
        (row): DefinitionName => ({
          key: integer(row.key),
          kind: String(row.kind),
          id: String(row.id),
          version: integer(row.version),
          revision: integer(row.revision),
        }),
      ),
    ),
})

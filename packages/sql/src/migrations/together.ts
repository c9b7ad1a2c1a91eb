/**
 * 0004: starts that belong together. What could be waited for by an instance that is about to begin is held back.
 */
import { Effect } from "effect"
import { SqlClient } from "effect/sql"
import type { Dialect } from "../Dialect.ts"

const changes = ({ integer, text }: Dialect["schema"]): ReadonlyArray<string> => [
  `ALTER TABLE start_triggers ADD COLUMN together ${text}`,
  `ALTER TABLE start_triggers ADD COLUMN again ${integer}`,
  // Of a delivery that begins an instance by one of such starts: their group, and the key.
  `ALTER TABLE deliveries ADD COLUMN together ${text}`,
  "CREATE INDEX deliveries_together ON deliveries (together) WHERE together IS NOT NULL",
  // The delivery that a message is held back behind; it stays until the message is looked at again.
  `ALTER TABLE messages ADD COLUMN behind ${integer}`,
  "CREATE INDEX messages_behind ON messages (behind) WHERE behind IS NOT NULL",
]

export const together = (dialect: Dialect) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    for (const statement of changes(dialect.schema)) yield* sql.unsafe(dialect.statement(statement)).unprepared
  })

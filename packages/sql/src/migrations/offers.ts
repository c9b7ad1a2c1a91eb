/**
 * 0002: engines say which definitions they do the work of; where commits may arrive late, batches are written down.
 */
import { Effect } from "effect"
import { SqlClient } from "effect/sql"
import type { Dialect } from "../Dialect.ts"

export const offers = (dialect: Dialect) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const { integer, text, clustered, tuning = [] } = dialect.schema
    const tables = [
      `CREATE TABLE engine_offers (definition ${integer} NOT NULL, engine ${integer} NOT NULL, PRIMARY KEY (definition, engine))${clustered}`,
    ]
    if (dialect.unsure !== undefined) {
      tables.push(`CREATE TABLE batches (id ${text} PRIMARY KEY, at ${integer} NOT NULL)`, "CREATE INDEX batches_at ON batches (at)")
    }
    for (const statement of [...tables, ...tuning]) yield* sql.unsafe(dialect.statement(statement)).unprepared
  })

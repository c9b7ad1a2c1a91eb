/**
 * 0002: engines say which definitions they do the work of.
 */
import { Effect } from "effect"
import { SqlClient } from "effect/sql"
import type { Dialect } from "../Dialect.ts"

export const offers = ({ schema: { integer, clustered } }: Dialect) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    yield* sql.unsafe(
      `CREATE TABLE engine_offers (definition ${integer} NOT NULL, engine ${integer} NOT NULL, PRIMARY KEY (definition, engine))${clustered}`,
    ).unprepared
  })

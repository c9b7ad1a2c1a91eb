/**
 * Brings a store to the schema of this release: forward only, when it is opened.
 */
import { type StoreError } from "@millrace/engine/store"
import { Effect } from "effect"
import { Migrator, SqlClient, SqlError } from "effect/sql"
import type { Dialect } from "./Dialect.ts"
import { first } from "./migrations/first.ts"
import { fromSqlError, storeError } from "./storeError.ts"

const table = "millrace_migrations"

/** All migrations in order. Their names stand in every store. */
export const migrations = (dialect: Dialect) => ({ "0001_first": first(dialect) })

/** Runs what is missing; refuses a store that a newer release has migrated. */
export const migrate = (name: string, dialect: Dialect): Effect.Effect<void, StoreError, SqlClient.SqlClient> =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const known = migrations(dialect)
    yield* Migrator.make({})({ table, loader: Migrator.fromRecord(known) })
    const applied = yield* sql.unsafe<{ readonly migration_id: number; readonly name: string }>(
      `SELECT migration_id, name FROM ${table} ORDER BY migration_id DESC LIMIT 1`,
    )
    const newest = applied[0]
    if (newest !== undefined && newest.migration_id > Object.keys(known).length) {
      return yield* Effect.fail(storeError(name, "StoreNewer", `its schema is ${newest.migration_id}, ${newest.name}; this release knows ${Object.keys(known).length}`))
    }
  }).pipe(
    Effect.catchTag("SqlError", (error) => Effect.fail(fromSqlError(name, dialect, error))),
    Effect.catchTag("MigrationError", (error) =>
      Effect.fail(
        error.cause instanceof SqlError.SqlError
          ? fromSqlError(name, dialect, error.cause)
          : storeError(name, "StoreFailed", error.message, error),
      ),
    ),
  )

/**
 * Brings a store to the schema of this release: forward only, when it is opened.
 */
import type { StoreError } from "@millrace/engine/store"
import { Effect } from "effect"
import { Migrator, SqlClient, SqlError } from "effect/sql"
import type { Dialect } from "./Dialect.ts"
import { first } from "./migrations/first.ts"
import { messages } from "./migrations/messages.ts"
import { offers } from "./migrations/offers.ts"
import { together } from "./migrations/together.ts"
import { fromSqlError, storeError } from "./storeError.ts"

/** Every store has this table. */
export const migrationsTable = "millrace_migrations"

/** All migrations in order. Their names stand in every store. */
export const migrations = (dialect: Dialect) => ({
  "0001_first": first(dialect),
  "0002_offers": offers(dialect),
  "0003_messages": messages(dialect),
  "0004_together": together(dialect),
})

/** Runs what is missing; refuses a store that a newer release has migrated. */
export const migrate = (name: string, dialect: Dialect): Effect.Effect<void, StoreError, SqlClient.SqlClient> =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const known = migrations(dialect)
    const table = dialect.table?.(migrationsTable) ?? migrationsTable
    yield* Migrator.make({})({ table, loader: Migrator.fromRecord(known) })
    const applied = yield* sql.unsafe<{ readonly migration_id: number; readonly name: string }>(
      dialect.statement(`SELECT migration_id, name FROM ${migrationsTable} ORDER BY migration_id DESC LIMIT 1`),
    )
    const newest = applied[0]
    const last = Object.keys(known).length
    if (newest !== undefined && newest.migration_id > last) {
      const detail = `its schema is ${newest.migration_id}, ${newest.name}; this release knows ${last}`
      return yield* Effect.fail(storeError(name, "StoreNewer", detail))
    }
    // Changes nothing, but has to be allowed to: better to hear of it now than at the first commit.
    yield* sql.unsafe(dialect.statement("UPDATE counters SET next = next WHERE name = ''"))
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

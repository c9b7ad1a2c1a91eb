/**
 * The Postgres store: one database for any number of engine processes.
 */
import { PgClient } from "@effect/sql-pg"
import { Store, type StoreError } from "@millrace/engine/store"
import { fromSqlError, makeSqlStore, storeError } from "@millrace/sql"
import { Effect, Layer, type Scope } from "effect"
import { Reactivity } from "effect/reactivity"
import { SqlClient, SqlError } from "effect/sql"
import { makeWakes } from "./notifications.ts"
import { type PostgresPlaceOptions, placeOf } from "./PostgresPlace.ts"
import { postgresDialect } from "./postgresDialect.ts"
import { makePresence } from "./presence.ts"

export interface PostgresStoreOptions extends PostgresPlaceOptions {
  /** The schema of the tables, made when it is not there: `"millrace"` by default, so that they never meet yours. */
  readonly schema?: string
  /** How many connections this engine uses at most: 10 by default, 2 at least. One of them listens where there are 3, one shows that the process lives where there are 4, half of the others are for transactional steps. */
  readonly maxConnections?: number
  /** How many batches of commits are on their way at a time: 3 by default. */
  readonly parallelism?: number
  /** Milliseconds to connect within: 5,000 by default. */
  readonly connectTimeout?: number
  /** Milliseconds for a statement, and to wait for a free connection: 30,000 by default. After that the connection is given up. */
  readonly statementTimeout?: number
  /**
   * Milliseconds after which the database gives up a transaction of ours in which nothing happens: 5,000 by default. A process
   * that is stopped in the middle of one would keep what it has locked from all others. Not of transactional steps, nor behind a pooler (`prepare: false`).
   */
  readonly idleTimeout?: number
  /** Prepared statements, on by default: off behind a pooler that cannot keep them. */
  readonly prepare?: boolean
  /** Hear of other engines at once, of their death too, on by default: off behind a pooler that cannot. That is found by polling then. */
  readonly listen?: boolean
  /** Whose clock leases go by: the database's, unless a test has a time of its own. */
  readonly clock?: "database" | "caller"
}

/** Opens the store, or says why it cannot be opened. Its connections are closed with the scope. */
export const makePostgresStore = (options: PostgresStoreOptions): Effect.Effect<Store["Service"], StoreError, Scope.Scope> =>
  Effect.gen(function* () {
    const malformed = formProblem(options)
    if (malformed !== undefined) return yield* Effect.fail(storeError("postgres", "ConfigurationInvalid", malformed))
    const { schema = "millrace", clock = "database", parallelism = 3 } = options
    const { connectTimeout = 5_000, statementTimeout = 30_000, idleTimeout = 5_000, prepare = true } = options
    const maxConnections = Math.max(2, options.maxConnections ?? 10)
    // One for transactional steps and one for all else come first.
    const listen = (options.listen ?? true) && maxConnections > 2
    const { name, connection, conceal } = yield* placeOf(options)
    const problem = problemOf(options)
    if (problem !== undefined) return yield* Effect.fail(storeError(name, "ConfigurationInvalid", problem))
    const client = yield* PgClient.make({
      ...connection,
      maxConnections,
      connectTimeout,
      prepare,
      // The system finds out by itself that a silent connection is dead.
      keepAlive: "10 seconds",
      preparedStatementCacheSize: 300,
      // A snapshot may be large.
      maxMessageSize: 2 ** 30 - 1,
      applicationName: "millrace",
      // Poolers refuse settings that they do not know.
      ...(prepare ? { startupParameters: { idle_in_transaction_session_timeout: String(idleTimeout), ...lasting } } : {}),
    }).pipe(
      Effect.provide(Reactivity.layer),
      Effect.mapError((error) => fromSqlError(name, postgresDialect({ schema, clock, conceal }), error)),
    )
    // Both keep a connection for as long as the store is open.
    const shows = listen && maxConnections > 3
    const dialect = postgresDialect({
      schema,
      clock,
      conceal,
      ...(listen ? { wakes: makeWakes(client, schema) } : {}),
      ...(shows ? { presence: yield* makePresence(client, schema, Math.min(statementTimeout, 1_000)) } : {}),
    })
    const connections = maxConnections - (listen ? 1 : 0) - (shows ? 1 : 0)
    const transactional = Math.max(1, Math.floor(connections / 2))
    const opened = makeSqlStore({
      name,
      dialect,
      limits: { connections, freeWithin: statementTimeout, answerWithin: statementTimeout },
      parallelism: Math.max(1, Math.min(parallelism, connections - 1)),
      transactions: { exclusive: false, limit: transactional },
    })
    return yield* client
      .withTransaction(
        Effect.andThen(
          makeSchema(client, schema),
          // Engines that open a new database at the same time migrate it one after another.
          Effect.provideService(opened, SqlClient.SqlClient, client),
        ),
      )
      .pipe(Effect.mapError((error) => (error instanceof SqlError.SqlError ? fromSqlError(name, dialect, error) : error)))
  })

/**
 * What is planned while a table is small stays prepared when it has grown. Every question of ours has its index: the
 * database may not plan to walk through a table instead. Measured on a new database: half of the server's work for
 * 8,000 instances, and more with each of them, until a minute later its statistics tell it better.
 */
const lasting = { enable_seqscan: "off" }

/** What each option is, for those who have no types; numbers and the schema are looked at by themselves. */
const kinds: Readonly<Record<keyof PostgresStoreOptions, "string" | "boolean" | "any">> = {
  url: "string",
  host: "string",
  user: "string",
  password: "string",
  database: "string",
  prepare: "boolean",
  listen: "boolean",
  port: "any",
  ssl: "any",
  schema: "any",
  maxConnections: "any",
  parallelism: "any",
  connectTimeout: "any",
  statementTimeout: "any",
  idleTimeout: "any",
  clock: "any",
}

/** What is wrong with the form of the options. Never with a value in it: it may be the password. */
const formProblem = (options: unknown): string | undefined => {
  if (Object.prototype.toString.call(options) !== "[object Object]") return "it takes options in braces: postgres({ url })"
  for (const [name, value] of Object.entries(Object(options))) {
    if (!Object.hasOwn(kinds, name)) return `there is no option '${name}'. Options: ${Object.keys(kinds).join(", ")}`
    const kind = kinds[name as keyof typeof kinds]
    if (value !== undefined && kind !== "any" && typeof value !== kind)
      return `'${name}' has to be ${kind === "string" ? "a text" : "true or false"}`
  }
  const { ssl, clock, port } = Object(options) as PostgresStoreOptions
  if (ssl !== undefined && typeof ssl !== "boolean" && Object.prototype.toString.call(ssl) !== "[object Object]")
    return "'ssl' has to be true or false, or an object as node:tls takes it, such as { ca }"
  if (port !== undefined && !(Number.isSafeInteger(port) && port > 0 && port < 65_536)) return "'port' has to be a number from 1 to 65535"
  return clock === undefined || clock === "database" || clock === "caller" ? undefined : "'clock' has to be 'database' or 'caller'"
}

const numbers = ["maxConnections", "parallelism", "connectTimeout", "statementTimeout", "idleTimeout"] as const

/** What is wrong with options that types let pass. */
const problemOf = (options: PostgresStoreOptions): string | undefined => {
  const { schema = "millrace" } = options
  if (!/^[a-z_][a-z0-9_]{0,50}$/.test(schema)) {
    return `'${schema}' is no name of a schema: give up to 51 lower case letters, digits and _, no digit first`
  }
  const wrong = numbers.find((name) => !Number.isSafeInteger(options[name] ?? 1) || (options[name] ?? 1) < 1)
  return wrong === undefined ? undefined : `${wrong} is ${options[wrong]}: give a whole number above 0`
}

/** Who may not make a schema can still use one that was made for them. */
const makeSchema = (client: PgClient.PgClient, schema: string): Effect.Effect<void, SqlError.SqlError> =>
  Effect.gen(function* () {
    yield* client.unsafe(`SELECT pg_advisory_xact_lock(hashtextextended('millrace ${schema}', 0))`).unprepared
    const found = yield* client.unsafe(`SELECT 1 AS found FROM pg_namespace WHERE nspname = '${schema}'`).unprepared
    if (found.length === 0) yield* client.unsafe(`CREATE SCHEMA "${schema}"`).unprepared
  })

/**
 * The store as a layer.
 *
 * ```ts
 * const millrace = await Millrace.open({ processes: [order], store: postgres({ url: env.DATABASE_URL }) })
 * ```
 */
export const postgres = (options: PostgresStoreOptions): Layer.Layer<Store, StoreError> => Layer.effect(Store, makePostgresStore(options))

export { postgres as layer }

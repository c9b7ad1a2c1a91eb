/** The Postgres store of Millrace: one database for any number of engine processes. */
export * from "./PostgresPlace.ts"
export * from "./PostgresStore.ts"
export { type PostgresDialectOptions, postgresDialect } from "./postgresDialect.ts"

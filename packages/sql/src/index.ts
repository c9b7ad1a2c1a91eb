/** The SQL store of Millrace: a backend brings a `SqlClient` and its dialect. */
export type { RunEach } from "./Database.ts"
export * from "./Dialect.ts"
export { migrationsTable } from "./migrate.ts"
export * from "./SqlStore.ts"
export { fromSqlError, storeError } from "./storeError.ts"

/** The SQL store of Millrace: a backend brings a `SqlClient` and its dialect. */

export { numbersText, textsText } from "./arrayRows.ts"
export type { Param, RunEach } from "./Database.ts"
export * from "./Dialect.ts"
export { type Limits, within } from "./Limits.ts"
export { migrationsTable } from "./migrate.ts"
export * from "./SqlStore.ts"
export { fromSqlError, storeError } from "./storeError.ts"
export { makeTextCache } from "./TextCache.ts"
export { tableNames } from "./tableNames.ts"

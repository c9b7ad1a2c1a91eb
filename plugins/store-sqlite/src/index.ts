/** The SQLite store of Millrace, on Node's built-in `node:sqlite`. */
export * as SqliteClient from "./SqliteClient.ts"
export * from "./SqliteStore.ts"
export { sqliteDialect } from "./sqliteDialect.ts"

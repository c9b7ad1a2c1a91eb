/** A Postgres server for tests and programmes. */
export type { Row } from "./Databases.ts"
export * from "./PostgresServer.ts"

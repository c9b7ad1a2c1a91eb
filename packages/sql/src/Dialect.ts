/**
 * What differs between the databases: everything else in this package is written once. A backend's plugin brings
 * its dialect as data.
 */
import type { StoreErrorCode } from "@millrace/engine/store"
import type { SqlConnection, SqlError } from "effect/sql"
import type { RunEach } from "./Database.ts"

/** The kinds of column values there are. */
export type ColumnType = "integer" | "text"

export interface Dialect {
  /** Turns a statement written with `?` into the database's own form. */
  readonly statement: (text: string) => string
  /** How many parameters one statement may have. */
  readonly maxParameters: number
  /** A parameter of a VALUES list of which the database cannot see the type. */
  readonly parameter: (type: ColumnType) => string
  /** How a connection runs a statement for each of many rows, if its driver can do that in one go. */
  readonly runEach?: (connection: SqlConnection.Connection) => RunEach | undefined
  /** Words of CREATE TABLE. */
  readonly schema: {
    /** A 64-bit integer. */
    readonly integer: string
    readonly text: string
    /** A primary key that the database counts up. */
    readonly counted: string
    /** After a table that is stored in the order of its primary key. */
    readonly clustered: string
  }
  /** After a SELECT of rows about to be updated, where several engines may do so at the same time. */
  readonly lock: string
  /** BEGIN of a transaction whose reads all see the same state; none where one connection is the database. */
  readonly beginRead: string | undefined
  /** What a driver's error means. */
  readonly errorCode: (error: SqlError.SqlError) => StoreErrorCode
}

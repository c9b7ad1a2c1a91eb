/**
 * What differs between the databases: everything else in this package is written once. A backend's plugin brings
 * its dialect as data.
 */
import type { StoreErrorCode } from "@millrace/engine/store"
import type { Effect, Scope } from "effect"
import type { SqlConnection, SqlError } from "effect/sql"
import type { Param, RunEach } from "./Database.ts"

/** The kinds of column values there are. */
export type ColumnType = "integer" | "text"

export interface Dialect {
  /** Turns a statement written with `?` and bare names of tables into the database's own form. */
  readonly statement: (text: string) => string
  /** The full name of a table, where it is not the bare one. */
  readonly table?: (name: string) => string
  /** How many parameters one statement may have. */
  readonly maxParameters: number
  /** A parameter of a VALUES list of which the database cannot see the type. */
  readonly parameter: (type: ColumnType) => string
  /** What the driver is given for a parameter; as it is where there is none. */
  readonly bind?: (param: Param) => Param
  /**
   * The database takes a column of many rows as one array parameter, unfolds such arrays with `unnest`, and writes
   * several tables in one statement: a commit is one statement, and one round trip.
   */
  readonly arrays?: boolean
  /** A term that holds where the column has one of the numbers in a parameter made by `list`. */
  readonly among: (column: string) => string
  readonly list: (numbers: ReadonlyArray<number>) => string
  /** The same for texts. */
  readonly amongTexts: (column: string) => string
  readonly listTexts: (texts: ReadonlyArray<string>) => string
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
    /** Statements after the tables have been made. */
    readonly tuning?: ReadonlyArray<string>
  }
  /** After a SELECT of rows about to be updated, where several engines may do so at the same time. */
  readonly lock: string
  /** First statement of a transaction that gives messages to those who wait for them: one does so at a time. */
  readonly beginMatch?: string
  /** BEGIN of a transaction whose reads all see the same state; none where one connection is the database. */
  readonly beginRead: string | undefined
  /** First statement of a transaction in which code of users takes its time, where the database gives up others that stand still. */
  readonly beginUse?: string
  /** What it takes back of that before the store goes on in the same transaction. */
  readonly endUse?: string
  /** How a transaction is committed, where that is more than COMMIT. */
  readonly commit?: (connection: SqlConnection.Connection) => Effect.Effect<void, SqlError.SqlError>
  /** What a driver's error means. */
  readonly errorCode: (error: SqlError.SqlError) => StoreErrorCode
  /** Takes what is secret out of what a driver says. */
  readonly conceal?: (text: string) => string
  /** Whether a transaction that failed like this was not at fault: it is tried again. */
  readonly repeats?: (error: SqlError.SqlError) => boolean
  /**
   * A statement may have been carried out though it failed like this. Where there is none, only COMMIT leaves that open,
   * and what was not written never will be.
   */
  readonly unsure?: (error: SqlError.SqlError) => boolean
  /** Milliseconds since the epoch by the database's own clock, for leases; those of the caller where there is none. */
  readonly clock?: string
  /** How it is known at once that the process of an engine has died; its lease says so where there is none. */
  readonly presence?: Presence
  /** How engines hear of each other; none where one engine has the database. */
  readonly wakes?: Wakes
}

/** Signs of life of engines, beside their leases. Terms are about rows of the table `engines`. */
export interface Presence {
  /** Shows that the engine's process lives, for as long as it does; false where that cannot be done now. */
  readonly show: (engine: number) => Effect.Effect<boolean>
  readonly hide: (engine: number) => Effect.Effect<void>
  /** Keeps the sign from being lost for want of use. */
  readonly keep: Effect.Effect<void>
  /** An assignment: from now on the engine is known by its sign of life. */
  readonly mark: string
  /** Holds where the sign is there. */
  readonly shown: string
  /** Holds where the process is known to have died. */
  readonly gone: string
}

/** Short messages between the engines on one database. */
export interface Wakes {
  /** A query that sends each of a list of messages when its transaction is committed. */
  readonly send: (messages: string) => string
  /** How many bytes a message may have. */
  readonly longest: number
  /** Calls `heard` with each message until the scope closes, whatever becomes of connections; `missed` after each that was lost. */
  readonly listen: (heard: (message: string) => void, missed: () => void) => Effect.Effect<void, SqlError.SqlError, Scope.Scope>
}

/**
 * The database as the ports use it: statements on one connection, with errors that name the store.
 *
 * Statements go to the connection itself and not through `SqlClient`'s templates: a commit is a handful of long
 * statements whose texts are the same each time, and compiling them and opening a span for each cost more than
 * running them.
 */
import type { StoreError } from "@millrace/engine/store"
import { Effect, Option } from "effect"
import { SqlClient, type SqlConnection, SqlError } from "effect/sql"
import type { Dialect } from "./Dialect.ts"
import { fromCommitError, fromSqlError } from "./storeError.ts"

export type Param = string | number | null
/** A row as the driver gives it; `Row.ts` reads it. */
export type RawRow = SqlConnection.Row

/** One connection, for as long as a method needs it. */
export interface Session {
  readonly all: (text: string, params: ReadonlyArray<Param>) => Effect.Effect<ReadonlyArray<RawRow>, SqlError.SqlError>
  readonly first: (text: string, params: ReadonlyArray<Param>) => Effect.Effect<RawRow | undefined, SqlError.SqlError>
  /** A statement of a user, in the database's own form of parameters. */
  readonly statement: (text: string, params: ReadonlyArray<unknown>) => Effect.Effect<ReadonlyArray<RawRow>, SqlError.SqlError>
  /** Runs a statement for each row and gives the rows for which nothing changed; only where the driver can. */
  readonly each: RunEach | undefined
}

/** Runs a statement for each of many rows, without a trip for each; `push` adds the parameters of one. */
export type RunEach = <Row>(
  text: string,
  rows: ReadonlyArray<Row>,
  push: (row: Row, params: Array<Param>) => void,
) => Effect.Effect<ReadonlyArray<Row>, SqlError.SqlError>

export interface Database {
  readonly name: string
  readonly dialect: Dialect
  /** Statements that see one state of the database. */
  readonly read: <A>(use: (session: Session) => Effect.Effect<A, SqlError.SqlError>) => Effect.Effect<A, StoreError>
  /** One transaction. */
  readonly write: <A>(use: (session: Session) => Effect.Effect<A, SqlError.SqlError>) => Effect.Effect<A, StoreError>
  /** The same for what may fail for reasons of its own: rolled back then, too. */
  readonly transact: <A, E>(
    use: (session: Session) => Effect.Effect<A, E | SqlError.SqlError>,
  ) => Effect.Effect<A, Exclude<E, SqlError.SqlError> | StoreError>
  /** A single statement. */
  readonly all: (text: string, params: ReadonlyArray<Param>) => Effect.Effect<ReadonlyArray<RawRow>, StoreError>
  readonly first: (text: string, params: ReadonlyArray<Param>) => Effect.Effect<RawRow | undefined, StoreError>
}

const sessionOf = (dialect: Dialect, connection: SqlConnection.Connection): Session => {
  const all: Session["all"] = (text, params) => connection.execute(dialect.statement(text), params, undefined)
  return {
    all,
    first: (text, params) => Effect.map(all(text, params), (rows) => rows[0]),
    statement: (text, params) => connection.execute(text, params, undefined),
    each: dialect.runEach?.(connection),
  }
}

const noConnection = new SqlError.SqlError({
  reason: new SqlError.ConnectionError({ message: "the transaction has no connection", cause: undefined }),
})

/** The database behind `sql`, called `name` in messages. */
export const makeDatabase = (sql: SqlClient.SqlClient, name: string, dialect: Dialect): Database => {
  const fail = (error: SqlError.SqlError): StoreError => fromSqlError(name, dialect, error)

  const inTransaction = <A, E>(use: (session: Session) => Effect.Effect<A, E>): Effect.Effect<A, E | SqlError.SqlError> =>
    sql.withTransaction(
      Effect.flatMap(
        Effect.serviceOption(sql.transactionService),
        (open): Effect.Effect<A, E | SqlError.SqlError> =>
          Option.isSome(open) ? use(sessionOf(dialect, open.value[0])) : Effect.fail(noConnection),
      ),
    )

  const onConnection = <A>(use: (session: Session) => Effect.Effect<A, SqlError.SqlError>): Effect.Effect<A, StoreError> =>
    Effect.mapError(Effect.scoped(Effect.flatMap(sql.reserve, (connection) => use(sessionOf(dialect, connection)))), fail)

  const read: Database["read"] = (use) =>
    dialect.beginRead === undefined
      ? onConnection(use)
      : Effect.mapError(Effect.provideService(inTransaction(use), SqlClient.BeginTransaction, dialect.beginRead), fail)

  const transact: Database["transact"] = <A, E>(use: (session: Session) => Effect.Effect<A, E | SqlError.SqlError>) =>
    Effect.suspend(() => {
      let done = false
      const noting = (session: Session) =>
        Effect.map(use(session), (result) => {
          done = true
          return result
        })
      return Effect.mapError(inTransaction(noting), (error) => {
        if (!(error instanceof SqlError.SqlError)) return error as Exclude<E, SqlError.SqlError>
        return done ? fromCommitError(name, dialect, error) : fail(error)
      })
    })

  return {
    name,
    dialect,
    read,
    write: transact,
    transact,
    all: (text, params) => onConnection((session) => session.all(text, params)),
    first: (text, params) => onConnection((session) => session.first(text, params)),
  }
}

/**
 * The database as the ports use it: statements on one connection, with errors that name the store.
 *
 * Statements go to the connection itself and not through `SqlClient`'s templates: a commit is a handful of long
 * statements whose texts are the same each time, and compiling them and opening a span for each cost more than
 * running them.
 */
import { StoreError } from "@millrace/engine/store"
import { Effect, Option, Schedule } from "effect"
import { SqlClient, type SqlConnection, SqlError } from "effect/sql"
import type { Dialect } from "./Dialect.ts"
import { type Limits, makeAdmission, makeLimitedTransaction, within } from "./Limits.ts"
import { fromCommitError, fromSqlError, originOf } from "./storeError.ts"

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
  /** One statement that is a transaction. */
  readonly once: <A>(use: (session: Session) => Effect.Effect<A, SqlError.SqlError>) => Effect.Effect<A, StoreError>
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

const sessionOf = (dialect: Dialect, connection: SqlConnection.Connection, limits: Limits | undefined): Session => {
  const { bind } = dialect
  const execute = (text: string, params: ReadonlyArray<unknown>) => connection.execute(text, params, undefined)
  const run =
    limits === undefined ? execute : (text: string, params: ReadonlyArray<unknown>) => within(execute(text, params), limits.answerWithin)
  const all: Session["all"] = (text, params) => run(dialect.statement(text), bind === undefined ? params : params.map(bind))
  return {
    all,
    first: (text, params) => Effect.map(all(text, params), (rows) => rows[0]),
    statement: execute,
    each: dialect.runEach?.(connection),
  }
}

/** How often, and when, a transaction is tried again that met another. */
const meetings = Schedule.exponential(5).pipe(Schedule.jittered, Schedule.upTo({ times: 8 }))

const noConnection = new SqlError.SqlError({
  reason: new SqlError.ConnectionError({ message: "the transaction has no connection", cause: undefined }),
})

/** The database behind `sql`, called `name` in messages. */
export const makeDatabase = (sql: SqlClient.SqlClient, name: string, dialect: Dialect, limits?: Limits): Database => {
  const admitted = limits === undefined ? undefined : makeAdmission(limits)
  const admit = <A, E>(use: Effect.Effect<A, E>): Effect.Effect<A, E | SqlError.SqlError> => (admitted === undefined ? use : admitted(use))

  const withTransaction = limits === undefined ? sql.withTransaction : makeLimitedTransaction(sql, dialect, limits)

  const { repeats } = dialect
  const again = <A, E>(attempt: Effect.Effect<A, E>): Effect.Effect<A, E> =>
    repeats === undefined
      ? attempt
      : Effect.retry(attempt, {
          schedule: meetings,
          while: (error) => {
            const origin = error instanceof StoreError ? originOf(error) : undefined
            return origin !== undefined && repeats(origin)
          },
        })

  const fail = (error: SqlError.SqlError): StoreError => fromSqlError(name, dialect, error)

  const inTransaction = <A, E>(use: (session: Session) => Effect.Effect<A, E>): Effect.Effect<A, E | SqlError.SqlError> =>
    admit(
      withTransaction(
        Effect.flatMap(
          Effect.serviceOption(sql.transactionService),
          (open): Effect.Effect<A, E | SqlError.SqlError> =>
            Option.isSome(open) ? use(sessionOf(dialect, open.value[0], limits)) : Effect.fail(noConnection),
        ),
      ),
    )

  const reserved = <A>(use: (session: Session) => Effect.Effect<A, SqlError.SqlError>): Effect.Effect<A, SqlError.SqlError> =>
    admit(Effect.scoped(Effect.flatMap(sql.reserve, (connection) => use(sessionOf(dialect, connection, limits)))))

  const onConnection = <A>(use: (session: Session) => Effect.Effect<A, SqlError.SqlError>): Effect.Effect<A, StoreError> =>
    Effect.mapError(reserved(use), fail)

  const once: Database["once"] = (use) =>
    again(
      Effect.suspend(() => {
        let sent = false
        const noting = (session: Session) => {
          sent = true
          return use(session)
        }
        return Effect.mapError(reserved(noting), (error) => (sent ? fromCommitError(name, dialect, error) : fail(error)))
      }),
    )

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
    once,
    write: (use) => again(transact(use)),
    transact,
    all: (text, params) => onConnection((session) => session.all(text, params)),
    first: (text, params) => onConnection((session) => session.first(text, params)),
  }
}

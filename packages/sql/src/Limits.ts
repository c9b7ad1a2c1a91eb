/**
 * Limits on waiting for a database behind a network, which may fall silent at any moment.
 */
import { Effect, Fiber, Semaphore } from "effect"
import { SqlClient, type SqlConnection, SqlError } from "effect/sql"
import type { Dialect } from "./Dialect.ts"

/** How much of a database behind a network is used, and how long it may stay silent. Times are milliseconds. */
export interface Limits {
  /** How many connections are used at a time. */
  readonly connections: number
  /** How long a statement waits for one of them. */
  readonly freeWithin: number
  /** How long a statement may take. */
  readonly answerWithin: number
}

/** The answer, or an error after so many milliseconds: whoever asked does not wait for a silent connection to be closed. */
export const within = <A>(asking: Effect.Effect<A, SqlError.SqlError>, milliseconds: number): Effect.Effect<A, SqlError.SqlError> =>
  Effect.flatMap(Effect.forkDetach(asking, { startImmediately: true }), (answer) =>
    Effect.onInterrupt(
      Effect.timeoutOrElse(Fiber.join(answer), {
        duration: milliseconds,
        orElse: () =>
          Effect.andThen(
            Effect.forkDetach(Fiber.interrupt(answer)),
            Effect.fail(unreachable(`it did not answer within ${milliseconds} ms`)),
          ),
      }),
      () => Fiber.interrupt(answer),
    ),
  )

const unreachable = (message: string): SqlError.SqlError =>
  new SqlError.SqlError({ reason: new SqlError.ConnectionError({ message, cause: new Error(message) }) })

/** Runs what uses a connection when one of so many is free. */
export const makeAdmission = ({ connections, freeWithin }: Limits) => {
  const free = Semaphore.makeUnsafe(connections)
  const wait = Effect.timeoutOrElse(free.take(1), {
    duration: freeWithin,
    orElse: () =>
      Effect.fail(
        unreachable(`all ${connections} connections were in use for ${freeWithin} ms; allow more of them, or ask for less at a time`),
      ),
  })
  const enter = Effect.flatMap(
    free.takeIfAvailable(1),
    (entered): Effect.Effect<unknown, SqlError.SqlError> => (entered ? Effect.void : wait),
  )
  return <A, E>(use: Effect.Effect<A, E>): Effect.Effect<A, E | SqlError.SqlError> =>
    Effect.uninterruptibleMask((restore) => Effect.flatMap(restore(enter), () => Effect.ensuring(restore(use), free.release(1))))
}

/** Transactions whose beginning and end are limited as statements are: the driver would wait for as long as its connection stands. */
export const makeLimitedTransaction = (
  sql: SqlClient.SqlClient,
  { commit = (connection) => Effect.asVoid(control(connection, "COMMIT")) }: Pick<Dialect, "commit">,
  { answerWithin }: Limits,
): SqlClient.SqlClient["withTransaction"] => {
  const limited = (connection: SqlConnection.Connection, text: string) => Effect.asVoid(within(control(connection, text), answerWithin))
  return SqlClient.makeWithTransaction<SqlClient.TransactionConnection, SqlConnection.Connection>({
    transactionService: sql.transactionService,
    spanAttributes: [],
    acquireConnection: (restore) => restore(sql.reserve),
    begin: (connection, statement) => limited(connection, statement ?? "BEGIN"),
    commit: (connection) => within(commit(connection), answerWithin),
    // What has no connection is rolled back by the database; the error that led here says more.
    rollback: (connection) =>
      Effect.catchIf(
        limited(connection, "ROLLBACK"),
        ({ reason }) => reason._tag === "ConnectionError",
        () => Effect.void,
      ),
    savepoint: (connection, id) => limited(connection, `SAVEPOINT effect_sql_${id}`),
    releaseSavepoint: (connection, id) => limited(connection, `RELEASE SAVEPOINT effect_sql_${id}`),
    rollbackSavepoint: (connection, id) => limited(connection, `ROLLBACK TO SAVEPOINT effect_sql_${id}`),
  })
}

const control = (connection: SqlConnection.Connection, text: string) => connection.execute(text, [], undefined)

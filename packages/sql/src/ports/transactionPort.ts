/** The transaction port: the work of a handler and the commit that records its result are one transaction. */
import { type SqlValue, TransactionError, type TransactionPort, type TransactionSql } from "@millrace/engine/store"
import { Cause, Effect, Exit, Fiber } from "effect"
import type { SqlError } from "effect/sql"
import { makeCommitBatch } from "../commitBatch.ts"
import type { Database, Session } from "../Database.ts"
import type { Dialect } from "../Dialect.ts"
import { fromSqlError } from "../storeError.ts"
import { parameterProblem } from "./parameterProblem.ts"
import { reasonToRefuse, withoutLiterals } from "./reasonToRefuse.ts"

export interface TransactionLimits {
  readonly exclusive: boolean
  readonly limit: number
}

export const transactionPort = (database: Database, limits: TransactionLimits): TransactionPort => {
  const { commit } = makeCommitBatch(database.dialect)
  return {
    ...limits,
    run: (name, use) =>
      database.transact((session) =>
        Effect.suspend(() => {
          const statements = makeStatements(name, session, database.dialect)
          const { beginUse, endUse } = database.dialect
          const fail = (error: SqlError.SqlError) => fromSqlError(database.name, database.dialect, error)
          const say = (text: string | undefined) => (text === undefined ? Effect.void : Effect.mapError(session.all(text, []), fail))
          const used = Effect.onExit(
            use({
              sql: statements.sql,
              commit: (batch) =>
                statements.end.pipe(Effect.andThen(say(endUse)), Effect.andThen(Effect.mapError(commit(session, batch), fail))),
            }),
            // Nobody waits for what a step that failed or timed out still asks.
            (exit) => (Exit.isSuccess(exit) ? statements.end : statements.stop),
          )
          return Effect.andThen(say(beginUse), used)
        }),
      ),
  }
}

/** The statements of one transaction, until it ends. */
const makeStatements = (name: string, session: Session, dialect: Dialect) => {
  let ended = false
  const underWay = new Set<Fiber.Fiber<unknown, unknown>>()
  const tooLate = () =>
    new TransactionError("TransactionEnded", `The transaction of ${name} has ended: await every statement before the handler returns.`)

  const query = <Row extends object>(text: string, parameters: ReadonlyArray<SqlValue> = []): Promise<ReadonlyArray<Row>> => {
    if (ended) return Promise.reject(tooLate())
    const refused = reasonToRefuse(text) ?? parameterProblem(parameters)
    if (refused !== undefined) return Promise.reject(new TransactionError("StatementRefused", `${name}: ${refused}`))
    const fiber = Effect.runFork(
      Effect.mapError(session.statement(text, parameters), (error) => failed(name, error, placeholderHint(text, parameters, dialect))),
    )
    underWay.add(fiber)
    fiber.addObserver(() => underWay.delete(fiber))
    const stopped = Effect.catchCause(Fiber.join(fiber), (cause) =>
      Effect.fail(Cause.hasInterrupts(cause) ? tooLate() : Cause.squash(cause)),
    )
    // What a row holds is the business of whoever wrote the statement.
    const result = Effect.runPromise(stopped) as Promise<ReadonlyArray<never>>
    result.catch(ignore)
    return result
  }

  const sql: TransactionSql = Object.assign(
    <Row extends object>(text: TemplateStringsArray, ...parameters: ReadonlyArray<SqlValue>): Promise<ReadonlyArray<Row>> =>
      Array.isArray(text)
        ? query(withPlaceholders(text, parameters.length, dialect), parameters)
        : Promise.reject(new TransactionError("StatementRefused", `${name}: ${called}`)),
    { query },
  )
  return {
    sql,
    /** Takes no statement any more, and waits for those under way: the connection is somebody else's afterwards. */
    end: Effect.suspend(() => {
      ended = true
      return Effect.asVoid(Fiber.awaitAll([...underWay]))
    }),
    /** Takes no statement any more, and has the database give up those under way. */
    stop: Effect.suspend(() => {
      ended = true
      return Fiber.interruptAll([...underWay])
    }),
  }
}

const ignore = (): void => {}

const withPlaceholders = (text: TemplateStringsArray, count: number, dialect: Dialect): string => {
  const placeholders = dialect.statement(new Array<string>(count).fill("?").join(" ")).split(" ")
  return text.map((part, place) => (place < count ? part + placeholders[place] : part)).join("")
}

const called = "sql is a tag: write it in front of a template, or call sql.query(text, parameters)."

/** What was written for another database, as a sentence. */
const placeholderHint = (text: string, parameters: ReadonlyArray<SqlValue>, dialect: Dialect): string => {
  const own = dialect.statement("?")
  const bare = withoutLiterals(text)
  if (own === "?" || parameters.length === 0 || bare.includes(own) || !bare.includes("?")) return ""
  return `. This database calls parameters ${own}, $2 and so on, not ?: write them so, or let the tag do it`
}

const failed = (name: string, error: SqlError.SqlError, hint: string): TransactionError => {
  const { cause } = error.reason
  const reason = cause instanceof Error ? cause.message : error.message
  return new TransactionError("StatementFailed", `A statement of ${name} failed: ${reason}${hint}`, cause ?? error)
}

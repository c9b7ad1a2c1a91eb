/** The transaction port: the work of a handler and the commit that records its result are one transaction. */
import { type SqlValue, TransactionError, type TransactionPort, type TransactionSql } from "@millrace/engine/store"
import { Effect } from "effect"
import type { SqlError } from "effect/sql"
import { makeCommitBatch } from "../commitBatch.ts"
import type { Database, Session } from "../Database.ts"
import type { Dialect } from "../Dialect.ts"
import { fromSqlError } from "../storeError.ts"
import { reasonToRefuse } from "./reasonToRefuse.ts"

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
          const { beginUse } = database.dialect
          const begun =
            beginUse === undefined
              ? Effect.void
              : Effect.mapError(session.all(beginUse, []), (error) => fromSqlError(database.name, database.dialect, error))
          const used = Effect.ensuring(
            use({
              sql: statements.sql,
              commit: (batch) =>
                Effect.andThen(
                  statements.end,
                  Effect.mapError(commit(session, batch), (error) => fromSqlError(database.name, database.dialect, error)),
                ),
            }),
            statements.end,
          )
          return Effect.andThen(begun, used)
        }),
      ),
  }
}

/** The statements of one transaction, until it ends. */
const makeStatements = (name: string, session: Session, dialect: Dialect) => {
  let ended = false
  const underWay = new Set<Promise<unknown>>()

  const query = <Row extends object>(text: string, parameters: ReadonlyArray<SqlValue> = []): Promise<ReadonlyArray<Row>> => {
    if (ended) {
      const message = `The transaction of ${name} has ended: await every statement before the handler returns.`
      return Promise.reject(new TransactionError("TransactionEnded", message))
    }
    const refused = reasonToRefuse(text)
    if (refused !== undefined) return Promise.reject(new TransactionError("StatementRefused", `${name}: ${refused}`))
    const run = Effect.mapError(session.statement(text, parameters), (error) => failed(name, error))
    // What a row holds is the business of whoever wrote the statement.
    const result = Effect.runPromise(run) as Promise<ReadonlyArray<never>>
    const settled = result.then(ignore, ignore).finally(() => underWay.delete(settled))
    underWay.add(settled)
    return result
  }

  const sql: TransactionSql = Object.assign(
    <Row extends object>(text: TemplateStringsArray, ...parameters: ReadonlyArray<SqlValue>) =>
      query<Row>(withPlaceholders(text, parameters.length, dialect), parameters),
    { query },
  )
  return {
    sql,
    /** Takes no statement any more, and waits for those under way: the connection is somebody else's afterwards. */
    end: Effect.suspend(() => {
      ended = true
      return underWay.size === 0 ? Effect.void : Effect.promise(() => Promise.all(underWay))
    }),
  }
}

const ignore = (): void => {}

const withPlaceholders = (text: TemplateStringsArray, count: number, dialect: Dialect): string => {
  const placeholders = dialect.statement(new Array<string>(count).fill("?").join(" ")).split(" ")
  return text.map((part, place) => (place < count ? part + placeholders[place] : part)).join("")
}

const failed = (name: string, error: SqlError.SqlError): TransactionError => {
  const { cause } = error.reason
  const reason = cause instanceof Error ? cause.message : error.message
  return new TransactionError("StatementFailed", `A statement of ${name} failed: ${reason}`, cause ?? error)
}

/**
 * A `SqlClient` over Node's built-in `node:sqlite`.
 *
 * It stands in for `@effect/sql-sqlite-node`, which has no release for this version of Effect, and has its shape
 * (`make`, `layer`, `SqliteClient`, `SqliteClientConfig`): when there is one, replace this file by its import. What it
 * has beyond that shape is `executeEach`, without which the store works too, a little slower.
 */
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite"
import { Context, Effect, Layer, type Scope, Semaphore, Stream } from "effect"
import { Reactivity } from "effect/reactivity"
import { SqlClient, type SqlConnection, SqlError, Statement } from "effect/sql"
import { type ExecutesEach, makeExecuteEach } from "./executeEach.ts"
import { databaseClass } from "./nodeSqlite.ts"

export interface SqliteClientConfig {
  /** A path, or `:memory:`. */
  readonly filename: string
  readonly readonly?: boolean
  /** How many prepared statements are kept. */
  readonly prepareCacheSize?: number
  /** Without it the journal is a write-ahead log. */
  readonly disableWAL?: boolean
  readonly spanAttributes?: Record<string, unknown>
}

export interface SqliteClient extends SqlClient.SqlClient {
  readonly config: SqliteClientConfig
}

export const SqliteClient = Context.Service<SqliteClient>("@millrace/store-sqlite/SqliteClient")

/** Milliseconds to wait for somebody else's lock, such as a shell's. The event loop stands still meanwhile. */
const busyTimeout = 5_000

type Row = SqlConnection.Row
type Failing<A> = Effect.Effect<A, SqlError.SqlError>

/** A statement, and how it was last told to give its rows. */
interface Prepared {
  readonly statement: StatementSync
  readonly givesRows: boolean
  arrays: boolean
  bigInts: boolean
}

const bind = (value: unknown): SQLInputValue => {
  if (value === undefined || value === null) return null
  if (typeof value === "boolean") return value ? 1 : 0
  return value instanceof Date ? value.toISOString() : (value as SQLInputValue)
}

/** Tells a statement how to give its rows, if it was last told something else. */
const ask = (prepared: Prepared, arrays: boolean, bigInts: boolean): void => {
  if (prepared.arrays !== arrays) prepared.statement.setReturnArrays(arrays)
  if (prepared.bigInts !== bigInts) prepared.statement.setReadBigInts(bigInts)
  prepared.arrays = arrays
  prepared.bigInts = bigInts
}

const sqlError =
  (operation: string) =>
  (cause: unknown): SqlError.SqlError => {
    // Node says `errcode`, the classifier reads `errno`.
    if (cause instanceof Error && "errcode" in cause && !("errno" in cause)) Object.assign(cause, { errno: cause.errcode })
    const reason = SqlError.classifySqliteError(cause, { message: `Failed to ${operation}`, operation })
    return new SqlError.SqlError({ reason })
  }

/** Prepared statements, the least recently used one last to stay. */
const makePrepare = (db: DatabaseSync, size: number) => {
  const kept = new Map<string, Prepared>()
  const prepare = (text: string): Prepared => {
    const statement = db.prepare(text)
    return { statement, givesRows: statement.columns().length > 0, arrays: false, bigInts: false }
  }
  const prepareOnce = (text: string): Prepared => {
    const found = kept.get(text)
    if (found !== undefined) {
      kept.delete(text)
      kept.set(text, found)
      return found
    }
    const made = prepare(text)
    const oldest = kept.keys().next()
    if (kept.size >= size && oldest.done !== true) kept.delete(oldest.value)
    kept.set(text, made)
    return made
  }
  return { prepare, prepareOnce }
}

const makeConnection = (db: DatabaseSync, cacheSize: number): SqlConnection.Connection & ExecutesEach => {
  const { prepare, prepareOnce } = makePrepare(db, cacheSize)

  const run = <A>(
    prepared: () => Prepared,
    params: ReadonlyArray<unknown>,
    arrays: boolean,
    take: (prepared: Prepared, values: Array<SQLInputValue>) => A,
  ): Failing<A> =>
    Effect.withFiber((fiber) => {
      const bigInts = Context.get(fiber.context, SqlClient.SafeIntegers)
      try {
        const using = prepared()
        ask(using, arrays, bigInts)
        return Effect.succeed(take(using, params.map(bind)))
      } catch (cause) {
        return Effect.fail(sqlError("execute statement")(cause))
      }
    })

  const rowsOf = ({ statement, givesRows }: Prepared, values: Array<SQLInputValue>): ReadonlyArray<Row> => {
    if (givesRows) return statement.all(...values)
    statement.run(...values)
    return []
  }
  const valuesOf = (prepared: Prepared, values: Array<SQLInputValue>) => {
    const rows: ReadonlyArray<unknown> = rowsOf(prepared, values)
    return rows as ReadonlyArray<ReadonlyArray<unknown>>
  }
  const rawOf = (prepared: Prepared, values: Array<SQLInputValue>): unknown =>
    prepared.givesRows ? prepared.statement.all(...values) : prepared.statement.run(...values)

  const countedOnce = (text: string): StatementSync => {
    const using = prepareOnce(text)
    ask(using, false, false)
    return using.statement
  }

  return {
    executeEach: makeExecuteEach(countedOnce, sqlError("execute statement")),
    execute: (text, params, transform) =>
      transformed(
        run(() => prepareOnce(text), params, false, rowsOf),
        transform,
      ),
    executeRaw: (text, params) => run(() => prepareOnce(text), params, false, rawOf),
    executeValues: (text, params) => run(() => prepareOnce(text), params, true, valuesOf),
    executeUnprepared: (text, params, transform) =>
      transformed(
        run(() => prepare(text), params, false, rowsOf),
        transform,
      ),
    executeValuesUnprepared: (text, params) => run(() => prepare(text), params, true, valuesOf),
    executeStream: (text, params, transform) => {
      // A statement of its own: an iterator cannot share one.
      const rows = Stream.unwrap(
        Effect.map(
          Effect.acquireRelease(
            Effect.try({ try: () => prepare(text).statement.iterate(...params.map(bind)), catch: sqlError("stream") }),
            (iterator) => Effect.sync(() => iterator.return?.()),
          ),
          (iterator) => Stream.fromIteratorSucceed(iterator, 256),
        ),
      ).pipe(Stream.catchDefect((defect) => Stream.fail(sqlError("stream")(defect))))
      return transform === undefined ? rows : Stream.map(rows, (row) => transform([row])[0] ?? row)
    },
  }
}

type Transform = (<A extends object>(rows: ReadonlyArray<A>) => ReadonlyArray<A>) | undefined

const transformed = (rows: Failing<ReadonlyArray<Row>>, transform: Transform): Failing<ReadonlyArray<Row>> =>
  transform === undefined ? rows : Effect.map(rows, (found) => transform(found))

/** Opens the file. It is closed with the scope, and its write-ahead log is written back into it. */
export const make = (config: SqliteClientConfig): Effect.Effect<SqliteClient, SqlError.SqlError, Scope.Scope | Reactivity.Reactivity> =>
  Effect.gen(function* () {
    // The last connection to close writes the write-ahead log back into the file and removes it.
    const db = yield* Effect.acquireRelease(
      Effect.try({
        try: () => new (databaseClass())(config.filename, { readOnly: config.readonly ?? false, timeout: busyTimeout }),
        catch: sqlError("open the database"),
      }),
      (opened) => Effect.sync(() => opened.close()),
    )
    const connection = makeConnection(db, config.prepareCacheSize ?? 200)
    if (config.disableWAL !== true) yield* connection.executeUnprepared("PRAGMA journal_mode = WAL", [], undefined)
    const semaphore = yield* Semaphore.make(1)
    const client = yield* SqlClient.make({
      ...SqlClient.makeSqliteAcquirers({ connection: Effect.succeed(connection), semaphore, isTransaction: () => db.isTransaction }),
      driver: "sqlite-node",
      compiler: Statement.makeCompilerSqlite(),
      prepareTransactionControls: true,
      // A deferred transaction that becomes a writer ignores the busy timeout.
      beginTransaction: "BEGIN IMMEDIATE",
      releaseSavepoint: (name) => `RELEASE SAVEPOINT ${name}`,
      spanAttributes: [...Object.entries(config.spanAttributes ?? {}), ["db.system.name", "sqlite"]],
    })
    return Object.assign(client, { config })
  })

/** The client as a layer, under its own name and as `SqlClient`. */
export const layer = (config: SqliteClientConfig): Layer.Layer<SqliteClient | SqlClient.SqlClient, SqlError.SqlError> =>
  Layer.effectContext(
    Effect.map(make(config), (client) => Context.make(SqliteClient, client).pipe(Context.add(SqlClient.SqlClient, client))),
  ).pipe(Layer.provide(Reactivity.layer))

/**
 * Transactions in which statements of a user and a commit are one.
 */
import { deepEqual, equal, match } from "node:assert/strict"
import type { OpenTransaction, Store, StoreError, TransactionPort } from "@millrace/engine/store"
import { Deferred, Effect, Exit, Fiber } from "effect"
import type { ContractCase } from "../ContractCase.ts"
import { sampleAdvance, sampleBatch, sampleLog, startInstance } from "../sampleRows.ts"

class Refused {
  readonly _tag = "Refused"
}

const portOf = (store: Store["Service"]): TransactionPort => {
  if (store.transactions === undefined) throw new Error("the store has no transactions: say so in its capabilities")
  return store.transactions
}

const run = <A>(
  store: Store["Service"],
  use: (transaction: OpenTransaction) => Effect.Effect<A, StoreError | Refused>,
): Effect.Effect<Exit.Exit<A, StoreError | Refused>> => Effect.exit(portOf(store).run("a test", use))

/** Does something with statements, in a transaction of its own that is committed. */
const withSql = <A>(store: Store["Service"], use: (sql: OpenTransaction["sql"]) => Promise<A>): Effect.Effect<A, StoreError> =>
  portOf(store).run("a test", ({ sql }) => Effect.promise(() => use(sql)))

const createThings = (store: Store["Service"]) =>
  withSql(store, (sql) => sql`CREATE TABLE things (id VARCHAR(200) PRIMARY KEY, size INTEGER NOT NULL)`)

const thingsOf = (store: Store["Service"]) =>
  withSql(store, async (sql) => {
    const rows = await sql<{ readonly id: string; readonly size: number }>`SELECT id, size FROM things ORDER BY id`
    return rows.map(({ id, size }) => `${id}=${size}`)
  })

const next = (key: number) => sampleBatch({ advances: [sampleAdvance(key, 1)], log: [sampleLog(key, 2)] })

/** What a statement was refused or failed with. */
const codeOf = (statement: Promise<unknown>): Promise<unknown> =>
  statement.then(
    () => "done",
    (error: { readonly code?: unknown }) => error.code,
  )

export const transactionCases: ReadonlyArray<ContractCase> = [
  {
    name: "commits the statements of a transaction together with the batch that is written in it",
    run: (store) =>
      Effect.gen(function* () {
        yield* createThings(store)
        const key = yield* startInstance(store)
        const batch = next(key)
        const exit = yield* run(store, (transaction) =>
          Effect.gen(function* () {
            const { sql } = transaction
            yield* Effect.promise(() => sql`INSERT INTO things (id, size) VALUES (${"one"}, ${1})`)
            return yield* transaction.commit(batch)
          }),
        )
        deepEqual(exit, Exit.succeed({ lost: [], duplicates: [], gone: [] }))
        deepEqual(yield* thingsOf(store), ["one=1"])
        equal((yield* store.instances.byKey(key))?.seq, 2)
        deepEqual(yield* store.log.committed(batch.id, batch.log), [key])
      }),
  },
  {
    name: "rolls back both where the transaction fails after its batch was written",
    run: (store) =>
      Effect.gen(function* () {
        yield* createThings(store)
        const key = yield* startInstance(store)
        const batch = next(key)
        const exit = yield* run(store, (transaction) =>
          Effect.gen(function* () {
            const { sql } = transaction
            yield* Effect.promise(() => sql`INSERT INTO things (id, size) VALUES (${"one"}, ${1})`)
            yield* transaction.commit(batch)
            return yield* Effect.fail(new Refused())
          }),
        )
        equal(Exit.isFailure(exit), true)
        deepEqual(yield* thingsOf(store), [])
        equal((yield* store.instances.byKey(key))?.seq, 1)
        deepEqual(yield* store.log.committed(batch.id, batch.log), [])
      }),
  },
  {
    name: "rolls back a transaction that is interrupted, and goes on",
    run: (store) =>
      Effect.gen(function* () {
        yield* createThings(store)
        const begun = yield* Deferred.make<void>()
        const fiber = yield* Effect.forkChild(
          run(store, ({ sql }) =>
            Effect.gen(function* () {
              yield* Effect.promise(() => sql`INSERT INTO things (id, size) VALUES (${"one"}, ${1})`)
              yield* Deferred.succeed(begun, undefined)
              return yield* Effect.never
            }),
          ),
        )
        yield* Deferred.await(begun)
        yield* Fiber.interrupt(fiber)
        deepEqual(yield* thingsOf(store), [])
      }),
  },
  {
    name: "says in a transaction which instances did not stand where they were expected to",
    run: (store) =>
      Effect.gen(function* () {
        const key = yield* startInstance(store)
        yield* store.log.commit(next(key))
        const exit = yield* run(store, (transaction) => transaction.commit(next(key)))
        deepEqual(exit, Exit.succeed({ lost: [key], duplicates: [], gone: [] }))
        equal((yield* store.instances.byKey(key))?.seq, 2)
      }),
  },
  {
    name: "gives the handler the errors of its statements, and takes its parameters as data",
    run: (store) =>
      Effect.gen(function* () {
        yield* createThings(store)
        yield* withSql(store, (sql) => sql`INSERT INTO things (id, size) VALUES (${"'; DROP TABLE things; --"}, ${1})`)
        deepEqual(yield* thingsOf(store), ["'; DROP TABLE things; --=1"])
        const failure = yield* withSql(store, (sql) =>
          sql`SELECT nothing FROM nowhere`.then(String, (error: Error) => `${Reflect.get(error, "code")} ${error.message}`),
        ).pipe(Effect.exit)
        // On some databases the transaction cannot be committed after a failed statement.
        if (Exit.isSuccess(failure)) match(failure.value, /^StatementFailed .*a test/)
      }),
  },
  {
    name: "refuses statements that would end a transaction, change the connection, or hide another statement",
    run: (store) =>
      Effect.gen(function* () {
        const texts = [
          "BEGIN",
          " commit ",
          "/* now */ ROLLBACK",
          "-- why\nSAVEPOINT s",
          "RELEASE s",
          "END",
          "SET x = 1",
          "SELECT 1; SELECT 2",
          " ",
        ]
        const codes = yield* withSql(store, async (sql) => {
          const found: Array<unknown> = []
          for (const text of texts) found.push(await codeOf(sql.query(text)))
          return found
        })
        deepEqual(
          codes,
          texts.map(() => "StatementRefused"),
        )
        deepEqual(yield* withSql(store, async (sql) => (await sql.query("SELECT ';COMMIT' AS x;")).length), 1)
      }),
  },
  {
    name: "refuses parameters that no database keeps, and says how its own parameters are called",
    run: (store) =>
      Effect.gen(function* () {
        const refused = yield* withSql(store, async (sql) => {
          const found: Array<unknown> = []
          for (const value of [undefined, Number.NaN, {}, [1], () => 1, Symbol("s"), new Date(Number.NaN)])
            found.push(await codeOf(sql.query("SELECT 1", [value as never])))
          found.push(await codeOf(sql.query("SELECT 1", "x" as never)))
          found.push(await codeOf(sql("SELECT 1" as never)))
          return found
        })
        deepEqual(
          refused,
          refused.map(() => "StatementRefused"),
        )
        const said = yield* withSql(store, (sql) =>
          sql.query("SELECT 1 AS x WHERE 'a' = ?", ["a"]).then(
            () => "done",
            (error: Error) => error.message,
          ),
        ).pipe(Effect.exit)
        if (Exit.isSuccess(said) && said.value !== "done") match(said.value, /calls parameters \$1/)
      }),
  },
  {
    name: "takes no statement after a batch was written or the transaction has ended",
    run: (store) =>
      Effect.gen(function* () {
        const key = yield* startInstance(store)
        let late: OpenTransaction["sql"] | undefined
        const exit = yield* run(store, (transaction) =>
          Effect.gen(function* () {
            late = transaction.sql
            yield* transaction.commit(next(key))
            return yield* Effect.promise(() => codeOf(transaction.sql`SELECT 1`))
          }),
        )
        deepEqual(exit, Exit.succeed("TransactionEnded"))
        equal(yield* Effect.promise(async () => late && codeOf(late`SELECT 1`)), "TransactionEnded")
      }),
  },
  {
    name: "runs transactions one after another where they would not fit beside each other, and loses none",
    run: (store) =>
      Effect.gen(function* () {
        yield* createThings(store)
        yield* withSql(store, (sql) => sql`INSERT INTO things (id, size) VALUES (${"sum"}, ${0})`)
        const add = withSql(store, (sql) => sql`UPDATE things SET size = size + ${1} WHERE id = ${"sum"}`)
        yield* Effect.all(
          Array.from({ length: 20 }, () => add),
          { concurrency: "unbounded" },
        )
        deepEqual(yield* thingsOf(store), ["sum=20"])
      }),
  },
]

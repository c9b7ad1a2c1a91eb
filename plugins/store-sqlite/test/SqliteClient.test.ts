import { SqliteClient } from "@millrace/store-sqlite"
import { Effect, Stream } from "effect"
import { SqlClient } from "effect/sql"
import { describe, expect, it } from "vitest"

const withClient = <A, E>(use: (sql: SqlClient.SqlClient) => Effect.Effect<A, E>): Promise<A> =>
  Effect.runPromise(
    Effect.provide(
      Effect.gen(function* () {
        const sql = yield* SqlClient.SqlClient
        yield* sql`CREATE TABLE letters (n INTEGER PRIMARY KEY, letter TEXT NOT NULL)`
        return yield* use(sql)
      }),
      SqliteClient.layer({ filename: ":memory:", prepareCacheSize: 2 }),
    ),
  )

describe("the SQLite client", () => {
  it("inserts, reads rows and arrays, and streams", () =>
    withClient((sql) =>
      Effect.gen(function* () {
        const rows = Array.from({ length: 600 }, (_, n) => ({ n: n + 1, letter: `l${n}` }))
        yield* sql`INSERT INTO letters ${sql.insert(rows as [(typeof rows)[number], ...typeof rows])}`
        expect(yield* sql`SELECT n, letter FROM letters WHERE n < ${3}`).toEqual(rows.slice(0, 2))
        expect(yield* sql`SELECT n, letter FROM letters WHERE n = ${2}`.values).toEqual([[2, "l1"]])
        expect(yield* Stream.runCollect(sql`SELECT n FROM letters ORDER BY n`.stream)).toEqual(rows.map(({ n }) => ({ n })))
      }),
    ))

  it("keeps using a statement after it was asked for rows, arrays and big integers in turn", () =>
    withClient((sql) =>
      Effect.gen(function* () {
        const statement = sql`SELECT 9007199254740993 AS big, ${"x"} AS letter`
        const exact = yield* Effect.provideService(statement, SqlClient.SafeIntegers, true)
        expect(exact).toEqual([{ big: 9007199254740993n, letter: "x" }])
        expect(yield* sql`SELECT 1 AS n`.values).toEqual([[1]])
        expect(yield* sql`SELECT 1 AS n`).toEqual([{ n: 1 }])
        for (const n of [1, 2, 3, 4, 5]) expect(yield* sql.unsafe(`SELECT ${n} AS n`)).toEqual([{ n }])
      }),
    ))

  it("binds booleans, dates, null and undefined", () =>
    withClient((sql) =>
      Effect.gen(function* () {
        const [row] = yield* sql`SELECT ${true} AS yes, ${new Date(0)} AS at, ${null} AS none, ${undefined} AS absent`
        expect(row).toEqual({ yes: 1, at: "1970-01-01T00:00:00.000Z", none: null, absent: null })
      }),
    ))

  it("rolls a failed transaction back, and a failed inner one to its savepoint", () =>
    withClient((sql) =>
      Effect.gen(function* () {
        const put = (n: number) => sql`INSERT INTO letters (n, letter) VALUES (${n}, ${"x"})`
        yield* Effect.ignore(sql.withTransaction(Effect.andThen(put(1), Effect.fail("no"))))
        expect(yield* sql`SELECT n FROM letters`).toEqual([])
        yield* sql.withTransaction(
          Effect.gen(function* () {
            yield* put(2)
            yield* Effect.ignore(sql.withTransaction(Effect.andThen(put(3), Effect.fail("no"))))
            yield* put(4)
          }),
        )
        expect(yield* sql`SELECT n FROM letters`).toEqual([{ n: 2 }, { n: 4 }])
        const error = yield* Effect.flip(put(2))
        expect(error.reason._tag).toBe("ConstraintError")
      }),
    ))
})

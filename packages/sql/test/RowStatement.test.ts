import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import type { Param, Session } from "../src/Database.ts"
import type { Dialect } from "../src/Dialect.ts"
import { makeRunRows, type RowStatement } from "../src/RowStatement.ts"

const dialect: Dialect = {
  statement: (text) => text,
  maxParameters: 90,
  parameter: (type) => (type === "integer" ? "?::bigint" : "?::text"),
  among: (column) => `${column} = ?`,
  list: String,
  amongTexts: (column) => `${column} = ?`,
  listTexts: String,
  schema: { integer: "", text: "", counted: "", clustered: "" },
  lock: "",
  beginRead: undefined,
  errorCode: () => "StoreFailed",
}

interface Row {
  readonly key: number
}

const statement: RowStatement<Row> = {
  columns: ["integer", "text"],
  text: (rows) => `INSERT ${rows}`,
  each: "INSERT one",
  push: ({ key }, params) => {
    params.push(key, String(key))
  },
}

const rowsTo = (count: number): ReadonlyArray<Row> => Array.from({ length: count }, (_, key) => ({ key }))

/** Runs the statement over rows 0 to n, and gives the statements that reached the database, and the rows it missed. */
const run = (count: number) => {
  const sent: Array<{ readonly text: string; readonly params: ReadonlyArray<Param> }> = []
  const session: Session = {
    all: (text, params) =>
      Effect.sync(() => {
        sent.push({ text, params })
        return [{ key: params[0] }]
      }),
    first: () => Effect.undefined,
    statement: () => Effect.die("a statement of a user"),
    each: undefined,
  }
  return { sent, missed: Effect.runSync(makeRunRows(dialect).misses(session, statement, rowsTo(count))) }
}

describe("a statement over rows", () => {
  it("is one VALUES list with types in its first row", () => {
    const { sent } = run(3)
    expect(sent).toEqual([{ text: "INSERT VALUES (?::bigint, ?::text), (?, ?), (?, ?)", params: [0, "0", 1, "1", 2, "2"] }])
  })

  it("is cut into few lengths that the database can bind, keeps the order, and knows what was not returned", () => {
    const { sent, missed } = run(100)
    expect(sent.map(({ params }) => params.length / 2)).toEqual([32, 32, 32, 4])
    expect(sent.flatMap(({ params }) => params.filter((_, n) => n % 2 === 0))).toEqual(Array.from({ length: 100 }, (_, n) => n))
    expect(missed).toEqual(rowsTo(100).flatMap(({ key }) => (key % 32 === 0 ? [] : [key])))
  })

  it("is run for each row where the driver can, which says what nothing changed for", () => {
    const pushed: Array<Param> = []
    const session: Session = {
      all: () => Effect.die("a list"),
      first: () => Effect.undefined,
      statement: () => Effect.die("a statement of a user"),
      each: (text, rows, push) =>
        Effect.sync(() => {
          pushed.push(text)
          for (const row of rows) push(row, pushed)
          return rows.slice(1)
        }),
    }
    expect(Effect.runSync(makeRunRows(dialect).misses(session, statement, rowsTo(3)))).toEqual([1, 2])
    expect(pushed).toEqual(["INSERT one", 0, "0", 1, "1", 2, "2"])
  })

  it("has the same text for the same number of rows", () => {
    const texts = new Set(Array.from({ length: 300 }, (_, n) => run(n + 1).sent.map(({ text }) => text)).flat())
    expect(texts.size).toBeLessThanOrEqual(17)
  })
})

import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import type { Param, Session } from "../src/Database.ts"
import type { Dialect } from "../src/Dialect.ts"
import { makeRunRows, type RowStatement } from "../src/RowStatement.ts"

const dialect: Dialect = {
  statement: (text) => text,
  maxParameters: 90,
  parameter: (type) => (type === "integer" ? "?::bigint" : "?::text"),
  schema: { integer: "", text: "", counted: "", clustered: "" },
  lock: "",
  beginRead: undefined,
  errorCode: () => "StoreFailed",
}

const statement: RowStatement<number> = {
  columns: ["integer", "text"],
  text: (values) => `INSERT ${values}`,
  push: (row, params) => {
    params.push(row, String(row))
  },
}

/** Runs the statement over rows 0 to n, and gives the statements that reached the database. */
const run = (count: number) => {
  const sent: Array<{ readonly text: string; readonly params: ReadonlyArray<Param> }> = []
  const session: Session = {
    all: (text, params) =>
      Effect.sync(() => {
        sent.push({ text, params })
        return [{ first: params[0] }]
      }),
    first: () => Effect.undefined,
  }
  const rows = Array.from({ length: count }, (_, n) => n)
  return { sent, returned: Effect.runSync(makeRunRows(dialect)(session, statement, rows)) }
}

describe("a statement over rows", () => {
  it("is one VALUES list with types in its first row", () => {
    const { sent } = run(3)
    expect(sent).toEqual([{ text: "INSERT (?::bigint, ?::text), (?, ?), (?, ?)", params: [0, "0", 1, "1", 2, "2"] }])
  })

  it("is cut into few lengths that the database can bind, keeps the order, and gives all that was returned", () => {
    const { sent, returned } = run(100)
    expect(sent.map(({ params }) => params.length / 2)).toEqual([32, 32, 32, 4])
    expect(sent.flatMap(({ params }) => params.filter((_, n) => n % 2 === 0))).toEqual(Array.from({ length: 100 }, (_, n) => n))
    expect(returned.map((row) => row.first)).toEqual([0, 32, 64, 96])
  })

  it("has the same text for the same number of rows", () => {
    const texts = new Set(Array.from({ length: 300 }, (_, n) => run(n + 1).sent.map(({ text }) => text)).flat())
    expect(texts.size).toBeLessThanOrEqual(17)
  })
})

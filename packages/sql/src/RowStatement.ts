/**
 * One statement over many rows, as a VALUES list: the cost of a statement is paid once for all of them.
 *
 * Lists are cut into few lengths, so that few texts exist and all of them stay prepared.
 */
import { Effect } from "effect"
import type { SqlError } from "effect/sql"
import type { Param, RawRow, Session } from "./Database.ts"
import type { ColumnType, Dialect } from "./Dialect.ts"

export interface RowStatement<Row> {
  readonly columns: ReadonlyArray<ColumnType>
  /** The statement around a VALUES list. */
  readonly text: (values: string) => string
  /** Adds the parameters of one row, one for each column. */
  readonly push: (row: Row, params: Array<Param>) => void
}

/** Runs a statement over rows, and gives what it returned. */
export type RunRows = <Row>(
  session: Session,
  statement: RowStatement<Row>,
  rows: ReadonlyArray<Row>,
) => Effect.Effect<ReadonlyArray<RawRow>, SqlError.SqlError>

/** The lengths of lists: every short one, then powers of two. Measured: longer lists than the last bind no faster. */
const everyUpTo = 16
const longest = 64

export const makeRunRows = (dialect: Dialect): RunRows => {
  const texts = new Map<RowStatement<never>, Map<number, string>>()
  const textOf = (statement: RowStatement<never>, count: number): string => {
    const ofStatement = texts.get(statement) ?? new Map<number, string>()
    const text = ofStatement.get(count) ?? statement.text(valuesList(statement.columns, count, dialect))
    texts.set(statement, ofStatement.set(count, text))
    return text
  }

  return (session, statement, rows) => {
    const most = Math.min(longest, Math.floor(dialect.maxParameters / statement.columns.length))
    const run = (from: number, count: number) => {
      const params: Array<Param> = []
      for (let place = from; place < from + count; place++) {
        const row = rows[place]
        if (row !== undefined) statement.push(row, params)
      }
      return session.all(textOf(statement, count), params)
    }
    if (lengthBelow(rows.length, most) === rows.length) return run(0, rows.length)
    return Effect.gen(function* () {
      const returned: Array<RawRow> = []
      for (let from = 0; from < rows.length; ) {
        const count = lengthBelow(rows.length - from, most)
        for (const row of yield* run(from, count)) returned.push(row)
        from += count
      }
      return returned
    })
  }
}

/** The greatest length of a list that is not above `rows` and `most`. */
const lengthBelow = (rows: number, most: number): number => {
  const limit = Math.min(rows, most)
  return limit <= everyUpTo ? limit : 2 ** Math.floor(Math.log2(limit))
}

const valuesList = (columns: ReadonlyArray<ColumnType>, count: number, dialect: Dialect): string => {
  const row = `(${columns.map(() => "?").join(", ")})`
  // The database takes the types of the whole list from its first row.
  const first = `(${columns.map(dialect.parameter).join(", ")})`
  return [first, ...new Array<string>(count - 1).fill(row)].join(", ")
}

/**
 * One statement over many rows, as a VALUES list: the cost of a statement is paid once for all of them.
 *
 * Lists are cut into lengths that are powers of two, so that few texts exist and all of them stay prepared.
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

/** Longer lists bind no faster. */
const longest = 64

export const makeRunRows = (dialect: Dialect): RunRows => {
  const texts = new Map<RowStatement<never>, Map<number, string>>()
  const textOf = (statement: RowStatement<never>, count: number): string => {
    let ofStatement = texts.get(statement)
    if (ofStatement === undefined) texts.set(statement, (ofStatement = new Map()))
    let text = ofStatement.get(count)
    if (text === undefined) ofStatement.set(count, (text = statement.text(valuesList(statement.columns, count, dialect))))
    return text
  }

  return (session, statement, rows) => {
    const most = Math.min(longest, powerBelow(dialect.maxParameters / statement.columns.length))
    const run = (from: number, count: number) => {
      const params: Array<Param> = []
      for (let place = from; place < from + count; place++) {
        const row = rows[place]
        if (row !== undefined) statement.push(row, params)
      }
      return session.all(textOf(statement, count), params)
    }
    if (rows.length <= most && powerBelow(rows.length) === rows.length) return run(0, rows.length)
    return Effect.gen(function* () {
      const returned: Array<RawRow> = []
      for (let from = 0; from < rows.length; ) {
        const count = Math.min(most, powerBelow(rows.length - from))
        for (const row of yield* run(from, count)) returned.push(row)
        from += count
      }
      return returned
    })
  }
}

/** The greatest power of two that is not above `n`. */
const powerBelow = (n: number): number => 2 ** Math.floor(Math.log2(n))

const valuesList = (columns: ReadonlyArray<ColumnType>, count: number, dialect: Dialect): string => {
  const row = `(${columns.map(() => "?").join(", ")})`
  // The database takes the types of the whole list from its first row.
  const first = `(${columns.map(dialect.parameter).join(", ")})`
  return [first, ...new Array<string>(count - 1).fill(row)].join(", ")
}

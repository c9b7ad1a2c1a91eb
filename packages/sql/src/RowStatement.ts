/**
 * One statement over many rows. Where the database takes arrays, the rows are one for each column. Where the driver can run a statement for each row in one go, it does: on SQLite that
 * costs a fifth less than a VALUES list (measured). Else the rows are a VALUES list, so that the cost of a round trip
 * is paid once for all of them; lists are cut into few lengths, so that few texts exist and all of them stay prepared.
 */
import { Effect } from "effect"
import type { SqlError } from "effect/sql"
import { pushArrays, unfold } from "./arrayRows.ts"
import type { Param, RawRow, Session } from "./Database.ts"
import type { ColumnType, Dialect } from "./Dialect.ts"
import { integer } from "./Row.ts"

export interface RowStatement<Row> {
  readonly columns: ReadonlyArray<ColumnType>
  /** Which column has the key of the instance, where it is not the first. */
  readonly key?: number
  /** The statement around a query that gives the rows: a VALUES list, or arrays that are unfolded. */
  readonly text: (rows: string) => string
  /** The same for a single row, with the parameters in the order in which `push` adds them, for statements on the hot path. */
  readonly each?: string
  /** Adds the parameters of one row, one for each column. */
  readonly push: (row: Row, params: Array<Param>) => void
}

type Failing<A> = Effect.Effect<A, SqlError.SqlError>

export interface RunRows {
  /** Runs a statement over rows. */
  readonly write: <Row>(session: Session, statement: RowStatement<Row>, rows: ReadonlyArray<Row>) => Failing<void>
  /** The same, where it is a query or returns rows. */
  readonly rows: <Row>(session: Session, statement: RowStatement<Row>, rows: ReadonlyArray<Row>) => Failing<ReadonlyArray<RawRow>>
  /** The same; gives the keys of the rows to which it did nothing: those it does not return, or does not change. */
  readonly misses: <Row extends { readonly key: number }>(
    session: Session,
    statement: RowStatement<Row>,
    rows: ReadonlyArray<Row>,
  ) => Failing<ReadonlyArray<number>>
}

const nobody: ReadonlyArray<number> = []

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

  const runArrays = <Row>(session: Session, statement: RowStatement<Row>, rows: ReadonlyArray<Row>): Failing<ReadonlyArray<RawRow>> => {
    const params: Array<Param> = []
    pushArrays(statement, rows, params)
    return session.all(statement.text(unfold(statement.columns)), params)
  }

  const runLists = <Row>(session: Session, statement: RowStatement<Row>, rows: ReadonlyArray<Row>): Failing<ReadonlyArray<RawRow>> => {
    if (dialect.arrays === true) return runArrays(session, statement, rows)
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

  return {
    write: (session, statement, rows) => {
      const { each, push } = statement
      if (each !== undefined && session.each !== undefined) return Effect.asVoid(session.each(each, rows, push))
      return Effect.asVoid(runLists(session, statement, rows))
    },
    rows: runLists,
    misses: (session, statement, rows) => {
      const { each, push } = statement
      if (each !== undefined && session.each !== undefined) {
        return Effect.map(session.each(each, rows, push), (untouched) =>
          untouched.length === 0 ? nobody : untouched.map(({ key }) => key),
        )
      }
      return Effect.map(runLists(session, statement, rows), (returned) => {
        if (returned.length === rows.length) return nobody
        const there = new Set(returned.map((row) => integer(row.key)))
        return rows.filter((row) => !there.has(row.key)).map((row) => row.key)
      })
    },
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
  return `VALUES ${[first, ...new Array<string>(count - 1).fill(row)].join(", ")}`
}

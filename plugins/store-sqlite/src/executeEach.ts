/**
 * Running a statement for each of many rows on a synchronous driver: a loop, without an Effect for each. Clients of
 * `effect/sql` have no such thing; where a connection has none, the store writes VALUES lists.
 */
import type { SQLInputValue, StatementSync } from "node:sqlite"
import type { RunEach } from "@millrace/sql"
import { Effect } from "effect"
import type { SqlError } from "effect/sql"

/** A connection that can. */
export interface ExecutesEach {
  readonly executeEach: RunEach
}

export const canExecuteEach = <C extends object>(connection: C): connection is C & ExecutesEach => "executeEach" in connection

/** `prepare` gives statements that count changes as numbers. */
export const makeExecuteEach =
  (prepare: (text: string) => StatementSync, failure: (cause: unknown) => SqlError.SqlError): RunEach =>
  (text, rows, push) =>
    Effect.try({
      try: () => {
        const statement = prepare(text)
        const params: Array<SQLInputValue> = []
        const untouched: Array<(typeof rows)[number]> = []
        for (const row of rows) {
          params.length = 0
          push(row, params as Array<string | number | null>)
          if (statement.run(...params).changes === 0) untouched.push(row)
        }
        return untouched
      },
      catch: failure,
    })

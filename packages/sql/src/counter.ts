/**
 * Counters: numbers that are given out once.
 */
import { Effect } from "effect"
import type { SqlError } from "effect/sql"
import type { Session } from "./Database.ts"
import { integer } from "./Row.ts"

/** Takes `count` numbers and gives the first. */
export const takeNumbers = (session: Session, counter: "instances" | "engines", count: number): Effect.Effect<number, SqlError.SqlError> =>
  Effect.map(
    session.first("UPDATE counters SET next = next + ? WHERE name = ? RETURNING next", [count, counter]),
    (row) => integer(row?.next) - count,
  )

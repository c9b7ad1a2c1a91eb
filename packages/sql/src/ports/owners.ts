/**
 * Owners of rows and whether they are gone.
 */
import type { Effect } from "effect"
import type { SqlError } from "effect/sql"
import type { RawRow, Session } from "../Database.ts"
import type { Dialect } from "../Dialect.ts"
import type { Now } from "./now.ts"

/** Declares gone whose lease has run out, or whose process is known to have died, except the engine that asks. */
export const expireLeases = (
  session: Session,
  dialect: Dialect,
  now: Now,
  callers: number,
  engine: number,
): Effect.Effect<ReadonlyArray<RawRow>, SqlError.SqlError> =>
  session.all(
    `DELETE FROM engines WHERE (until <= ${now.text}${dialect.presence === undefined ? "" : ` OR ${dialect.presence.gone}`}) AND number <> ?`,
    [...now.params(callers), engine],
  )

/**
 * The owners of rows of a table that are gone, as a common table expression `gone` with one parameter: the engine
 * that asks. It hops from owner to owner through the index: as many steps as there are engines, however many rows they
 * own.
 */
export const goneOwners = (table: "instances" | "jobs"): string =>
  `owners (owner) AS (
     SELECT min(owner) FROM ${table} WHERE owner IS NOT NULL
     UNION ALL
     SELECT (SELECT min(t.owner) FROM ${table} t WHERE t.owner > owners.owner AND t.owner IS NOT NULL) FROM owners WHERE owners.owner IS NOT NULL
   ), gone (owner) AS (
     SELECT o.owner FROM owners o WHERE o.owner <> ? AND NOT EXISTS (SELECT 1 FROM engines e WHERE e.number = o.owner)
   )`

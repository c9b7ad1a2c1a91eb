/**
 * The job port. Handlers are found by hopping through the index of free jobs, so that a long queue of a busy
 * handler costs nothing.
 */
import type { JobPort, TakenJob } from "@millrace/engine/store"
import { Effect } from "effect"
import type { SqlError } from "effect/sql"
import type { Database, Session } from "../Database.ts"
import { distinctOwners } from "../distinctOwners.ts"
import { integer, integerOrNull, readJob } from "../Row.ts"
import { makeRunRows, type RowStatement } from "../RowStatement.ts"

const columns = "key, id, handler, due, owner"

const freeHandlers = `WITH RECURSIVE handlers (handler) AS (
    SELECT min(handler) FROM jobs WHERE owner IS NULL
    UNION ALL
    SELECT (SELECT min(j.handler) FROM jobs j WHERE j.handler > handlers.handler AND j.owner IS NULL) FROM handlers WHERE handlers.handler IS NOT NULL
  )
  SELECT handler, (SELECT min(j.due) FROM jobs j WHERE j.handler = handlers.handler AND j.owner IS NULL) AS due
  FROM handlers WHERE handler IS NOT NULL`

const orphans = `WITH RECURSIVE ${distinctOwners("jobs")}
  SELECT j.key, j.id, j.handler, j.due, j.owner FROM owners o JOIN jobs j ON j.owner = o.owner
  WHERE o.owner <> ? AND NOT EXISTS (SELECT 1 FROM engines e WHERE e.number = o.owner AND e.until > ?)
  ORDER BY j.due, j.key, j.id`

const give: RowStatement<TakenJob> = {
  columns: ["integer", "integer", "integer"],
  text: (values) =>
    `WITH v (key, id, owner) AS (VALUES ${values}) UPDATE jobs SET owner = v.owner FROM v WHERE jobs.key = v.key AND jobs.id = v.id`,
  push: (job, params) => {
    params.push(job.key, job.id, job.owner)
  },
}

export const jobPort = (database: Database): JobPort => {
  const run = makeRunRows(database.dialect)
  const lock = database.dialect.lock

  /** Handlers with free jobs and when their first is due. */
  const waiting = (session: Session, busy: ReadonlySet<string>) =>
    Effect.map(session.all(freeHandlers, []), (rows) =>
      rows.map((row) => ({ handler: String(row.handler), due: integer(row.due) })).filter(({ handler }) => !busy.has(handler)),
    )

  const candidates = (session: Session, engine: number, now: number, limit: number, busy: ReadonlySet<string>) =>
    Effect.gen(function* () {
      const found: Array<TakenJob> = []
      for (const row of yield* session.all(`${orphans}${lock}`, [engine, now])) {
        const job = readJob(row)
        if (!busy.has(job.handler)) found.push({ ...job, owner: engine, orphaned: true })
      }
      for (const { handler, due } of yield* waiting(session, busy)) {
        if (due > now) continue
        const rows = yield* session.all(
          `SELECT ${columns} FROM jobs WHERE owner IS NULL AND handler = ? AND due <= ? ORDER BY due, key, id LIMIT ?${lock}`,
          [handler, now, limit],
        )
        for (const row of rows) found.push({ ...readJob(row), owner: engine, orphaned: false })
      }
      return found
    })

  return {
    take: ({ engine, now, limit, busy }) =>
      database.write(
        (session): Effect.Effect<ReadonlyArray<TakenJob>, SqlError.SqlError> =>
          Effect.gen(function* () {
            const found = yield* candidates(session, engine, now, limit, new Set(busy))
            const jobs = found.sort((a, b) => a.due - b.due || a.key - b.key || a.id - b.id).slice(0, limit)
            if (jobs.length > 0) yield* run(session, give, jobs)
            return jobs
          }),
      ),
    nextDue: () =>
      Effect.map(
        database.first(`SELECT min(due) AS due FROM (${freeHandlers}) AS free`, []),
        (row) => integerOrNull(row?.due ?? null) ?? undefined,
      ),
  }
}

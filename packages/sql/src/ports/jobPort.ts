/**
 * The job port. Handlers are found by hopping through the index of free jobs, so that a long queue of a busy
 * handler costs nothing.
 */
import type { JobPort, TakenJob } from "@millrace/engine/store"
import { Effect } from "effect"
import type { SqlError } from "effect/sql"
import type { Database, Param, RawRow, Session } from "../Database.ts"
import { integer, readJob } from "../Row.ts"
import { makeRunRows, type RowStatement } from "../RowStatement.ts"
import { nowOf } from "./now.ts"
import { type Offered, offeredOf } from "./offered.ts"
import { expireLeases, goneOwners } from "./owners.ts"
import { notInQuarantine } from "./quarantine.ts"

const orphans = ({ term }: Offered): string => `WITH RECURSIVE ${goneOwners("jobs")}
  SELECT j.key, j.id, j.handler, j.due, j.owner FROM gone JOIN jobs j ON j.owner = gone.owner
  WHERE ${notInQuarantine("j")}${term("j")} ORDER BY j.due, j.key, j.id`

const freeHandlers = ({ term }: Offered): string => `WITH RECURSIVE handlers (handler) AS (
    SELECT min(handler) FROM jobs WHERE owner IS NULL
    UNION ALL
    SELECT (SELECT min(j.handler) FROM jobs j WHERE j.handler > handlers.handler AND j.owner IS NULL) FROM handlers WHERE handlers.handler IS NOT NULL
  )
  SELECT handler,
    (SELECT j.due FROM jobs j WHERE j.handler = handlers.handler AND j.owner IS NULL AND ${notInQuarantine("j")}${term("j")} ORDER BY j.due LIMIT 1) AS due
  FROM handlers WHERE handler IS NOT NULL`

const freeJobs = ({ term }: Offered): string => `SELECT j.key, j.id, j.handler, j.due, j.owner FROM jobs j
  WHERE j.owner IS NULL AND j.handler = ? AND j.due <= ? AND ${notInQuarantine("j")}${term("j")} ORDER BY j.due, j.key, j.id LIMIT ?`

const give: RowStatement<TakenJob> = {
  columns: ["integer", "integer", "integer"],
  text: (rows) => `WITH v (key, id, owner) AS (${rows}) UPDATE jobs SET owner = v.owner FROM v WHERE jobs.key = v.key AND jobs.id = v.id`,
  push: (job, params) => {
    params.push(job.key, job.id, job.owner)
  },
}

/** What answers questions: a session, or the database for a single one. */
interface Asked<E> {
  readonly all: (text: string, params: ReadonlyArray<Param>) => Effect.Effect<ReadonlyArray<RawRow>, E>
}

export const jobPort = (database: Database): JobPort => {
  const run = makeRunRows(database.dialect)
  const { lock } = database.dialect
  const leases = nowOf(database.dialect)

  /** Handlers with free jobs and when their first is due. */
  const waiting = <E>({ all }: Asked<E>, busy: ReadonlySet<string>, offered: Offered) =>
    Effect.map(all(freeHandlers(offered), offered.params), (rows) =>
      rows.flatMap((row) =>
        row.due === null || busy.has(String(row.handler)) ? [] : [{ handler: String(row.handler), due: integer(row.due) }],
      ),
    )

  const candidates = (session: Session, engine: number, now: number, limit: number, busy: ReadonlySet<string>, offered: Offered) =>
    Effect.gen(function* () {
      const found: Array<TakenJob> = []
      for (const row of yield* session.all(`${orphans(offered)}${lock}`, [engine, ...offered.params])) {
        const job = readJob(row)
        if (!busy.has(job.handler)) found.push({ ...job, owner: engine, orphaned: true })
      }
      for (const { handler, due } of yield* waiting(session, busy, offered)) {
        if (due > now) continue
        const rows = yield* session.all(`${freeJobs(offered)}${lock}`, [handler, now, ...offered.params, limit])
        for (const row of rows) found.push({ ...readJob(row), owner: engine, orphaned: false })
      }
      return found
    })

  return {
    take: ({ engine, now, limit, busy, definitions }) =>
      database.write(
        (session): Effect.Effect<ReadonlyArray<TakenJob>, SqlError.SqlError> =>
          Effect.gen(function* () {
            yield* expireLeases(session, database.dialect, leases, now, engine)
            if (definitions?.length === 0) return []
            const found = yield* candidates(session, engine, now, limit, new Set(busy), offeredOf(database.dialect, definitions))
            const jobs = found.sort((a, b) => a.due - b.due || a.key - b.key || a.id - b.id).slice(0, limit)
            if (jobs.length > 0) yield* run.write(session, give, jobs)
            return jobs
          }),
      ),
    nextDue: (busy = [], definitions) =>
      definitions?.length === 0
        ? Effect.undefined
        : Effect.map(waiting(database, new Set(busy), offeredOf(database.dialect, definitions)), (handlers) =>
            handlers.length === 0 ? undefined : Math.min(...handlers.map(({ due }) => due)),
          ),
  }
}

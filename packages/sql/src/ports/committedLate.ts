/**
 * What became of a batch where its commit may still be on its way: the connection broke, and the database has not
 * noticed yet. Every commit writes the id of its batch. Who asks writes the same id: that waits for a commit that is
 * under way, fails where it was written, and keeps one that comes later from being written.
 */
import type { LogPort } from "@millrace/engine/store"
import { Effect } from "effect"
import { numbersText } from "../arrayRows.ts"
import type { Database } from "../Database.ts"
import { integer } from "../Row.ts"

export const committedLate =
  (database: Database): LogPort["committed"] =>
  (id, rows) =>
    Effect.gen(function* () {
      const written = Effect.map(
        database.all(
          `SELECT l.key FROM unnest(?::bigint[], ?::bigint[]) AS r (key, seq) JOIN log l ON l.key = r.key AND l.seq = r.seq WHERE l.batch = ?`,
          [numbersText(rows.map(({ key }) => key)), numbersText(rows.map(({ seq }) => seq)), id],
        ),
        (found) => found.map((row) => integer(row.key)),
      )
      // Ids are forgotten after a while, the log is not: who asks late still finds what was written.
      const there = yield* written
      if (there.length > 0) return there
      const clock = database.dialect.clock ?? "0"
      const never = yield* database.all(`INSERT INTO batches (id, at) VALUES (?, ${clock}) ON CONFLICT DO NOTHING RETURNING id`, [id])
      return never.length > 0 ? [] : yield* written
    })

/** Forgets batches that nobody can ask for any more; a few at a time. */
export const forgetBatches = (database: Database): Effect.Effect<void> =>
  Effect.ignore(
    database.all(
      `DELETE FROM batches WHERE id IN (SELECT id FROM batches WHERE at < ${database.dialect.clock ?? "0"} - ${anHour} ORDER BY at LIMIT 20000${database.dialect.lock})`,
      [],
    ),
  )

const anHour = 3_600_000

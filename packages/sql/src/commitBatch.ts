/**
 * Writes a batch: the fence first, then the rows of all instances that passed it. A handful of statements, however
 * many instances there are; statements without rows are left out.
 */
import type { CommitBatch, CommitOutcome } from "@millrace/engine/store"
import { Effect } from "effect"
import type { SqlError } from "effect/sql"
import { makeCommitAtOnce } from "./commitAtOnce.ts"
import { writeMail } from "./commitMail.ts"
import {
  advanceInstances,
  changeUserTasks,
  deleteIncidents,
  deleteJobs,
  deleteTaskGroups,
  deleteTimers,
  deleteUserTasks,
  insertLog,
  insertTaskGroups,
  putIncidents,
  putJobs,
  putSnapshots,
  putTimers,
  putUserTasks,
  putValues,
  startCalledInstances,
  startInstances,
} from "./commitStatements.ts"
import type { Session } from "./Database.ts"
import type { Dialect } from "./Dialect.ts"
import { passing } from "./passing.ts"
import { integer } from "./Row.ts"
import { makeRunRows, type RowStatement, type RunRows } from "./RowStatement.ts"

/** Writes a batch in a transaction that is open, or, where `atOnce`, in one statement that needs none. */
export interface CommitBatchOn {
  readonly atOnce: boolean
  readonly commit: (session: Session, batch: CommitBatch) => Effect.Effect<CommitOutcome, SqlError.SqlError>
}

export const makeCommitBatch = (dialect: Dialect): CommitBatchOn => {
  if (dialect.arrays === true) return { atOnce: true, commit: makeCommitAtOnce(dialect) }
  const run = makeRunRows(dialect)
  return { atOnce: false, commit: (session, batch) => commitBatch(session, dialect, run, batch) }
}

const nobody: ReadonlyArray<number> = []

const commitBatch = (
  session: Session,
  dialect: Dialect,
  run: RunRows,
  batch: CommitBatch,
): Effect.Effect<CommitOutcome, SqlError.SqlError> =>
  Effect.gen(function* () {
    const gone = batch.takes.length === 0 ? nobody : yield* tooLate(session, dialect, batch)
    const there = gone.length === 0 ? undefined : new Set(gone)
    const starts = passing(inKeyOrder(batch.starts), there)
    const advances = passing(inKeyOrder(batch.advances), there)
    const begin = starts.some(({ parent }) => parent !== null) ? startCalledInstances : startInstances
    const duplicates = starts.length === 0 ? nobody : yield* run.misses(session, begin, starts)
    const lost = advances.length === 0 ? nobody : yield* run.misses(session, advanceInstances, advances)
    const left = [...gone, ...duplicates, ...lost]
    const out = left.length === 0 ? undefined : new Set(left)

    const write = <Row>(statement: RowStatement<Row>, rows: ReadonlyArray<Row>): void => {
      if (rows.length > 0) writes.push(run.write(session, statement, rows))
    }
    const writes: Array<Effect.Effect<void, SqlError.SqlError>> = []
    const { jobs, timers, userTasks, incidents } = batch
    write(
      insertLog,
      passing(batch.log, out).map((row) => ({ row, batch: batch.id })),
    )
    write(putSnapshots, passing(batch.snapshots, out))
    write(putValues, passing(batch.values, out))
    write(deleteJobs, passing(jobs.delete, out))
    write(putJobs, passing(jobs.insert, out))
    write(deleteTimers, passing(timers.delete, out))
    write(putTimers, passing(timers.insert, out))
    const newTasks = passing(userTasks.insert, out)
    const oldTasks = passing(userTasks.delete, out)
    write(deleteTaskGroups, [...oldTasks, ...newTasks])
    write(deleteUserTasks, oldTasks)
    write(putUserTasks, newTasks)
    write(
      insertTaskGroups,
      newTasks.flatMap(({ key, id, groups }) => groups.map((group) => ({ key, id, group }))),
    )
    write(changeUserTasks, passing(userTasks.update, out))
    write(deleteIncidents, passing(incidents.delete, out))
    write(putIncidents, passing(incidents.insert, out))
    for (const each of writes) yield* each
    yield* writeMail(session, dialect, run, batch, out)
    return { lost, duplicates, gone }
  })

/** Instances that take a delivery which is not there any more. */
const tooLate = (session: Session, { among, list }: Dialect, { takes }: CommitBatch) =>
  Effect.map(session.all(`SELECT id FROM deliveries WHERE ${among("id")}`, [list(takes.map(({ delivery }) => delivery))]), (rows) => {
    const there = new Set(rows.map((row) => integer(row.id)))
    return there.size === takes.length ? nobody : [...new Set(takes.flatMap(({ key, delivery }) => (there.has(delivery) ? [] : [key])))]
  })

/** Groups of several engines meet the same rows in the same order, so that none waits for another in a circle. */
const inKeyOrder = <Row extends { readonly key: number }>(rows: ReadonlyArray<Row>): ReadonlyArray<Row> => {
  for (let place = 1; place < rows.length; place++) {
    if ((rows[place - 1]?.key ?? 0) > (rows[place]?.key ?? 0)) return rows.toSorted((a, b) => a.key - b.key)
  }
  return rows
}

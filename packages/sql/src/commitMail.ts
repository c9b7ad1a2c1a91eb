/**
 * Writes what a batch has of messages and called instances, statement by statement, once it is known who passed the fence.
 */
import type { CommitBatch } from "@millrace/engine/store"
import { Effect } from "effect"
import type { SqlError } from "effect/sql"
import type { Session } from "./Database.ts"
import type { Dialect } from "./Dialect.ts"
import * as write from "./mailStatements.ts"
import { passing, passingFrom } from "./passing.ts"
import { publishEach } from "./publishEach.ts"
import type { RowStatement, RunRows } from "./RowStatement.ts"

/** Most batches have nothing of it. */
export const writeMail = (
  session: Session,
  { among, list }: Dialect,
  run: RunRows,
  batch: CommitBatch,
  out: ReadonlySet<number> | undefined,
): Effect.Effect<void, SqlError.SqlError> => {
  const { subscriptions, children, messages, signals, deliveries, takes } = batch
  const writes: Array<Effect.Effect<unknown, SqlError.SqlError>> = []
  const part = <Row>(statement: RowStatement<Row>, rows: ReadonlyArray<Row>): void => {
    if (rows.length > 0) writes.push(run.write(session, statement, rows))
  }
  if (takes.length > 0) {
    const taken = passing(takes, out).map(({ delivery }) => delivery)
    writes.push(session.all(`DELETE FROM deliveries WHERE ${among("id")}`, [list(taken)]))
  }
  part(write.deleteChildren, passing(children.delete, out))
  part(write.putChildren, passing(children.insert, out))
  part(write.deleteSubscriptions, passing(subscriptions.delete, out))
  // Who begins to wait in this batch does not get its signals.
  const told = write.sentSignals(passingFrom(signals, out))
  part(
    write.putPayloads,
    told.filter(({ shared }) => shared !== null),
  )
  part(write.sendSignals, told)
  part(write.putSubscriptions, passing(subscriptions.insert, out))
  const sent = passingFrom(messages, out)
  if (sent.length > 0) writes.push(publishEach(session, run, sent))
  part(write.insertDeliveries, passingFrom(deliveries, out))
  return writes.length === 0 ? Effect.void : Effect.forEach(writes, (each) => each, { discard: true })
}

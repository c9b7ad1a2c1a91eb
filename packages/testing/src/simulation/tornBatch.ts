/**
 * A batch that a store cannot write to its end: what comes before the spoilt row is written, then the statement fails,
 * and the transaction has to take everything back. What happens to a store that dies in the middle of a commit looks
 * the same from outside, and stores promise that nothing of it can be seen.
 *
 * SQL has no number like `NaN`: it becomes NULL where none may be. The memory store writes a batch in one go, with
 * nothing in between; it takes such a row for what it is, and must not be given one.
 */
import type { CommitBatch } from "@millrace/engine/store"
import type { Seeded } from "../store/seeded.ts"

/** A key that no instance has: its rows are written whatever becomes of the instances in the batch. */
const nobodys = 2_000_000_000

/** Spoils a batch at one of the tables that it is written to. */
export const tornBatch = (batch: CommitBatch, random: Seeded): CommitBatch => {
  const spoilt = { key: nobodys, id: nobodys }
  switch (random.below(4)) {
    case 0:
      return { ...batch, timers: { ...batch.timers, insert: [...batch.timers.insert, { ...spoilt, due: Number.NaN }] } }
    case 1:
      return {
        ...batch,
        jobs: { ...batch.jobs, insert: [...batch.jobs.insert, { ...spoilt, handler: "torn", due: Number.NaN, owner: null }] },
      }
    case 2:
      return { ...batch, log: [...batch.log, { key: nobodys, seq: 1, events: "[]", format: 1, at: Number.NaN }] }
    default: {
      const about = { instance: "torn", process: "torn", element: "torn", code: "torn", message: "torn", createdAt: Number.NaN }
      return { ...batch, incidents: { ...batch.incidents, insert: [...batch.incidents.insert, { ...spoilt, ...about }] } }
    }
  }
}

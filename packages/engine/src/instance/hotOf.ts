/**
 * An instance in memory, made of what was read of it.
 */
import type { Hot } from "./Hot.ts"
import type { Loaded } from "./loadInstance.ts"
import { makeHot } from "./makeHot.ts"

export const hotOf = (loaded: Loaded, maxValueLength: number): Hot => {
  const { row, model, caller, state, tailLength, snapshotLength, nextValue, values, rowJobs } = loaded
  const hot = makeHot(row, model, state, maxValueLength, caller)
  hot.tailLength = tailLength
  hot.snapshotLength = snapshotLength
  hot.nextValue = nextValue
  for (const value of values) hot.values.add(value)
  for (const job of model.decider.open(state).jobs) {
    const kept = rowJobs.get(job)
    if (kept === undefined) hot.directJobs.set(job, true)
    else hot.rowJobs.set(job, kept)
  }
  return hot
}

/**
 * Locks: at most one of the activities that name a lock is at work; the others wait in the order in which they came.
 * An activity holds its lock until it is gone, whatever became of it.
 */
import { type ElementInstance, isVoid, type ProcessState } from "../State.ts"

/** Who has a lock, and who waits for it. */
export interface Lock {
  /** 0 is nobody. */
  holder: number
  /** First come, first served. */
  readonly queue: Set<number>
}

/** Who gets a lock next: the first one for which it still means something. */
export const nextInLine = (state: ProcessState, lock: Lock): ElementInstance | undefined => {
  for (const id of lock.queue) {
    const it = state.elements.get(id)
    if (it !== undefined && !isVoid(state, it)) return it
  }
  return undefined
}

/** Whether whoever comes now may take it. */
export const isFree = (state: ProcessState, name: string): boolean => {
  const lock = state.locks.get(name)
  return lock === undefined || (lock.holder === 0 && nextInLine(state, lock) === undefined)
}

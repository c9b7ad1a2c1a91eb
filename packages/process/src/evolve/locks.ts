/**
 * Locks: who has one, who waits for one.
 */
import { peek } from "../Agenda.ts"
import type { Lock } from "../activity/Lock.ts"
import type { LockAwaited, LockTaken } from "../Event.ts"
import type { ElementInstance, ProcessState } from "../State.ts"
import { doneFirst, toDo } from "./toDo.ts"

const lockOf = (state: ProcessState, name: string): Lock => {
  const known = state.locks.get(name)
  if (known !== undefined) return known
  const lock: Lock = { holder: 0, queue: new Set() }
  state.locks.set(name, lock)
  return lock
}

export const lockAwaited = (state: ProcessState, event: LockAwaited): void => {
  lockOf(state, event.lock).queue.add(event.id)
  const it = state.elements.get(event.id)
  if (it !== undefined) it.awaits = event.lock
}

export const lockTaken = (state: ProcessState, event: LockTaken): void => {
  const lock = lockOf(state, event.lock)
  lock.holder = event.id
  lock.queue.delete(event.id)
  const it = state.elements.get(event.id)
  if (it !== undefined) {
    it.awaits = undefined
    it.locks = [...(it.locks ?? []), event.lock]
  }
  const first = peek(state.agenda)
  if (first?.kind === "lock" && first.lock === event.lock) doneFirst(state)
}

/** Whoever is gone holds nothing and waits for nothing. */
export const releaseLocks = (state: ProcessState, it: ElementInstance): void => {
  if (it.awaits !== undefined) {
    const lock = state.locks.get(it.awaits)
    lock?.queue.delete(it.id)
    if (lock?.holder === 0 && lock.queue.size === 0) state.locks.delete(it.awaits)
  }
  for (const name of it.locks ?? []) {
    const lock = state.locks.get(name)
    if (lock === undefined) continue
    lock.holder = 0
    if (lock.queue.size === 0) state.locks.delete(name)
    else toDo(state, { kind: "lock", lock: name })
  }
}

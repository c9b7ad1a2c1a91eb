/**
 * What is on the agenda, and what of it has no meaning any more.
 */
import { type AgendaItem, peek, push, remaining, shift } from "../Agenda.ts"
import { nextInLine } from "../activity/Lock.ts"
import { isInVoid, isVoid, type ProcessState } from "../State.ts"

/** Takes the first item off the agenda, and whatever behind it has no meaning any more. */
export const doneFirst = (state: ProcessState): void => {
  shift(state.agenda)
  dropVoid(state)
}

/** Drops items at the head of the agenda whose scope is gone or being ended. */
export const dropVoid = (state: ProcessState): void => {
  for (let item = peek(state.agenda); item !== undefined && isVoidItem(state, item); item = peek(state.agenda)) shift(state.agenda)
}

/** Whether an item of the agenda has no meaning any more. */
export const isVoidItem = (state: ProcessState, item: AgendaItem): boolean => {
  if (item.kind === "lock") {
    const lock = state.locks.get(item.lock)
    return lock === undefined || lock.holder !== 0 || nextInLine(state, lock) === undefined
  }
  const it = state.elements.get(item.kind === "walk" ? item.owner : item.scope)
  if (it === undefined) return true
  // What is being undone goes on although its scope ends.
  if (item.kind === "walk") return it.ending === undefined && isVoid(state, it)
  if (item.kind === "spawn" && it.closed) return true
  return it.ending !== undefined || isInVoid(state, it)
}

/** Puts an item on the agenda. */
export const toDo = (state: ProcessState, item: AgendaItem): void => {
  if (!isVoidItem(state, item)) push(state.agenda, item)
}

/** What of the agenda still has a meaning, first item first. */
export const liveItems = (state: ProcessState): ReadonlyArray<AgendaItem> =>
  remaining(state.agenda).filter((item) => !isVoidItem(state, item))

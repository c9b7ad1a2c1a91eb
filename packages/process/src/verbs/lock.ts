/**
 * Taking locks: what must not run beside something else waits for its turn.
 */
import { isFree, nextInLine } from "../activity/Lock.ts"
import type { Node } from "../CompiledProcess.ts"
import type { ElementInstance } from "../State.ts"
import type { Turn } from "../Turn.ts"

/** The locks that an element needs, the outer one first: that of a scope in which one thing runs at a time, then its own. */
const locksFor = (it: ElementInstance, node: Node): ReadonlyArray<string> => {
  const turns = node.scope?.element.oneAtATime === true && node.element.shape.activity === true ? [`#${it.parent}`] : []
  return node.element.mutex === undefined ? turns : [...turns, node.element.mutex]
}

/** Takes all locks that an element needs, one after the other; false where it has to wait for one. */
export const takeLocks = (turn: Turn, it: ElementInstance, node: Node): boolean => {
  // Each run of an activity has the lock of the whole. What a child undoes it did under the lock already.
  if (it.item !== undefined || it.compensates?.child !== undefined) return true
  for (const lock of locksFor(it, node)) {
    if (it.locks?.includes(lock) === true) continue
    if (!isFree(turn.state, lock)) {
      turn.emit({ type: "LockAwaited", id: it.id, lock })
      return false
    }
    turn.emit({ type: "LockTaken", id: it.id, lock })
  }
  return true
}

/** Gives a lock to whoever waits for it first; that one then goes on. */
export const passOn = (turn: Turn, name: string, begin: (turn: Turn, it: ElementInstance) => void): void => {
  const lock = turn.state.locks.get(name)
  const next = lock === undefined ? undefined : nextInLine(turn.state, lock)
  if (next === undefined) throw new Error(`Nobody waits for the lock '${name}'.`)
  turn.emit({ type: "LockTaken", id: next.id, lock: name })
  begin(turn, next)
}

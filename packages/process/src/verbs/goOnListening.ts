/**
 * What has caught something without interrupting: it listens on if it can catch something again.
 */
import type { ElementInstance } from "../State.ts"
import type { Fired } from "../Trigger.ts"
import type { Turn } from "../Turn.ts"
import { nextDue } from "../time/Repeat.ts"
import { schedule } from "../triggers/Timer.ts"

/** Whether it can catch something again, as it stands. */
export const listensOn = (turn: Turn, listener: ElementInstance, fired: Fired): boolean =>
  listener.listens?.all !== true &&
  (listener.subscription !== 0 || turn.state.watching.has(listener.id) || dueAgain(turn, listener, fired) !== undefined)

/** Sets its timer anew where it repeats. */
export const goOnListening = (turn: Turn, listener: ElementInstance, fired: Fired): void => {
  const next = dueAgain(turn, listener, fired)
  if (next !== undefined) schedule(turn, listener.id, next)
}

const dueAgain = (turn: Turn, { repeat }: ElementInstance, { due }: Fired): number | undefined =>
  due === undefined || repeat === undefined || repeat.left === 0 ? undefined : nextDue(due, repeat, turn.now)

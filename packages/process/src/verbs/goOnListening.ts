/**
 * What has caught something without interrupting: it listens on if it can catch something again.
 */
import { nextDue } from "../Due.ts"
import type { ElementInstance } from "../State.ts"
import type { Fired } from "../Trigger.ts"
import type { Turn } from "../Turn.ts"
import { schedule } from "../triggers/Timer.ts"

/** Whether it can catch something again, as it stands. */
export const listensOn = (turn: Turn, listener: ElementInstance): boolean =>
  listener.listens?.all !== true &&
  (listener.subscription !== 0 || turn.state.watching.has(listener.id) || (listener.repeat !== undefined && listener.repeat.left !== 0))

/** Sets its timer anew where it repeats. */
export const goOnListening = (turn: Turn, listener: ElementInstance, { due }: Fired): void => {
  const { repeat } = listener
  if (due === undefined || repeat === undefined || repeat.left === 0) return
  schedule(turn, listener.id, nextDue(due, repeat.every, turn.now))
}

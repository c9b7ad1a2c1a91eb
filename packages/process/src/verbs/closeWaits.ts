/**
 * Closing what an element waits for, with an event for each wait, so that indexes follow events alone.
 */
import type { ElementInstance } from "../State.ts"
import type { Turn } from "../Turn.ts"

/** Closes everything an element waits for, and what listens for it. */
export const closeWaits = (turn: Turn, it: ElementInstance): void => {
  closeOwn(turn, it)
  if (it.armed !== undefined) closeArmed(turn, it)
}

/** Closes everything an element waits for itself. */
export const closeOwn = (turn: Turn, it: ElementInstance): void => {
  if (it.job !== 0) turn.emit({ type: "JobCancelled", job: it.job })
  if (it.task !== 0) turn.emit({ type: "UserTaskCancelled", task: it.task })
  if (it.timer !== 0) turn.emit({ type: "TimerCancelled", timer: it.timer })
  if (it.subscription !== 0) turn.emit({ type: "SubscriptionClosed", subscription: it.subscription })
  if (it.child !== 0) turn.emit({ type: "ChildCancelled", child: it.child })
  if (it.incident !== 0) turn.emit({ type: "IncidentResolved", incident: it.incident })
}

/** Closes what the listeners of an element wait for. */
export const closeArmed = (turn: Turn, it: ElementInstance): void => {
  for (const id of it.armed ?? []) {
    const listener = turn.state.elements.get(id)
    if (listener !== undefined) closeOwn(turn, listener)
  }
}

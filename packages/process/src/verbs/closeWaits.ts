/**
 * Closing what an element waits for, with an event for each wait, so that indexes follow events alone.
 */
import type { ElementInstance } from "../State.ts"
import type { Turn } from "../Turn.ts"

/** Closes everything an element waits for, and the boundary events that listen for it. */
export const closeWaits = (turn: Turn, it: ElementInstance): void => {
  if (it.job !== 0) turn.emit({ type: "JobCancelled", job: it.job })
  if (it.task !== 0) turn.emit({ type: "UserTaskCancelled", task: it.task })
  if (it.timer !== 0) turn.emit({ type: "TimerCancelled", timer: it.timer })
  if (it.incident !== 0) turn.emit({ type: "IncidentResolved", incident: it.incident })
  if (it.armed !== undefined) closeArmed(turn, it)
}

/** Closes what the boundary events of an element wait for. */
export const closeArmed = (turn: Turn, it: ElementInstance): void => {
  for (const id of it.armed ?? []) {
    const armed = turn.state.elements.get(id)
    if (armed !== undefined && armed.timer !== 0) turn.emit({ type: "TimerCancelled", timer: armed.timer })
  }
}

/**
 * Undoing an instance that has ended, because its caller asked for that.
 */
import { processInstance } from "../State.ts"
import { elementById, type Turn } from "../Turn.ts"

/** Begins to undo what is complete in an instance that has ended. */
export const undoInstance = (turn: Turn): void => {
  const root = elementById(turn, processInstance)
  if (root.registrations === undefined) turn.emit({ type: "InstanceCompensated" })
  else turn.emit({ type: "CompensationStarted", owner: root.id, scope: root.id })
}

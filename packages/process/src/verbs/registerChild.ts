/**
 * Instances that were called and have ended: what is complete in them can be undone with what is complete here.
 */
import type { ElementInstance } from "../State.ts"
import { nodeOf, type Turn } from "../Turn.ts"

/** Notes that a called instance can be asked to undo what is complete in it, if anything here, or the caller, ever asks. */
export const registerChild = (turn: Turn, it: ElementInstance, child: number): void => {
  const { compiled, state } = turn
  if (it.compensates !== undefined || !(compiled.compensates || state.called)) return
  // What compensates the call as a whole takes the place of what is complete in it.
  if (nodeOf(turn, it).compensatedBy !== undefined) return
  turn.emit({ type: "CompensationRegistered", element: it.element, scope: it.parent, handler: it.element, child })
}

/**
 * The process itself, as the outermost element: begins and ends with the instance. It never stands in a graph.
 *
 * BPMN 2.0.2 §10.2, §13.2.
 */
import type { PreparedElement } from "../Element.ts"
import { closeArmed } from "../verbs/closeWaits.ts"
import { startIn } from "../verbs/startAt.ts"

/** Prepares the outermost element of a process. */
export const prepareProcess = (saga: boolean, redacted: ReadonlyArray<string> = []): PreparedElement => ({
  shape: { begins: "scope", splits: "all", joins: "each", scope: true },
  saga,
  redacted,
  activate: startIn,
  compensated: (turn) => turn.emit({ type: "InstanceCompensated" }),
  childrenDone: (turn, it) => {
    closeArmed(turn, it)
    turn.emit({ type: "InstanceCompleted", output: it.result ?? null })
  },
})

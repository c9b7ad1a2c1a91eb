/**
 * Leaving a scope: its value is the output of an end event in it, else its own variables.
 */
import { CodeProblem } from "../CodeProblem.ts"
import type { ElementInstance } from "../State.ts"
import type { Turn } from "../Turn.ts"
import { ownView } from "../Variables.ts"
import { complete } from "./complete.ts"
import { raiseIncident } from "./raiseIncident.ts"
import { store } from "./store.ts"

/** Completes a scope; `result` is the variable around it that takes its value. */
export const leaveScope = (turn: Turn, it: ElementInstance, result: string | undefined): void => {
  if (result !== undefined && it.result === undefined) {
    const value = store(turn, ownView(it.variables), it.element, "the variables of the sub-process")
    if (value instanceof CodeProblem) {
      raiseIncident(turn, it, value.fault)
      return
    }
    turn.emit({ type: "OutputSet", scope: it.id, value })
  }
  complete(turn, it, result)
}

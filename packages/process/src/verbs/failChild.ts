/**
 * What follows when a called instance fails.
 */
import type { ErrorValue } from "@millrace/kernel"
import { type ElementInstance, isUndoing } from "../State.ts"
import type { Turn } from "../Turn.ts"
import { raiseIncident } from "./raiseIncident.ts"
import { registerChild } from "./registerChild.ts"
import { throwError } from "./throwError.ts"

/** A typed error left it: it goes on from the call activity. What is complete in it can still be undone. */
export const failChildWithError = (turn: Turn, it: ElementInstance, child: number, error: ErrorValue): void => {
  registerChild(turn, it, child)
  // What is being undone has no place around it where an error could go.
  if (isUndoing(turn.state, it))
    raiseIncident(turn, it, { code: "HandlerFailed", name: error.code, message: `${error.code}: ${error.message}` })
  else throwError(turn, it, error)
}

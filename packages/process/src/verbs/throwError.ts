/**
 * Typed errors on their way out of a scope.
 */
import type { ErrorValue } from "@millrace/kernel"
import { type ElementInstance, isWithinUndoing, processInstance } from "../State.ts"
import { elementById, nextId, type Turn } from "../Turn.ts"
import { end } from "./end.ts"
import { interruptFor } from "./interruptFor.ts"
import { raiseIncident } from "./raiseIncident.ts"
import { catcherOf } from "./throwUp.ts"

/**
 * Throws a typed error from an element. It goes to the nearest boundary error event or event sub-process around it that
 * catches it; the activity it is attached to, or what else is in its scope, ends. Where nothing catches it, it leaves the
 * instance.
 *
 * BPMN 2.0.2 §10.5.6, §13.5.3.
 */
export const throwError = (turn: Turn, source: ElementInstance, error: ErrorValue): void => {
  const catcher = catcherOf(turn, source, { kind: "error", error })
  if (catcher === undefined && isWithinUndoing(turn.state, source)) {
    raiseIncident(turn, source, { code: "HandlerFailed", name: error.code, message: `${error.code}: ${error.message}` })
    return
  }
  if (catcher === undefined) {
    end(turn, elementById(turn, processInstance), { to: "failed", error }, "sagas")
    return
  }
  const { node, around, inside } = catcher
  if (inside) {
    interruptFor(turn, around, node, { error })
    return
  }
  const id = nextId(turn)
  turn.emit({ type: "EventTriggered", id, element: node.id, scope: around.parent, caught: { error } })
  end(turn, around, { to: "boundary", id }, "sagas")
}

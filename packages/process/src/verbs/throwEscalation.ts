/**
 * Escalations on their way outwards.
 */
import type { Value } from "@millrace/kernel"
import { type ElementInstance, isVoid } from "../State.ts"
import { elementById, nextId, type Turn } from "../Turn.ts"
import { begin } from "./activate.ts"
import { end } from "./end.ts"
import { handle } from "./handle.ts"
import { interruptFor } from "./interruptFor.ts"
import { catcherOf } from "./throwUp.ts"

/**
 * Throws an escalation from an element. Whoever catches it first, from the inside out, may interrupt what it watches
 * over, or runs beside it. Where nobody does, the caller is told.
 *
 * BPMN 2.0.2 §10.5.6.
 */
export const throwEscalation = (turn: Turn, source: ElementInstance, code: string, payload: Value): void => {
  // Of several that an element throws, one may have ended it.
  if (turn.state.elements.get(source.id) !== source || isVoid(turn.state, source)) return
  const catcher = catcherOf(turn, source, { kind: "escalation", code, payload })
  if (catcher === undefined) {
    turn.emit({ type: "EscalationSent", code, payload })
    return
  }
  const { node, around, inside } = catcher
  const caught = { payload }
  if (inside) {
    if (node.element.interrupting === true) interruptFor(turn, around, node, caught)
    else handle(turn, around, node, { caught }, {})
    return
  }
  const id = nextId(turn)
  turn.emit({ type: "EventTriggered", id, element: node.id, scope: around.parent, caught })
  if (node.element.boundary?.interrupting === false) begin(turn, elementById(turn, id))
  else end(turn, around, { to: "boundary", id }, "sagas")
}

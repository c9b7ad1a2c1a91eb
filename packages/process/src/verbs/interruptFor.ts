/**
 * Interrupting a scope by an event sub-process, which takes the place of everything else in it.
 *
 * BPMN 2.0.2 §10.3.5 (event sub-processes), §13.5.4.
 */
import type { Node } from "../CompiledProcess.ts"
import type { Caught } from "../Event.ts"
import type { ElementInstance } from "../State.ts"
import { elementById, nodeOf, type Turn } from "../Turn.ts"
import { closeOwn } from "./closeWaits.ts"
import { endForHandler } from "./end.ts"
import { isHandler } from "./listen.ts"

/** Ends everything else in a scope, and then begins the event sub-process of `start` in it. Boundary events listen on. */
export const interruptFor = (turn: Turn, scope: ElementInstance, start: Node, caught: Caught): void => {
  stopHandlers(turn, scope)
  endForHandler(turn, scope, { to: "handler", start: start.id, ...(Object.keys(caught).length === 0 ? {} : { caught }) })
}

/** No event sub-process of a scope listens any more. */
const stopHandlers = (turn: Turn, scope: ElementInstance): void => {
  for (const id of [...(scope.armed ?? [])]) {
    const listener = elementById(turn, id)
    if (!isHandler(nodeOf(turn, listener))) continue
    closeOwn(turn, listener)
    turn.emit({ type: "ListenerDisarmed", id })
  }
}

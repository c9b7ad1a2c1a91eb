/**
 * Handling an event by an event sub-process: in the place of everything else in its scope, or beside it.
 *
 * BPMN 2.0.2 §10.3.5 (event sub-processes), §13.5.4.
 */
import type { Node } from "../CompiledProcess.ts"
import type { Caught } from "../Event.ts"
import type { ElementInstance } from "../State.ts"
import { elementById, nextId, nodeOf, type Turn } from "../Turn.ts"
import { begin } from "./activate.ts"
import { closeOwn } from "./closeWaits.ts"
import { endForHandler } from "./end.ts"
import { isHandler } from "./listen.ts"

/** Ends everything else in a scope, and then begins the event sub-process of `start` in it. Boundary events listen on. */
export const interruptFor = (turn: Turn, scope: ElementInstance, start: Node, caught: Caught): void => {
  stopHandlers(turn, scope)
  endForHandler(turn, scope, { to: "handler", start: start.id, ...(Object.keys(caught).length === 0 ? {} : { caught }) })
}

/** Begins the event sub-process of `start` beside what else is in its scope. */
export const handle = (
  turn: Turn,
  scope: ElementInstance,
  start: Node,
  caught: { readonly caught: Caught } | object,
  disarms: { readonly disarms: number } | object,
): void => {
  const id = nextId(turn)
  turn.emit({ type: "EventTriggered", id, element: start.scope?.id ?? "", scope: scope.id, ...caught, ...disarms })
  begin(turn, elementById(turn, id))
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

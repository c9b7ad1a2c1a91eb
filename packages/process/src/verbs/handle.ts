/**
 * Handling an event by an event sub-process.
 *
 * BPMN 2.0.2 §10.3.5 (event sub-processes), §13.5.4.
 */
import type { Node } from "../CompiledProcess.ts"
import type { Caught } from "../Event.ts"
import type { ElementInstance } from "../State.ts"
import { elementById, nextId, type Turn } from "../Turn.ts"
import { begin } from "./activate.ts"

/** Begins the event sub-process of `start` in a scope, beside what else is in it. */
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

/**
 * Joining: how a gateway begins for which tokens waited.
 */
import type { Node } from "../CompiledProcess.ts"
import type { ElementInstance } from "../State.ts"
import { elementById, nextId, type Turn } from "../Turn.ts"
import { begin } from "./activate.ts"

/** Begins a gateway, which takes one token of each flow on which tokens wait for it. */
export const joinBegins = (turn: Turn, node: Node, scope: ElementInstance): void => {
  const id = nextId(turn)
  turn.emit({ type: "ElementActivated", id, element: node.id, scope: scope.id, joins: true })
  begin(turn, elementById(turn, id))
}

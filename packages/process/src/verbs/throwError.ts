/**
 * Typed errors on their way out of a scope.
 */
import type { ErrorValue } from "@millrace/kernel"
import type { Node } from "../CompiledProcess.ts"
import { type ElementInstance, processInstance } from "../State.ts"
import { elementById, nextId, nodeOf, type Turn } from "../Turn.ts"
import { end } from "./end.ts"

/**
 * Throws a typed error from an element. It goes to the nearest boundary error event around it that catches it; the
 * activity it is attached to ends. Where nothing catches it, it leaves the instance.
 *
 * BPMN 2.0.2 §10.5.6, §13.5.3.
 */
export const throwError = (turn: Turn, source: ElementInstance, error: ErrorValue): void => {
  let it = source
  while (it.id !== processInstance) {
    const catcher = catcherOf(nodeOf(turn, it), error)
    if (catcher !== undefined) {
      const id = nextId(turn)
      turn.emit({ type: "BoundaryTriggered", id, element: catcher.id, scope: it.parent, error })
      end(turn, it, { to: "boundary", id }, "sagas")
      return
    }
    it = elementById(turn, it.parent)
  }
  end(turn, it, { to: "failed", error }, "sagas")
}

const catcherOf = (node: Node, error: ErrorValue): Node | undefined => {
  let anyway: Node | undefined
  for (const catcher of node.catchers) {
    const fit = catcher.element.boundary?.catches?.(error)
    if (fit === "exactly") return catcher
    if (fit === "anyway") anyway ??= catcher
  }
  return anyway
}

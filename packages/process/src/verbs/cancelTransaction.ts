/**
 * Cancelling a transaction from inside.
 *
 * BPMN 2.0.2 §10.3.5, §13.3.5.
 */
import { type ElementInstance, processInstance } from "../State.ts"
import { elementById, nextId, nodeOf, scopeOf, type Turn } from "../Turn.ts"
import { end } from "./end.ts"

/** Ends the transaction around an element, compensates what is complete in it, and goes on at its cancel boundary event. */
export const cancelTransaction = (turn: Turn, it: ElementInstance): void => {
  const transaction = transactionAround(turn, it)
  // What stands at the border watches over all runs together.
  const whole = transaction.item === undefined ? transaction : scopeOf(turn, transaction)
  const boundary = nodeOf(turn, whole).cancelled
  if (boundary === undefined) {
    end(turn, whole, { to: "completed" }, "all")
    return
  }
  const id = nextId(turn)
  turn.emit({ type: "EventTriggered", id, element: boundary.id, scope: whole.parent })
  end(turn, whole, { to: "boundary", id }, "all")
}

const transactionAround = (turn: Turn, it: ElementInstance): ElementInstance => {
  let scope = it
  while (scope.id !== processInstance) {
    scope = elementById(turn, scope.parent)
    if (nodeOf(turn, scope).element.transaction === true && scope.body === undefined) return scope
  }
  throw new Error(`'${it.element}' cancels a transaction, and stands in none.`)
}

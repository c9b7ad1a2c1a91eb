/**
 * Completing: how an element ends that has done its work.
 */
import type { FlowNode } from "../CompiledProcess.ts"
import type { ElementInstance } from "../State.ts"
import { nodeOf, scopeOf, type Turn } from "../Turn.ts"
import { closeArmed } from "./closeWaits.ts"
import { settle } from "./settle.ts"

/** Completes an element: its result goes to `variable` of the scope, and tokens leave through all its flows. */
export const complete = (turn: Turn, it: ElementInstance, variable?: string): void => {
  const node = nodeOf(turn, it)
  const scope = scopeOf(turn, it)
  const compensation = it.compensates !== undefined
  const forks = compensation ? 0 : node.outgoing.length
  register(turn, it, () => {
    turn.emit({
      type: "ElementCompleted",
      id: it.id,
      ...(variable === undefined ? {} : { variable }),
      ...(forks > 1 ? { forks } : {}),
    })
  })
  const only = forks === 1 ? node.outgoing[0] : undefined
  if (only !== undefined) turn.emit({ type: "SequenceFlowTaken", flow: only.id, scope: scope.id })
  else if (forks === 0 && !compensation) settle(turn, scope)
}

/** Completes an element that leaves through one flow of its choice. */
export const completeThrough = (turn: Turn, it: ElementInstance, flow: FlowNode): void => {
  turn.emit({ type: "ElementCompleted", id: it.id })
  turn.emit({ type: "SequenceFlowTaken", flow: flow.id, scope: it.parent })
}

const register = (turn: Turn, it: ElementInstance, completed: () => void): void => {
  const node = nodeOf(turn, it)
  if (it.armed !== undefined) closeArmed(turn, it)
  const handler = node.compensatedBy
  // What compensates a scope as a whole takes the place of what is complete in it.
  if (handler === undefined && it.registrations !== undefined && it.compensates === undefined) {
    turn.emit({ type: "CompensationRegistered", element: it.element, scope: it.parent, group: it.id })
  }
  completed()
  if (handler !== undefined && it.compensates === undefined) {
    turn.emit({ type: "CompensationRegistered", element: it.element, scope: it.parent, handler: handler.id })
  }
}

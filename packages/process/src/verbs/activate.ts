/**
 * Activating: how an element begins.
 */
import { CodeProblem } from "../CodeProblem.ts"
import type { FlowNode, Node } from "../CompiledProcess.ts"
import type { ElementInstance } from "../State.ts"
import type { BoundaryPlan } from "../Trigger.ts"
import { behaviourOf, elementById, nextId, nodeOf, type Turn } from "../Turn.ts"
import { raiseIncident } from "./raiseIncident.ts"

/** An element that begins this often without the instance ever resting is in an endless loop. */
export const turnLimit = 50_000

/** Begins an element in a scope; `flow` is the one whose token it takes. */
export const activate = (turn: Turn, node: Node, scope: ElementInstance, flow?: FlowNode): void => {
  const id = nextId(turn)
  turn.emit(
    flow === undefined
      ? { type: "ElementActivated", id, element: node.id, scope: scope.id }
      : { type: "ElementActivated", id, element: node.id, scope: scope.id, flow: flow.id },
  )
  begin(turn, elementById(turn, id))
}

/** Lets an element do what it does, after arming what listens at its border. Repeatable after an incident. */
export const begin = (turn: Turn, it: ElementInstance): void => {
  const node = nodeOf(turn, it)
  if ((turn.state.turns?.get(it.element) ?? 0) >= turnLimit) {
    raiseIncident(turn, it, {
      code: "EndlessLoop",
      message: `'${it.element}' began ${turnLimit} times without the instance ever waiting. Mend the loop, or retry the incident to go on.`,
    })
    return
  }
  if (node.listeners.length > 0 && it.armed === undefined && it.compensates === undefined && !arm(turn, it, node)) return
  behaviourOf(turn, it).activate(turn, it)
}

const arm = (turn: Turn, it: ElementInstance, node: Node): boolean => {
  // All of them are known before the first one is armed, so that an incident leaves nothing half done.
  const plans: Array<BoundaryPlan> = []
  for (const listener of node.listeners) {
    const plan = listener.element.boundary?.plan?.(turn, it)
    if (plan instanceof CodeProblem) {
      raiseIncident(turn, it, plan.fault)
      return false
    }
    if (plan !== undefined) plans.push(plan)
  }
  for (const plan of plans) plan(turn, it)
  return true
}

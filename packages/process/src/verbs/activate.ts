/**
 * Activating: how an element begins.
 */
import { CodeProblem } from "../CodeProblem.ts"
import type { FlowNode, Node } from "../CompiledProcess.ts"
import { chainOf, type ElementInstance, scopeChain } from "../State.ts"
import type { Plan } from "../Trigger.ts"
import { behaviourOf, elementById, nextId, nodeOf, type Turn } from "../Turn.ts"
import type { Chain, Input } from "../Variables.ts"
import { listen } from "./listen.ts"
import { takeLocks } from "./lock.ts"
import { mapInputs } from "./mapVariables.ts"
import { raiseIncident } from "./raiseIncident.ts"

/** An element that begins this often without the instance ever resting is in an endless loop. */
export const turnLimit = 50_000

/** Begins an element in a scope; `flow` is the one whose token it takes. */
export const activate = (turn: Turn, node: Node, scope: ElementInstance, flow?: FlowNode): void => {
  const id = nextId(turn)
  const body = node.wrapper === undefined ? {} : { body: true as const }
  turn.emit({ type: "ElementActivated", id, element: node.id, scope: scope.id, ...(flow === undefined ? {} : { flow: flow.id }), ...body })
  begin(turn, elementById(turn, id))
}

/** Begins an element that was asked for. */
export const beginRequested = (turn: Turn, node: Node, scope: ElementInstance): void => {
  const id = nextId(turn)
  const body = node.wrapper === undefined ? {} : { body: true as const }
  turn.emit({ type: "ElementActivated", id, element: node.id, scope: scope.id, requested: true, ...body })
  begin(turn, elementById(turn, id))
}

/** Lets an element do what it does, after arming what watches over it. Repeatable after an incident. */
export const begin = (turn: Turn, it: ElementInstance): void => {
  const node = nodeOf(turn, it)
  if ((turn.state.turns?.get(it.element) ?? 0) >= turnLimit) {
    raiseIncident(turn, it, {
      code: "EndlessLoop",
      message: `'${it.element}' began ${turnLimit} times without the instance ever waiting. Mend the loop, or retry the incident to go on.`,
    })
    return
  }
  const watched = node.listeners.length > 0 || node.handlers.length > 0
  if (watched && it.armed === undefined && !arm(turn, it, node)) return
  if (!takeLocks(turn, it, node) || !mapInputs(turn, it)) return
  behaviourOf(turn, it).activate(turn, it)
}

/** Begins the next run of an activity that runs more than once. */
export const beginRun = (turn: Turn, body: ElementInstance): void => {
  const id = nextId(turn)
  turn.emit({ type: "ElementActivated", id, element: body.element, scope: body.id, item: body.body?.started ?? 0 })
  begin(turn, elementById(turn, id))
}

/** Boundary events listen for an activity as a whole, event sub-processes in each run of their scope. */
const arm = (turn: Turn, it: ElementInstance, node: Node): boolean => {
  // All of them are known before the first one is armed, so that an incident leaves nothing half done.
  const plans: Array<readonly [Node, Plan]> = []
  const plan = (listeners: ReadonlyArray<Node>, look: Chain | Input): CodeProblem | undefined => {
    for (const listener of listeners) {
      const plan = listener.element.trigger?.plan?.(turn, look)
      if (plan instanceof CodeProblem) return plan
      if (plan !== undefined) plans.push([listener, plan])
    }
    return undefined
  }
  const border = it.compensates === undefined && it.item === undefined ? plan(node.listeners, chainOf(turn.state, it)) : undefined
  const problem = border ?? (it.body === undefined ? plan(node.handlers, scopeChain(turn.state, it)) : undefined)
  if (problem !== undefined) {
    raiseIncident(turn, it, problem.fault)
    return false
  }
  for (const [listener, plan] of plans) listen(turn, it, listener, plan)
  return true
}

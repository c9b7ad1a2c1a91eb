/**
 * Completing: how an element ends that has done its work.
 */

import { completeItem } from "../activity/completeItem.ts"
import { CodeProblem } from "../CodeProblem.ts"
import type { FlowNode, Node } from "../CompiledProcess.ts"
import type { Evaluator } from "../Preparation.ts"
import type { ElementInstance } from "../State.ts"
import { behaviourOf, elementById, nodeOf, scopeOf, type Turn } from "../Turn.ts"
import { flowsThatApply } from "./chooseFlows.ts"
import { closeArmed } from "./closeWaits.ts"
import { mapOutputs } from "./mapVariables.ts"
import { raiseIncident } from "./raiseIncident.ts"
import { settle } from "./settle.ts"

/** Completes an element: its result goes to `variable` of the scope, and tokens leave through all its flows. */
export const complete = (turn: Turn, it: ElementInstance, variable?: string): void => {
  if (!mapOutputs(turn, it)) return
  if (it.item !== undefined) {
    completeItem(turn, it, variable)
    return
  }
  const node = nodeOf(turn, it)
  const scope = scopeOf(turn, it)
  const compensation = it.compensates !== undefined
  if (node.conditional && !compensation) {
    completeByConditions(turn, it, variable)
    return
  }
  const forks = compensation ? 0 : node.outgoing.length * (node.element.shape.gives ?? 1)
  register(turn, it, () => {
    turn.emit({
      type: "ElementCompleted",
      id: it.id,
      ...(variable === undefined ? {} : { variable }),
      ...(forks > 1 ? { forks } : {}),
    })
  })
  if (!compensation && closedBy(turn, scope, node)) return
  const only = forks === 1 ? node.outgoing[0] : undefined
  if (only !== undefined) turn.emit({ type: "SequenceFlowTaken", flow: only.id, scope: scope.id })
  else if (forks === 0 && !compensation) settle(turn, scope)
}

/** Completes an element that leaves through one flow of its choice, or through some. */
export const completeThrough = (turn: Turn, it: ElementInstance, flow: FlowNode | ReadonlyArray<FlowNode>): void => {
  const flows = "id" in flow ? [flow] : flow
  const [only] = flows
  if (only === undefined) {
    complete(turn, it)
    return
  }
  const all = flows.length === only.from.outgoing.length
  const forks = flows.length * (only.from.element.shape.gives ?? 1)
  turn.emit({
    type: "ElementCompleted",
    id: it.id,
    ...(forks > 1 ? { forks, ...(all ? {} : { flows: flows.map(({ id }) => id) }) } : {}),
  })
  if (closedBy(turn, elementById(turn, it.parent), only.from)) return
  if (forks === 1) turn.emit({ type: "SequenceFlowTaken", flow: only.id, scope: it.parent })
}

/** Whether a scope that looks at what is complete in it needs nothing further. */
const closedBy = (turn: Turn, scope: ElementInstance, node: Node): boolean =>
  behaviourOf(turn, scope).childDone?.(turn, scope, node) === true

/** What its flows decide on sees its result. It can be compensated from then on, whatever they decide. */
const completeByConditions = (turn: Turn, it: ElementInstance, variable: string | undefined): void => {
  register(turn, it, () => {
    turn.emit({ type: "ElementCompleting", id: it.id, ...(variable === undefined ? {} : { variable }) })
  })
  leave(turn, it)
}

/** Lets an element go that has done its work, through those of its flows that apply. Repeatable after an incident. */
export const leave = (turn: Turn, it: ElementInstance, choose?: Evaluator): void => {
  const flows = flowsThatApply(turn, it, choose)
  if (flows instanceof CodeProblem) raiseIncident(turn, it, flows.fault)
  else completeThrough(turn, it, flows)
}

const register = (turn: Turn, it: ElementInstance, completed: () => void): void => {
  const node = nodeOf(turn, it)
  if (it.armed !== undefined) closeArmed(turn, it)
  // Of an activity that runs more than once, each run is compensated.
  const handler = it.body === undefined ? node.compensatedBy : undefined
  // What compensates a scope as a whole takes the place of what is complete in it.
  if (handler === undefined && it.registrations !== undefined && it.compensates === undefined) {
    turn.emit({ type: "CompensationRegistered", element: it.element, scope: it.parent, group: it.id })
  }
  // What stands in a scope and compensates it sees its variables, and what is complete in it.
  const inside = handler?.element.shape.begins === "event" && it.compensates === undefined
  if (inside) {
    turn.emit({ type: "CompensationRegistered", element: it.element, scope: it.parent, handler: handler.id, within: it.id })
  }
  completed()
  if (handler !== undefined && !inside && it.compensates === undefined) {
    turn.emit({ type: "CompensationRegistered", element: it.element, scope: it.parent, handler: handler.id })
  }
}

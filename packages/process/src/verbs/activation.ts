/**
 * Activation: whether a complex gateway begins, now that so many tokens have come.
 *
 * BPMN 2.0.2 §13.4.5, table 13.5.
 */
import { CodeProblem } from "../CodeProblem.ts"
import type { Node } from "../CompiledProcess.ts"
import type { Expression, ValueExpression } from "../Graph.ts"
import { type Evaluator, evaluate, type Preparation, wrongKind } from "../Preparation.ts"
import type { ElementInstance } from "../State.ts"
import { elementById, nextId, type Turn, varsIn } from "../Turn.ts"
import { begin } from "./activate.ts"
import { raiseIncident } from "./raiseIncident.ts"

interface Activation {
  readonly activation?: Expression
  readonly count?: ValueExpression
}

/** Begins a gateway if enough tokens wait at it; says whether it did something. */
export type TryToBegin = (turn: Turn, scope: ElementInstance, node: Node) => boolean

/** Prepares what says when a gateway begins; `resets` when it takes in what comes afterwards. */
export const prepareActivation = ({ activation, count }: Activation, preparation: Preparation, resets: boolean): TryToBegin => {
  const holds = activation === undefined ? undefined : preparation.code(activation)
  const least = count === undefined ? undefined : preparation.value(count)
  return (turn, scope, node) => {
    const arrived = scope.arrivals?.get(node.id)
    if (arrived === undefined) return false
    const enough = holds !== undefined ? asked(turn, scope, node, arrived, holds) : counted(turn, scope, node, arrived, least)
    if (enough instanceof CodeProblem) return stop(turn, scope, node, enough)
    if (!enough) return false
    const waits = resets && arrived.size < node.incoming.length
    const id = nextId(turn)
    turn.emit({ type: "ElementActivated", id, element: node.id, scope: scope.id, joins: true, ...(waits ? { resets: true as const } : {}) })
    begin(turn, elementById(turn, id))
    return true
  }
}

type Arrived = ReadonlyMap<string, number>

const asked = (turn: Turn, scope: ElementInstance, node: Node, arrived: Arrived, holds: Evaluator): boolean | CodeProblem => {
  const arrivals = Object.fromEntries(node.incoming.map(({ id, name }) => [name ?? id, arrived.get(id) ?? 0]))
  const look = Object.freeze({ ...varsIn(turn, scope), arrived: arrived.size, arrivals: Object.freeze(arrivals) })
  const enough = evaluate(holds, look, node.id, { now: turn.now })
  return typeof enough === "boolean" || enough instanceof CodeProblem ? enough : wrongKind(holds, node.id, enough, "true or false")
}

/** Without a number, it waits for all of its flows. */
const counted = (turn: Turn, scope: ElementInstance, node: Node, arrived: Arrived, least: Evaluator | undefined): boolean | CodeProblem => {
  if (least === undefined) return arrived.size === node.incoming.length
  const number = evaluate(least, varsIn(turn, scope), node.id, { now: turn.now })
  if (number instanceof CodeProblem) return number
  return typeof number === "number" && number >= 1
    ? arrived.size >= number
    : wrongKind(least, node.id, number, "a number of flows, 1 or more")
}

/** It stops once, however many tokens come until the cause is mended. */
const stop = (turn: Turn, scope: ElementInstance, node: Node, { fault }: CodeProblem): true => {
  for (const id of scope.children ?? []) {
    const other = turn.state.elements.get(id)
    if (other?.element === node.id && other.undecided) return true
  }
  const id = nextId(turn)
  turn.emit({ type: "ElementActivated", id, element: node.id, scope: scope.id, undecided: true })
  raiseIncident(turn, elementById(turn, id), fault)
  return true
}

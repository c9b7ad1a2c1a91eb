/**
 * Beginning a process: where nothing is said, at its start event; else where that is.
 */
import type { Value } from "@millrace/kernel"
import type { Node } from "../CompiledProcess.ts"
import type { Caught } from "../Event.ts"
import { evaluate } from "../Preparation.ts"
import type { ElementInstance } from "../State.ts"
import { type NamedStart, namedStarts } from "../starts.ts"
import { elementById, nextId, type Turn } from "../Turn.ts"
import { makeInput, viewOf } from "../Variables.ts"

import { activate, begin } from "./activate.ts"

/** Where a process begins with this input, when nobody says where: `undefined` where it cannot. */
export const usualStarts = (turn: Turn, input: Value): ReadonlyArray<Node> | undefined => {
  const { starts } = turn.compiled.root
  if (starts.length > 0) return starts
  const named = namedStarts(turn.compiled)
  if (named.length === 0) return starts
  const vars = viewOf(makeInput(input))
  const holding = named.filter(({ node }) =>
    node.element.trigger?.conditions?.some((one) => one !== undefined && evaluate(one, vars, node.id, { now: turn.now }) === true),
  )
  return holding.length > 0 ? [...new Set(holding.map(({ node }) => node))] : undefined
}

/** The place of this name where a process can begin. */
export const startNamed = (turn: Turn, element: string): NamedStart | undefined => {
  const usual = turn.compiled.root.starts.find(({ id }) => id === element)
  if (usual !== undefined) return { name: element, node: usual, gateway: undefined, by: [] }
  return namedStarts(turn.compiled).find(({ name }) => name === element)
}

/** Begins what stands in a process with what it caught. */
export const startIn = (turn: Turn, it: ElementInstance): void => {
  const { start } = turn.state
  const named = start === undefined ? undefined : startNamed(turn, start)
  if (named === undefined) {
    const nodes = usualStarts(turn, turn.state.input.value) ?? []
    // All of them are there before the first one begins: it could be the end of the process.
    const caught = nodes.flatMap((node) => (node.element.trigger === undefined ? [] : [caughtBy(turn, it, node, {})]))
    for (const node of nodes) if (node.element.trigger === undefined) activate(turn, node, it)
    for (const one of caught) begin(turn, one)
    return
  }
  const caught = named.came === undefined ? (it.caught ?? {}) : { ...it.caught, index: named.came }
  if (named.gateway?.element.instantiate === undefined) beginWith(turn, it, named.node, caught)
  else named.gateway.element.instantiate(turn, it, named.gateway, named.node, caught)
}

/** Begins an element that has caught something already. */
const beginWith = (turn: Turn, scope: ElementInstance, node: Node, caught: Caught): void => {
  begin(turn, caughtBy(turn, scope, node, caught))
}

const caughtBy = (turn: Turn, scope: ElementInstance, node: Node, caught: Caught): ElementInstance => {
  const id = nextId(turn)
  // What waits for several things has caught none of them yet where it is not said which.
  const none = node.element.trigger?.all === true && caught.index === undefined
  turn.emit({ type: "EventTriggered", id, element: node.id, scope: scope.id, ...(none ? {} : { caught }) })
  return elementById(turn, id)
}

/**
 * Cancelling a region: elements of a scope end, with the tokens that wait at them or are on their way to them.
 */
import { remaining } from "../Agenda.ts"
import type { ElementInstance } from "../State.ts"
import { elementById, isFull, nodeOf, scopeOf, type Turn } from "../Turn.ts"
import { end } from "./end.ts"

/** Begins to end these elements beside `it`; false when there is nothing left to end. */
export const cancelRegion = (turn: Turn, it: ElementInstance, region: ReadonlySet<string>): boolean => {
  const scope = scopeOf(turn, it)
  withdraw(turn, scope, it, region)
  for (const id of scope.children ?? []) {
    const child = turn.state.elements.get(id)
    if (child === undefined || child.id === it.id || !region.has(child.element)) continue
    turn.emit({ type: "RegionCancelling", id: it.id })
    return true
  }
  return false
}

/** Goes on with that; true when it is done. */
export const goOnCancelling = (turn: Turn, it: ElementInstance, region: ReadonlySet<string>): boolean => {
  for (const id of scopeOf(turn, it).children ?? []) {
    if (isFull(turn)) return false
    const child = elementById(turn, id)
    if (child.id === it.id || !region.has(child.element)) continue
    end(turn, child, { to: "nothing" }, "sagas")
    // What is in it is ended first.
    if (turn.state.clearing.has(child.id)) return false
  }
  turn.emit({ type: "RegionCancelled", id: it.id })
  return true
}

/** No token comes to the region any more, nor from it to the gateway that ends it. */
const withdraw = (turn: Turn, scope: ElementInstance, it: ElementInstance, region: ReadonlySet<string>): void => {
  const gateway = nodeOf(turn, it)
  const flows = new Set<string>()
  for (const id of region) for (const flow of turn.compiled.nodes.get(id)?.incoming ?? []) flows.add(flow.id)
  for (const flow of gateway.incoming) if (region.has(flow.from.id)) flows.add(flow.id)
  const withdrawn = [...flows].filter((flow) => hasToken(turn, scope, flow))
  if (withdrawn.length > 0) turn.emit({ type: "TokensWithdrawn", scope: scope.id, flows: withdrawn })
  for (const element of [...(scope.resets?.keys() ?? [])])
    if (region.has(element)) turn.emit({ type: "GatewayReset", element, scope: scope.id })
}

const hasToken = (turn: Turn, scope: ElementInstance, id: string): boolean => {
  const flow = turn.compiled.flows.get(id)
  if (flow === undefined) return false
  if (scope.arrivals?.get(flow.to.id)?.has(id) === true) return true
  if (scope.tokens === 0) return false
  return remaining(turn.state.agenda).some((item) =>
    item.kind === "token"
      ? item.scope === scope.id && item.flow === id
      : item.kind === "fork" && item.scope === scope.id && item.element === flow.from.id,
  )
}

/**
 * Tokens on their way, and where they wait for each other.
 */
import { peek, remaining } from "../Agenda.ts"
import type { GatewayReset, RegionCancelled, RegionCancelling, SequenceFlowTaken, TokenArrived, TokensWithdrawn } from "../Event.ts"
import type { ElementInstance, ProcessState } from "../State.ts"
import { doneFirst, dropVoid, toDo } from "./toDo.ts"
import { noteMerging } from "./tree.ts"

export const sequenceFlowTaken = (state: ProcessState, event: SequenceFlowTaken): void => {
  const scope = state.elements.get(event.scope)
  if (scope === undefined) return
  if (event.withdrawn !== true) {
    scope.tokens++
    toDo(state, { kind: "token", flow: event.flow, scope: event.scope })
  }
  if (event.forked !== true) return
  const fork = peek(state.agenda)
  if (fork?.kind !== "fork") return
  fork.left--
  if (fork.left > 0) return
  // The fork itself kept the scope alive until its last token was out.
  scope.tokens--
  doneFirst(state)
}

export const tokenArrived = (state: ProcessState, event: TokenArrived): void => {
  const scope = state.elements.get(event.scope)
  if (scope !== undefined) {
    scope.tokens--
    if (event.late === true) scope.resets?.get(event.element)?.add(event.flow)
    else wait(state, scope, event)
  }
  doneFirst(state)
}

const wait = (state: ProcessState, scope: ElementInstance, { element, flow }: TokenArrived): void => {
  scope.arrivals ??= new Map()
  const flows = scope.arrivals.get(element) ?? new Map<string, number>()
  scope.arrivals.set(element, flows)
  flows.set(flow, (flows.get(flow) ?? 0) + 1)
  noteMerging(state, scope)
}

export const gatewayReset = (state: ProcessState, event: GatewayReset): void => {
  const scope = state.elements.get(event.scope)
  if (scope === undefined) return
  scope.resets?.delete(event.element)
  if (scope.resets?.size === 0) scope.resets = undefined
  noteMerging(state, scope)
}

export const regionCancelling = (state: ProcessState, event: RegionCancelling): void => {
  state.clearing.add(event.id)
}

export const regionCancelled = (state: ProcessState, event: RegionCancelled): void => {
  state.clearing.delete(event.id)
}

export const tokensWithdrawn = (state: ProcessState, event: TokensWithdrawn): void => {
  const scope = state.elements.get(event.scope)
  if (scope === undefined) return
  const { agenda } = state
  const withdrawn = new Set(event.flows)
  const items = remaining(agenda)
  const kept = items.filter((item) => item.kind !== "token" || item.scope !== scope.id || !withdrawn.has(item.flow))
  scope.tokens -= items.length - kept.length
  for (const item of kept)
    if (item.kind === "fork" && item.scope === scope.id) item.withdrawn = [...new Set([...(item.withdrawn ?? []), ...event.flows])]
  agenda.items = kept
  agenda.head = 0
  dropVoid(state)
  for (const [element, flows] of scope.arrivals ?? []) {
    for (const flow of event.flows) flows.delete(flow)
    if (flows.size === 0) scope.arrivals?.delete(element)
  }
  if (scope.arrivals?.size === 0) scope.arrivals = undefined
  noteMerging(state, scope)
}

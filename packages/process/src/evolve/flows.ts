/**
 * Tokens on their way, and where they wait for each other.
 */
import { peek } from "../Agenda.ts"
import type { SequenceFlowTaken, TokenArrived } from "../Event.ts"
import type { ProcessState } from "../State.ts"
import { doneFirst, noteMerging, toDo } from "./tree.ts"

export const sequenceFlowTaken = (state: ProcessState, event: SequenceFlowTaken): void => {
  const scope = state.elements.get(event.scope)
  if (scope === undefined) return
  scope.tokens++
  toDo(state, { kind: "token", flow: event.flow, scope: event.scope })
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
    scope.arrivals ??= new Map()
    const flows = scope.arrivals.get(event.element) ?? new Map<string, number>()
    scope.arrivals.set(event.element, flows)
    flows.set(event.flow, (flows.get(event.flow) ?? 0) + 1)
    noteMerging(state, scope)
  }
  doneFirst(state)
}

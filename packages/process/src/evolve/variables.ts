/**
 * Variables, and the values of scopes.
 */
import * as HashMap from "effect/HashMap"
import type { OutputSet, VariableSet } from "../Event.ts"
import type { ProcessState } from "../State.ts"
import { setInRun } from "./items.ts"

export const variableSet = (state: ProcessState, event: VariableSet): void => {
  const scope = state.elements.get(event.scope)
  if (scope !== undefined && event.run === true) setInRun(state, scope, event.name, event.value)
  else if (scope !== undefined) {
    scope.variables = HashMap.set(scope.variables, event.name, event.value)
    if (event.own === true) scope.own = true
  }
}

export const outputSet = (state: ProcessState, event: OutputSet): void => {
  const scope = state.elements.get(event.scope)
  if (scope !== undefined) scope.result = event.value
}

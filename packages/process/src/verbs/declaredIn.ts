/**
 * Where a variable that an element sets is declared.
 */
import { readValue } from "@millrace/kernel"
import * as HashMap from "effect/HashMap"
import { itemVariables } from "../activity/Body.ts"
import { homeOf } from "../evolve/items.ts"
import type { ElementInstance } from "../State.ts"
import type { Turn } from "../Turn.ts"

/** The nearest scope around an element that has the variable, or its run; none where it is new. */
export const declaredIn = (
  turn: Turn,
  it: ElementInstance,
  variable: string,
): { readonly scope: number; readonly run?: true } | undefined => {
  const { elements } = turn.state
  const home = homeOf(turn.state, it)
  const item = home?.run === true ? home.scope.item : undefined
  if (item !== undefined && home !== undefined && HashMap.has(itemVariables(elements.get(home.scope.parent)?.body, item), variable))
    return { scope: home.scope.id, run: true }
  const first = home?.run === true ? elements.get(home.scope.parent) : home?.scope
  for (let scope = first; scope !== undefined; scope = elements.get(scope.parent)) {
    if (HashMap.has(scope.variables, variable)) return { scope: scope.id }
    // The input stands for variables of the process.
    if (scope.parent === 0 && isInput(turn, variable)) return { scope: scope.id }
  }
  return undefined
}

const isInput = (turn: Turn, variable: string): boolean => {
  const input = readValue(turn.state.input.value)
  return typeof input === "object" && input !== null && !Array.isArray(input) && Object.hasOwn(input, variable)
}

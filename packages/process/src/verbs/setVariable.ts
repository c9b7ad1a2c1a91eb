/**
 * Setting what an element gives.
 */
import type { Value } from "@millrace/kernel"
import { homeOf } from "../evolve/items.ts"
import type { ElementInstance } from "../State.ts"
import type { Turn } from "../Turn.ts"

/** Sets a variable of the scope that an element stands in, or of the run that it is. */
export const setVariable = (turn: Turn, it: ElementInstance, name: string, value: Value): void => {
  const home = homeOf(turn.state, it)
  if (home === undefined) return
  turn.emit({ type: "VariableSet", scope: home.scope.id, name, value, ...(home.run ? { run: true as const } : {}) })
}

/**
 * Commands about variables.
 */
import { type Rejection, readValue, type SetVariables, type Value } from "@millrace/kernel"
import * as HashMap from "effect/HashMap"
import { processInstance } from "../State.ts"
import { elementById, type Turn } from "../Turn.ts"

/** Those that have the value already stay as they are. */
export const setVariables = (turn: Turn, command: SetVariables): Rejection | undefined => {
  const scope = elementById(turn, processInstance)
  for (const [name, value] of command.variables) {
    const known = HashMap.has(scope.variables, name) ? HashMap.getUnsafe(scope.variables, name) : undefined
    if (known === undefined || textOf(known) !== textOf(value)) turn.emit({ type: "VariableSet", scope: scope.id, name, value })
  }
  return undefined
}

const textOf = (value: Value): string => JSON.stringify(readValue(value))

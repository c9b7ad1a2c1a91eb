/**
 * Storing: from what code returned to what state may hold.
 */
import { Unstorable, type Value } from "@millrace/kernel"
import { CodeProblem, codeFailed } from "../CodeProblem.ts"
import type { Turn } from "../Turn.ts"

/** Turns what code returned into a value that state may hold. */
export const store = (turn: Turn, raw: unknown, element: string, what: string): Value | CodeProblem => {
  const value = turn.value(raw)
  if (!(value instanceof Unstorable)) return value
  const problem = codeFailed(`'${element}': ${what} gave a value that cannot be stored: ${value.reason}.`)
  return value.code === undefined ? problem : new CodeProblem({ ...problem.fault, code: value.code })
}

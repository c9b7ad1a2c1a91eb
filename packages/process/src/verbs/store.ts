/**
 * Storing: from what code returned to what state may hold.
 */
import type { Value } from "@millrace/kernel"
import { CodeProblem, codeFailed } from "../CodeProblem.ts"
import type { Turn } from "../Turn.ts"

/** Turns what code returned into a value that state may hold. */
export const store = (turn: Turn, raw: unknown, element: string, what: string): Value | CodeProblem => {
  const value = turn.value(raw)
  if (typeof value === "object" && value !== null && "_tag" in value && value._tag === "Unstorable") {
    const problem = codeFailed(`'${element}': ${what} gave a value that cannot be stored: ${String(value.reason)}.`)
    return "code" in value && value.code === "ValueTooLarge" ? new CodeProblem({ ...problem.fault, code: "ValueTooLarge" }) : problem
  }
  return value as Value
}

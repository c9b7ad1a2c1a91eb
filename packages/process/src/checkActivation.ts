/**
 * What is checked about a complex gateway: when it begins.
 */
import type { ElementProblem, Surroundings } from "./Element.ts"
import type { Expression, ValueExpression } from "./Graph.ts"

interface ActivatedElement {
  readonly id: string
  readonly activation?: Expression
  readonly count?: ValueExpression
  readonly blocking?: true
  readonly cancels?: ReadonlyArray<string>
}

/** It says once when it begins, and that can come to be. */
export const checkActivation = (
  { id, activation, count, blocking, cancels = [] }: ActivatedElement,
  { incoming }: Surroundings,
): ReadonlyArray<ElementProblem> => {
  const problem = (message: string, hint: string): ElementProblem => ({ code: "ActivationInvalid", severity: "error", message, hint })
  const problems: Array<ElementProblem> = []
  if (activation !== undefined && count !== undefined)
    problems.push(problem(`'${id}' says by 'activation' and by 'count' when it begins.`, "Leave one of them out."))
  if (activation === undefined && count === undefined && incoming > 1)
    problems.push(
      problem(`'${id}' does not say when it begins.`, "Give it a 'count' of flows, or an 'activation'; or let it be a parallel gateway."),
    )
  if (count !== undefined && "value" in count && !(typeof count.value === "number" && count.value >= 1 && count.value <= incoming)) {
    problems.push(
      problem(
        `'${id}' begins when tokens have come on ${JSON.stringify(count.value)} flows, and ${incoming} lead to it.`,
        `Give a number from 1 to ${incoming}.`,
      ),
    )
  }
  if (blocking === true && cancels.length > 0) {
    problems.push(
      problem(
        `'${id}' ends what would still come, and is to block it.`,
        "Leave 'blocking' or 'cancels' out: who cancels waits for the next time at once.",
      ),
    )
  }
  return problems
}

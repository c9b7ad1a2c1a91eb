/**
 * What gateways share that choose among their outgoing flows: their fields, and what is checked about them.
 */
import { Schema } from "effect"
import type { ElementProblem, Surroundings } from "./Element.ts"
import { Expression } from "./Graph.ts"

/** How a gateway says which flows it takes. */
export const splitFields = {
  /** The id of the flow that is taken when no other applies. */
  default: Schema.optionalKey(Schema.String),
  /** Names outgoing flows. Without it their conditions decide. */
  choose: Schema.optionalKey(Expression),
}

export interface SplitElement {
  readonly id: string
  readonly default?: string
  readonly choose?: Expression
}

/** Every flow can be chosen, and it is known what happens when none is. */
export const checkSplit = ({ id, choose, ...element }: SplitElement, { outgoing }: Surroundings): ReadonlyArray<ElementProblem> => {
  if (choose !== undefined) {
    return outgoing
      .filter((flow) => flow.name === undefined && flow.id !== element.default)
      .map((flow) => ({
        code: "FlowWithoutName",
        severity: "error",
        message: `'${id}' chooses by name, and its flow '${flow.id}' has none.`,
        hint: "Name the flow as `choose` gives it, or make it the default.",
      }))
  }
  if (outgoing.length < 2) return []
  const problems: Array<ElementProblem> = outgoing
    .filter((flow) => !flow.conditional && flow.id !== element.default)
    .map((flow) => ({
      code: "FlowWithoutCondition",
      severity: "error",
      message: `The flow '${flow.id}' of '${id}' has no condition and is not its default.`,
      hint: "Give the flow a condition, or make it the default.",
    }))
  if (element.default === undefined) {
    problems.push({
      code: "DefaultFlowMissing",
      severity: "warning",
      message: `'${id}' has no default flow: when no condition holds, the instance stops there with an incident.`,
      hint: "Make one flow the default.",
    })
  }
  return problems
}

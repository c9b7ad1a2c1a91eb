/**
 * The business rule task: takes a decision, which is an expression: code, or text in a language that a plugin brings.
 *
 * BPMN 2.0.2 §10.3.3 (BusinessRuleTask), §13.3.3.
 */
import { Schema } from "effect"
import { defineActivity } from "../activity/defineActivity.ts"
import { Expression, VariableName } from "../Graph.ts"
import { complete } from "../verbs/complete.ts"
import { orIncident, valueFor } from "../verbs/evaluateFor.ts"

export const BusinessRuleTask = defineActivity({
  type: "BusinessRuleTask",
  fields: {
    decision: Expression,
    /** The variable that takes what was decided. */
    result: Schema.optionalKey(VariableName),
  },
  prepare: ({ decision, result }, preparation) => {
    const evaluator = preparation.code(decision)
    return {
      result,
      activate: (turn, it) =>
        orIncident(turn, it, valueFor(turn, it, evaluator), (value) => {
          turn.emit({ type: "OutputSet", scope: it.id, value })
          complete(turn, it, result)
        }),
    }
  },
})

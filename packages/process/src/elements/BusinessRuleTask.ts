/**
 * The business rule task: takes a decision, which is an expression: code, or text in a language that a plugin brings. What the decision says of
 * how it was made goes into the history.
 *
 * BPMN 2.0.2 §10.3.3 (BusinessRuleTask), §13.3.3.
 */
import type { Json, Value } from "@millrace/kernel"
import { Schema } from "effect"
import { defineActivity } from "../activity/defineActivity.ts"
import { CodeProblem } from "../CodeProblem.ts"
import { Expression, VariableName } from "../Graph.ts"
import type { Evaluator } from "../Preparation.ts"
import type { ElementInstance } from "../State.ts"
import type { Turn } from "../Turn.ts"
import { complete } from "../verbs/complete.ts"
import { evaluateFor, orIncident } from "../verbs/evaluateFor.ts"
import { store } from "../verbs/store.ts"

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
      activate: (turn, it) => {
        const { value, explanation } = decide(turn, it, evaluator)
        orIncident(turn, it, value, (decided) => {
          if (explanation !== undefined) turn.emit({ type: "DecisionExplained", id: it.id, element: it.element, explanation })
          turn.emit({ type: "OutputSet", scope: it.id, value: decided })
          complete(turn, it, result)
        })
      },
    }
  },
})

/** What was decided, and what the decision says of how. */
const decide = (
  turn: Turn,
  it: ElementInstance,
  evaluator: Evaluator,
): { readonly value: Value | CodeProblem; readonly explanation: Value | undefined } => {
  let said: Json | undefined
  const raw = evaluateFor(turn, it, evaluator, {
    explain: (explanation) => {
      said = explanation
    },
  })
  if (raw instanceof CodeProblem) return { value: raw, explanation: undefined }
  const explanation = said === undefined ? undefined : store(turn, said, it.element, evaluator.name)
  // A decision counts, whether or not what it says of itself can be kept.
  const kept = explanation instanceof CodeProblem ? { notKept: explanation.fault.message } : explanation
  return { value: store(turn, raw, it.element, evaluator.name), explanation: kept }
}

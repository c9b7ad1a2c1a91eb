/**
 * The error: thrown by an end event, caught at the border of an activity or by an event sub-process, which it always
 * interrupts.
 *
 * BPMN 2.0.2 §10.5.5 (ErrorEventDefinition).
 */
import { Schema } from "effect"
import { CodeProblem } from "../CodeProblem.ts"
import { toErrorValue } from "../errorValue.ts"
import { ValueExpression } from "../Graph.ts"
import { errorWithoutRedacted } from "../redaction.ts"
import { defineTrigger, type PreparedThrowTrigger, type PreparedTrigger } from "../Trigger.ts"
import { evaluateFor, orIncident } from "../verbs/evaluateFor.ts"
import { throwError } from "../verbs/throwError.ts"

const endFields = { error: ValueExpression }

export const errorEnd = defineTrigger<typeof endFields, PreparedThrowTrigger>({
  type: "error",
  fields: endFields,
  prepare: (trigger, preparation) => {
    const evaluator = preparation.value(trigger.error)
    return {
      clears: true,
      throw: (turn, it) => {
        const raw = evaluateFor(turn, it, evaluator)
        const error = raw instanceof CodeProblem ? raw : toErrorValue(turn, raw, it.element)
        orIncident(turn, it, error, (error) => throwError(turn, it, errorWithoutRedacted(turn, it, error)))
      },
    }
  },
})

const caughtFields = { error: Schema.optionalKey(Schema.String) }

export const errorCaught = defineTrigger<typeof caughtFields, PreparedTrigger>({
  type: "error",
  fields: caughtFields,
  prepare: ({ error: code }) => ({
    catches: (thrown) => {
      if (thrown.kind !== "error") return undefined
      return code === undefined ? "anyway" : code === thrown.error.code ? "exactly" : undefined
    },
  }),
})

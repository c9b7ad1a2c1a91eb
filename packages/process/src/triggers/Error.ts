/**
 * The error: thrown by an end event, caught at the border of an activity, which it always interrupts.
 *
 * BPMN 2.0.2 §10.5.5 (ErrorEventDefinition).
 */
import { Schema } from "effect"
import { CodeProblem } from "../CodeProblem.ts"
import { toErrorValue } from "../errorValue.ts"
import { Expression } from "../Graph.ts"
import { errorWithoutRedacted } from "../redaction.ts"
import { defineTrigger, type PreparedBoundaryTrigger, type PreparedThrowTrigger } from "../Trigger.ts"
import { evaluateFor, orIncident } from "../verbs/evaluateFor.ts"
import { throwError } from "../verbs/throwError.ts"

const endFields = { error: Expression }

export const errorEnd = defineTrigger<typeof endFields, PreparedThrowTrigger>({
  type: "error",
  fields: endFields,
  prepare: (trigger, preparation) => {
    const evaluator = preparation.code(trigger.error)
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

const boundaryFields = { error: Schema.optionalKey(Schema.String) }

export const errorBoundary = defineTrigger<typeof boundaryFields, PreparedBoundaryTrigger>({
  type: "error",
  fields: boundaryFields,
  prepare: ({ error: code }) => ({
    interrupting: true,
    catches: (error) => (code === undefined ? "anyway" : code === error.code ? "exactly" : undefined),
  }),
})

/**
 * The escalation: tells the scopes around about something, and goes on where nobody who catches it interrupts. Where
 * nothing here catches it, it goes to the caller; where there is none, it stands in the history.
 *
 * BPMN 2.0.2 §10.5.5 (EscalationEventDefinition), §10.5.6.
 */
import { Schema } from "effect"
import { CodeProblem } from "../CodeProblem.ts"
import { ValueExpression } from "../Graph.ts"
import { defineTrigger, type PreparedThrowTrigger, type PreparedTrigger } from "../Trigger.ts"
import { payloadFor } from "../verbs/evaluateFor.ts"
import { throwEscalation } from "../verbs/throwEscalation.ts"
import { throwing } from "../verbs/throwing.ts"

const caughtFields = {
  /** The code of the escalation; left out: any. */
  escalation: Schema.optionalKey(Schema.String),
}

export const escalationCaught = defineTrigger<typeof caughtFields, PreparedTrigger>({
  type: "escalation",
  fields: caughtFields,
  prepare: ({ escalation: code }) => ({
    catches: (thrown) => {
      if (thrown.kind !== "escalation") return undefined
      return code === undefined ? "anyway" : code === thrown.code ? "exactly" : undefined
    },
  }),
})

const throwFields = { escalation: Schema.String, payload: Schema.optionalKey(ValueExpression) }

export const escalationThrow = defineTrigger<typeof throwFields, PreparedThrowTrigger>({
  type: "escalation",
  fields: throwFields,
  prepare: ({ escalation: code, ...fields }, preparation) => {
    const evaluator = fields.payload === undefined ? undefined : preparation.value(fields.payload)
    return throwing((turn, it) => {
      const payload = payloadFor(turn, it, evaluator)
      return payload instanceof CodeProblem ? payload : () => throwEscalation(turn, it, code, payload)
    })
  },
})

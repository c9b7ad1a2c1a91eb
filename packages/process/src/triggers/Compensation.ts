/**
 * Compensation: thrown in the flow; at the border of an activity it names the element that undoes the activity.
 *
 * BPMN 2.0.2 §10.7, §10.5.5 (CompensateEventDefinition).
 */
import { Schema } from "effect"
import { defineTrigger, type PreparedThrowTrigger, type PreparedTrigger } from "../Trigger.ts"
import { startCompensation } from "../verbs/compensate.ts"

const throwFields = { activity: Schema.optionalKey(Schema.String) }

export const compensationThrow = defineTrigger<typeof throwFields, PreparedThrowTrigger>({
  type: "compensation",
  fields: throwFields,
  prepare: ({ activity }, preparation) => {
    preparation.compensation()
    return {
      ...(activity === undefined ? {} : { activity }),
      throw: (turn, it) => startCompensation(turn, it, activity),
    }
  },
})

const boundaryFields = { handler: Schema.String }

/** At the start of an event sub-process: it compensates the scope around it, in the place of what is complete in that. */
export const compensationCaught = defineTrigger<Record<never, never>, PreparedTrigger>({
  type: "compensation",
  fields: {},
  prepare: () => ({ compensation: true }),
})

export const compensationBoundary = defineTrigger<typeof boundaryFields, PreparedTrigger>({
  type: "compensation",
  fields: boundaryFields,
  prepare: ({ handler }) => ({ compensatedBy: handler }),
})

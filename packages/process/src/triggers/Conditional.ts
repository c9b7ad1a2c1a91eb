/**
 * The condition: is over when it holds as the waiting begins, or when a change of variables makes it hold. Where it may
 * be caught again, it has to be false in between.
 *
 * BPMN 2.0.2 §10.5.5 (ConditionalEventDefinition).
 */
import { Expression } from "../Graph.ts"
import { defineTrigger, oneWait, type PreparedTrigger } from "../Trigger.ts"

const fields = { condition: Expression }

export const conditional = defineTrigger<typeof fields, PreparedTrigger>({
  type: "conditional",
  fields,
  prepare: ({ condition }, preparation) => ({
    // It is evaluated as soon as what is being done is done.
    plan: () => oneWait((turn, owner) => turn.emit({ type: "ConditionWatched", owner })),
    conditions: [preparation.code(condition)],
  }),
})

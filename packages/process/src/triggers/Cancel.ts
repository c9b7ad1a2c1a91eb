/**
 * Cancel: ends a transaction from inside. What is complete in it is compensated, then the flow goes on at its cancel
 * boundary event.
 *
 * BPMN 2.0.2 §10.3.5 (transactions), §10.5.5 (CancelEventDefinition), §13.3.5.
 */
import { defineTrigger, type PreparedThrowTrigger, type PreparedTrigger } from "../Trigger.ts"
import { cancelTransaction } from "../verbs/cancelTransaction.ts"

export const cancelCaught = defineTrigger<Record<never, never>, PreparedTrigger>({
  type: "cancel",
  fields: {},
  prepare: () => ({ cancels: true }),
})

export const cancelEnd = defineTrigger<Record<never, never>, PreparedThrowTrigger>({
  type: "cancel",
  fields: {},
  prepare: () => ({ clears: true, cancels: true, throw: (turn, it) => cancelTransaction(turn, it) }),
})

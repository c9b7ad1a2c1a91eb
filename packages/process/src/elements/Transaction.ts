/**
 * The transaction: a sub-process that a cancel end event in it rolls back. Everything complete in it is compensated, then
 * the flow goes on at the cancel boundary event. An error that leaves it compensates nothing (a hazard), unless it is a saga.
 *
 * BPMN 2.0.2 §10.3.5 (transactions), §13.3.5.
 */
import { defineActivity } from "../activity/defineActivity.ts"
import { embeddedScope, scopeDefaults, scopeFields } from "./embeddedScope.ts"

export const Transaction = defineActivity({
  type: "Transaction",
  fields: scopeFields,
  defaults: scopeDefaults,
  prepare: (element) => ({ ...embeddedScope(element), shape: { scope: true }, transaction: true }),
})

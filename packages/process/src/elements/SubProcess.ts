/**
 * The embedded sub-process: a scope of its own. Its value is the output of an end event in it, else its own variables.
 *
 * BPMN 2.0.2 §10.3.5, §13.3.4.
 */
import { defineActivity } from "../activity/defineActivity.ts"
import { embeddedScope, scopeDefaults, scopeFields } from "./embeddedScope.ts"

export const SubProcess = defineActivity({
  type: "SubProcess",
  fields: scopeFields,
  defaults: scopeDefaults,
  prepare: (element) => ({
    ...embeddedScope(element),
    shape: { scope: true },
  }),
})

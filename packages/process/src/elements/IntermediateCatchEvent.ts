/**
 * The intermediate catch event: the flow waits here for its trigger.
 *
 * BPMN 2.0.2 §10.5.4, §13.5.2.
 */
import { Schema } from "effect"
import { outputFields, prepareMappings } from "../activity/mappings.ts"
import { defineElement } from "../Element.ts"
import { VariableName } from "../Graph.ts"
import { prepareTrigger, triggerField } from "../Trigger.ts"
import { catchTriggers } from "../triggers/index.ts"
import { catching } from "../verbs/catching.ts"

export const IntermediateCatchEvent = defineElement({
  type: "IntermediateCatchEvent",
  fields: {
    trigger: triggerField(catchTriggers),
    /** The variable that takes what comes. */
    result: Schema.optionalKey(VariableName),
    ...outputFields,
  },
  prepare: ({ id, trigger, result, ...rest }, preparation) => {
    const prepared = prepareTrigger(catchTriggers, trigger, preparation, { element: id })
    return {
      shape: { begins: "token", splits: "all", joins: "each" },
      ...prepareMappings(rest, preparation),
      trigger: prepared,
      result,
      ...catching(prepared, result),
      ...(prepared.link === undefined ? {} : { link: { name: prepared.link, thrown: false } }),
    }
  },
})

/**
 * The intermediate catch event: the flow waits here for its trigger.
 *
 * BPMN 2.0.2 §10.5.4, §13.5.2.
 */
import { defineElement } from "../Element.ts"
import { prepareTrigger, triggerField } from "../Trigger.ts"
import { catchTriggers } from "../triggers/index.ts"
import { complete } from "../verbs/complete.ts"

export const IntermediateCatchEvent = defineElement({
  type: "IntermediateCatchEvent",
  fields: { trigger: triggerField(catchTriggers) },
  prepare: ({ id, trigger }, preparation) => {
    const prepared = prepareTrigger(catchTriggers, trigger, preparation, { element: id, interrupting: true })
    return {
      shape: { begins: "token", splits: "all", joins: "each" },
      activate: prepared.wait,
      timerFired: (turn, it) => complete(turn, it),
    }
  },
})

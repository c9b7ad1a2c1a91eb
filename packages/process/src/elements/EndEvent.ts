/**
 * The end event: a path ends here, with a value for its scope, and with what its trigger throws: something that is sent, a
 * typed error, a compensation, or the end of everything beside it.
 *
 * BPMN 2.0.2 §10.5.3.
 */
import { Schema } from "effect"
import { defineElement } from "../Element.ts"
import { Expression } from "../Graph.ts"
import { prepareTrigger, triggerField } from "../Trigger.ts"
import { endTriggers } from "../triggers/index.ts"
import { complete } from "../verbs/complete.ts"
import { orIncident, valueFor } from "../verbs/evaluateFor.ts"

export const EndEvent = defineElement({
  type: "EndEvent",
  fields: { output: Schema.optionalKey(Expression), trigger: Schema.optionalKey(triggerField(endTriggers)) },
  prepare: (element, preparation) => {
    const output = element.output === undefined ? undefined : preparation.code(element.output)
    const trigger =
      element.trigger === undefined ? undefined : prepareTrigger(endTriggers, element.trigger, preparation, { element: element.id })
    return {
      shape: { begins: "token", ends: true, splits: "all", joins: "each", ...(trigger?.clears === true ? { clears: true } : {}) },
      activate: (turn, it) => {
        const proceed = () => (trigger === undefined ? complete(turn, it) : trigger.throw(turn, it, () => complete(turn, it)))
        if (output === undefined) return proceed()
        orIncident(turn, it, valueFor(turn, it, output), (value) => {
          turn.emit({ type: "OutputSet", scope: it.parent, value })
          proceed()
        })
      },
      ...(trigger?.activity === undefined ? {} : { compensates: trigger.activity }),
      ...(trigger?.cancels === true ? { cancels: true } : {}),
      compensated: (turn, it) => complete(turn, it),
    }
  },
})

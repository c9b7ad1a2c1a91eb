/**
 * The boundary event: listens at the border of an activity, and ends it or lets a second token go beside it.
 *
 * BPMN 2.0.2 §10.5.4 (boundary events), §13.5.3.
 */
import { Schema } from "effect"
import { outputFields, prepareMappings } from "../activity/mappings.ts"
import { defineElement } from "../Element.ts"
import { VariableName } from "../Graph.ts"
import { prepareTrigger, triggerField } from "../Trigger.ts"
import { elementById, nextId } from "../Turn.ts"
import { boundaryTriggers } from "../triggers/index.ts"
import { begin } from "../verbs/activate.ts"
import { complete } from "../verbs/complete.ts"
import { end } from "../verbs/end.ts"
import { goOnListening, listensOn } from "../verbs/goOnListening.ts"
import { caughtOf } from "../verbs/listen.ts"
import { takeCaught } from "../verbs/takeCaught.ts"

export const BoundaryEvent = defineElement({
  type: "BoundaryEvent",
  fields: {
    /** The id of the activity. */
    attachedTo: Schema.String,
    /** Left out: it ends the activity. */
    interrupting: Schema.optionalKey(Schema.Boolean),
    /** The variable that takes what was caught: of an error, its fields and its `_tag`. */
    result: Schema.optionalKey(VariableName),
    ...outputFields,
    trigger: triggerField(boundaryTriggers),
  },
  defaults: { interrupting: true },
  prepare: ({ id, attachedTo, interrupting: interrupts, result, trigger, ...rest }, preparation) => {
    const interrupting = interrupts !== false
    const prepared = prepareTrigger(boundaryTriggers, trigger, preparation, { element: id, ...(interrupting ? {} : { stays: true }) })
    const { compensatedBy } = prepared
    return {
      shape: { begins: "attached", attachedTo, splits: "all", joins: "each", ...(compensatedBy === undefined ? {} : { ends: true }) },
      ...prepareMappings(rest, preparation),
      trigger: prepared,
      boundary: { attachedTo, interrupting, ...(compensatedBy === undefined ? {} : { compensatedBy }) },
      activate: (turn, it) => {
        if (takeCaught(turn, it, prepared, result)) complete(turn, it)
      },
      triggered: (turn, listener, fired) => {
        const activity = elementById(turn, listener.parent)
        const caught = nextId(turn)
        const disarms = interrupting || listensOn(turn, listener, fired) ? {} : { disarms: listener.id }
        turn.emit({ type: "EventTriggered", id: caught, element: id, scope: activity.parent, ...caughtOf(fired), ...disarms })
        if (interrupting) return end(turn, activity, { to: "boundary", id: caught }, "sagas")
        goOnListening(turn, listener, fired)
        begin(turn, elementById(turn, caught))
      },
    }
  },
})

/**
 * The boundary event: listens at the border of an activity, and ends it or lets a second token go beside it.
 *
 * BPMN 2.0.2 §10.5.4 (boundary events), §13.5.3.
 */
import { Schema } from "effect"
import { CodeProblem } from "../CodeProblem.ts"
import { nextDue } from "../Due.ts"
import { defineElement } from "../Element.ts"
import { errorVariable } from "../errorValue.ts"
import { VariableName } from "../Graph.ts"
import { prepareTrigger, triggerField } from "../Trigger.ts"
import { elementById, nextId } from "../Turn.ts"
import { boundaryTriggers } from "../triggers/index.ts"
import { schedule } from "../triggers/Timer.ts"
import { begin } from "../verbs/activate.ts"
import { complete } from "../verbs/complete.ts"
import { end } from "../verbs/end.ts"
import { raiseIncident } from "../verbs/raiseIncident.ts"
import { store } from "../verbs/store.ts"

export const BoundaryEvent = defineElement({
  type: "BoundaryEvent",
  fields: {
    /** The id of the activity. */
    attachedTo: Schema.String,
    /** Left out: it ends the activity. */
    interrupting: Schema.optionalKey(Schema.Boolean),
    /** The variable that takes a caught error: its fields and its `_tag`. */
    result: Schema.optionalKey(VariableName),
    trigger: triggerField(boundaryTriggers),
  },
  defaults: { interrupting: true },
  prepare: ({ id, attachedTo, interrupting, result, trigger }, preparation) => {
    const prepared = prepareTrigger(boundaryTriggers, trigger, preparation, { element: id, interrupting: interrupting !== false })
    return {
      shape: {
        begins: "attached",
        attachedTo,
        splits: "all",
        joins: "each",
        ...(prepared.compensatedBy === undefined ? {} : { ends: true }),
      },
      boundary: { ...prepared, attachedTo },
      activate: (turn, it) => {
        if (result !== undefined && it.error !== undefined) {
          const value = store(turn, errorVariable(it.error), it.element, "the error")
          if (value instanceof CodeProblem) return raiseIncident(turn, it, value.fault)
          turn.emit({ type: "VariableSet", scope: it.parent, name: result, value })
        }
        complete(turn, it)
      },
      timerFired: (turn, armed, due) => {
        const activity = elementById(turn, armed.parent)
        const caught = nextId(turn)
        const again = armed.repeat !== undefined && armed.repeat.left !== 0 ? armed.repeat : undefined
        const disarms = prepared.interrupting || again !== undefined ? {} : { disarms: armed.id }
        turn.emit({ type: "BoundaryTriggered", id: caught, element: id, scope: activity.parent, ...disarms })
        if (prepared.interrupting) return end(turn, activity, { to: "boundary", id: caught }, "sagas")
        if (again !== undefined) schedule(turn, armed.id, nextDue(due, again.every, turn.now))
        begin(turn, elementById(turn, caught))
      },
    }
  },
})

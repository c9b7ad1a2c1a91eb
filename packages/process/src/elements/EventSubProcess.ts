/**
 * The event sub-process: a scope that begins when the trigger of its start event comes while the scope around it is at
 * work, in the place of everything else in that scope or beside it.
 *
 * BPMN 2.0.2 §10.3.5 (event sub-processes), §13.5.4.
 */
import { Schema } from "effect"
import { defineElement } from "../Element.ts"
import { VariableName } from "../Graph.ts"
import type { ElementInstance } from "../State.ts"
import { elementById, nextId, nodeOf, type Turn } from "../Turn.ts"
import { begin } from "../verbs/activate.ts"
import { leaveScope } from "../verbs/leaveScope.ts"

export const EventSubProcess = defineElement({
  type: "EventSubProcess",
  fields: {
    result: Schema.optionalKey(VariableName),
    /** Its value is the output of the scope that it stands in, too: of a process its result. */
    output: Schema.optionalKey(Schema.Literal(true)),
    saga: Schema.optionalKey(Schema.Boolean),
    /** Variables in it whose values must not appear in texts. */
    redacted: Schema.optionalKey(Schema.Array(VariableName)),
  },
  defaults: { saga: false, redacted: [] },
  prepare: ({ result, output, saga, redacted }) => {
    const leave = (turn: Turn, it: ElementInstance): void => {
      if (output === true && it.result !== undefined) turn.emit({ type: "OutputSet", scope: it.parent, value: it.result })
      leaveScope(turn, it, result)
    }
    return {
      shape: { scope: true, begins: "event", ends: true, splits: "all", joins: "each" },
      saga: saga === true,
      result,
      redacted,
      activate: (turn, it) => {
        const { caught } = it
        for (const start of nodeOf(turn, it).starts) {
          const id = nextId(turn)
          turn.emit({ type: "EventTriggered", id, element: start.id, scope: it.id, ...(caught === undefined ? {} : { caught }) })
          begin(turn, elementById(turn, id))
        }
      },
      childrenDone: leave,
      retry: (turn, it) => (it.opened ? leave(turn, it) : begin(turn, it)),
    }
  },
})

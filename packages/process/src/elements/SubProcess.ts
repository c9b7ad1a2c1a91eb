/**
 * The embedded sub-process: a scope of its own. Its value is the output of an end event in it, else its own variables.
 *
 * BPMN 2.0.2 §10.3.5, §13.3.4.
 */
import { Schema } from "effect"
import { CodeProblem } from "../CodeProblem.ts"
import { defineElement } from "../Element.ts"
import { VariableName } from "../Graph.ts"
import type { ElementInstance } from "../State.ts"
import { nodeOf, type Turn } from "../Turn.ts"
import { ownView } from "../Variables.ts"
import { activate, begin } from "../verbs/activate.ts"
import { complete } from "../verbs/complete.ts"
import { raiseIncident } from "../verbs/raiseIncident.ts"
import { settle } from "../verbs/settle.ts"
import { store } from "../verbs/store.ts"

export const SubProcess = defineElement({
  type: "SubProcess",
  fields: {
    result: Schema.optionalKey(VariableName),
    saga: Schema.optionalKey(Schema.Boolean),
    /** Variables in it whose values must not appear in texts. */
    redacted: Schema.optionalKey(Schema.Array(VariableName)),
  },
  defaults: { saga: false, redacted: [] },
  prepare: ({ result, saga, redacted }) => {
    const leave = (turn: Turn, it: ElementInstance): void => {
      if (result !== undefined && it.result === undefined) {
        const value = store(turn, ownView(it.variables), it.element, "the variables of the sub-process")
        if (value instanceof CodeProblem) {
          raiseIncident(turn, it, value.fault)
          return
        }
        turn.emit({ type: "OutputSet", scope: it.id, value })
      }
      complete(turn, it, result)
    }
    return {
      shape: { activity: true, scope: true, begins: "token", splits: "all", joins: "each" },
      saga: saga === true,
      result,
      redacted,
      activate: (turn, it) => {
        for (const start of nodeOf(turn, it).starts) activate(turn, start, it)
        settle(turn, it)
      },
      childrenDone: leave,
      retry: (turn, it) => (it.opened ? leave(turn, it) : begin(turn, it)),
    }
  },
})

/**
 * The embedded sub-process: a scope of its own. Its value is the output of an end event in it, else its own variables.
 *
 * BPMN 2.0.2 §10.3.5, §13.3.4.
 */
import { Schema } from "effect"
import { defineElement } from "../Element.ts"
import { VariableName } from "../Graph.ts"
import { nodeOf } from "../Turn.ts"
import { activate, begin } from "../verbs/activate.ts"
import { leaveScope } from "../verbs/leaveScope.ts"
import { settle } from "../verbs/settle.ts"

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
    return {
      shape: { activity: true, scope: true, begins: "token", splits: "all", joins: "each" },
      saga: saga === true,
      result,
      redacted,
      activate: (turn, it) => {
        for (const start of nodeOf(turn, it).starts) activate(turn, start, it)
        settle(turn, it)
      },
      childrenDone: (turn, it) => leaveScope(turn, it, result),
      retry: (turn, it) => (it.opened ? leaveScope(turn, it, result) : begin(turn, it)),
    }
  },
})

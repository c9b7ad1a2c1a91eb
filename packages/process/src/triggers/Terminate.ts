/**
 * Terminate: ends the scope of the end event at once. Everything else in it is cancelled, nothing is compensated, and
 * the scope completes.
 *
 * BPMN 2.0.2 §10.5.5, §13.5.6.
 */
import { defineTrigger, type PreparedThrowTrigger } from "../Trigger.ts"
import { scopeOf } from "../Turn.ts"
import { end } from "../verbs/end.ts"

export const terminateEnd = defineTrigger<Record<never, never>, PreparedThrowTrigger>({
  type: "terminate",
  fields: {},
  prepare: () => ({
    clears: true,
    throw: (turn, it) => {
      const scope = scopeOf(turn, it)
      turn.emit({ type: "ElementCompleted", id: it.id })
      end(turn, scope, { to: "completed" }, "none")
    },
  }),
})

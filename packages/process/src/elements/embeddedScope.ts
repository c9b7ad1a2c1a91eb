/**
 * What sub-processes have in common that stand in the flow: a scope of their own, whose value is the output of an end event
 * in it, else its own variables.
 *
 * BPMN 2.0.2 §10.3.5, §13.3.4.
 */
import { Schema } from "effect"
import type { PreparedElement } from "../Element.ts"
import { VariableName } from "../Graph.ts"
import { nodeOf } from "../Turn.ts"
import { activate, begin } from "../verbs/activate.ts"
import { leaveScope } from "../verbs/leaveScope.ts"

export const scopeFields = {
  /** The variable that takes its value. */
  result: Schema.optionalKey(VariableName),
  /** It rolls back when an error leaves it or it is cancelled. */
  saga: Schema.optionalKey(Schema.Boolean),
  /** Variables in it whose values must not appear in texts. */
  redacted: Schema.optionalKey(Schema.Array(VariableName)),
}

/** Values that mean the same as leaving the field out. Frozen for ever. */
export const scopeDefaults = { saga: false, redacted: [] }

/** A scope that begins with its start event and ends when nothing is left in it. */
export const embeddedScope = ({
  result,
  saga,
  redacted,
}: {
  readonly result?: string
  readonly saga?: boolean
  readonly redacted?: ReadonlyArray<string>
}): Omit<PreparedElement, "shape"> => ({
  saga: saga === true,
  result,
  redacted,
  activate: (turn, it) => {
    for (const start of nodeOf(turn, it).starts) activate(turn, start, it)
  },
  childrenDone: (turn, it) => leaveScope(turn, it, result),
  retry: (turn, it) => (it.opened ? leaveScope(turn, it, result) : begin(turn, it)),
})

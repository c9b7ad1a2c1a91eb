/**
 * The signal: goes to everybody who waits for its name at that moment.
 *
 * BPMN 2.0.2 §10.5.5 (SignalEventDefinition).
 */
import { Schema } from "effect"
import { CodeProblem } from "../CodeProblem.ts"
import { ValueExpression } from "../Graph.ts"
import { defineTrigger, type PreparedThrowTrigger, type PreparedTrigger } from "../Trigger.ts"
import { nextId } from "../Turn.ts"
import { payloadFor } from "../verbs/evaluateFor.ts"
import { subscribe } from "../verbs/subscribe.ts"
import { throwing } from "../verbs/throwing.ts"

const caughtFields = {
  /** The name of the signal. */
  signal: Schema.String,
  /** The name in `Bindings.codecs` that checks the payload. */
  codec: Schema.optionalKey(Schema.String),
}

export const signalCaught = defineTrigger<typeof caughtFields, PreparedTrigger>({
  type: "signal",
  fields: caughtFields,
  prepare: ({ signal: name, codec }, preparation, { stays }) => ({
    plan: () => subscribe({ kind: "signal", name, key: undefined, stays }),
    payloads: [{ what: `the signal '${name}'`, codec: codec === undefined ? undefined : preparation.codec(codec) }],
    starts: [{ kind: "signal", name }],
  }),
})

const throwFields = { signal: Schema.String, payload: Schema.optionalKey(ValueExpression) }

export const signalThrow = defineTrigger<typeof throwFields, PreparedThrowTrigger>({
  type: "signal",
  fields: throwFields,
  prepare: ({ signal: name, ...fields }, preparation) => {
    const evaluator = fields.payload === undefined ? undefined : preparation.value(fields.payload)
    return throwing((turn, it) => {
      const payload = payloadFor(turn, it, evaluator)
      if (payload instanceof CodeProblem) return payload
      return () => turn.emit({ type: "SignalSent", signal: nextId(turn), name, payload })
    })
  },
})

/**
 * The message: goes to one who waits for its name and key.
 *
 * BPMN 2.0.2 §10.5.5 (MessageEventDefinition).
 */
import { Schema } from "effect"
import { CodeProblem } from "../CodeProblem.ts"
import { ValueExpression } from "../Graph.ts"
import { type Evaluator, evaluate, wrongKind } from "../Preparation.ts"
import { defineTrigger, oneWait, type PreparedPayload, type PreparedTrigger } from "../Trigger.ts"
import { nextId } from "../Turn.ts"
import { type Chain, type Input, viewOf } from "../Variables.ts"

const caughtFields = {
  /** The name of the message. */
  message: Schema.String,
  /** Which message of that name: text or a number. */
  key: Schema.optionalKey(ValueExpression),
  /** The name in `Bindings.codecs` that checks the payload. */
  codec: Schema.optionalKey(Schema.String),
}

export const messageCaught = defineTrigger<typeof caughtFields, PreparedTrigger>({
  type: "message",
  fields: caughtFields,
  prepare: ({ message: name, key, codec }, preparation, { element, stays }) => {
    const evaluator = key === undefined ? undefined : preparation.value(key)
    const payload: PreparedPayload = { what: `the message '${name}'`, name, codec: codec === undefined ? undefined : preparation.codec(codec) }
    return {
      plan: (_turn, look) => {
        const key = keyOf(evaluator, look, element)
        if (key instanceof CodeProblem) return key
        return oneWait((turn, owner) =>
          turn.emit({
            type: "SubscriptionOpened",
            subscription: nextId(turn),
            owner,
            kind: "message",
            name,
            ...(key === undefined ? {} : { key }),
            ...(stays === true ? { stays } : {}),
            at: turn.now,
          }),
        )
      },
      payloads: [payload],
      starts: [{ kind: "message", name }],
    }
  },
})

/** The key of a message, or the problem where code gave none. */
export const keyOf = (evaluator: Evaluator | undefined, look: Chain | Input, element: string): string | undefined | CodeProblem => {
  if (evaluator === undefined) return undefined
  const key = evaluate(evaluator, viewOf(look), element)
  if (key instanceof CodeProblem) return key
  if (typeof key === "string" || (typeof key === "number" && Number.isFinite(key))) return String(key)
  return wrongKind(evaluator, element, key, "a key: text or a number")
}

/**
 * The message: goes to one who waits for its name and key, now or within the time it is kept.
 *
 * BPMN 2.0.2 §10.5.5 (MessageEventDefinition).
 */
import { Schema } from "effect"
import { CodeProblem } from "../CodeProblem.ts"
import { ValueExpression } from "../Graph.ts"
import { type Evaluator, evaluate, keyFrom, type Preparation, wrongKind } from "../Preparation.ts"
import type { ElementInstance } from "../State.ts"
import { defineTrigger, type PreparedThrowTrigger, type PreparedTrigger } from "../Trigger.ts"
import { nextId, type Turn, varsOf } from "../Turn.ts"
import { readSpan } from "../time/Duration.ts"
import { viewOf } from "../Variables.ts"
import { payloadFor } from "../verbs/evaluateFor.ts"
import { subscribe } from "../verbs/subscribe.ts"
import { throwing } from "../verbs/throwing.ts"

export const messageCaughtFields = {
  /** The name of the message. */
  message: Schema.String,
  /** Which message of that name: text or a number. Left out: one without a key. */
  key: Schema.optionalKey(ValueExpression),
  /** The name in `Bindings.codecs` that checks the payload. */
  codec: Schema.optionalKey(Schema.String),
}

export const messageCaught = defineTrigger<typeof messageCaughtFields, PreparedTrigger>({
  type: "message",
  fields: messageCaughtFields,
  prepare: (fields, preparation, { element, stays }) => prepareMessageCaught(fields, preparation, element, stays),
})

/** What an element does that waits for a message. */
export const prepareMessageCaught = (
  { message: name, key, codec }: Schema.Struct.Type<typeof messageCaughtFields>,
  preparation: Preparation,
  element: string,
  stays: true | undefined,
): PreparedTrigger => {
  const evaluator = key === undefined ? undefined : preparation.value(key)
  return {
    plan: (turn, look) => {
      const key =
        evaluator === undefined ? undefined : keyOf(evaluator, evaluate(evaluator, viewOf(look), element, { now: turn.now }), element)
      return key instanceof CodeProblem ? key : subscribe({ kind: "message", name, key, stays })
    },
    payloads: [{ what: `the message '${name}'`, codec: codec === undefined ? undefined : preparation.codec(codec) }],
    starts: [{ kind: "message", name }],
    ...(evaluator === undefined ? {} : { keyed: true }),
  }
}

export const messageThrowFields = {
  /** The name of the message. */
  message: Schema.String,
  key: Schema.optionalKey(ValueExpression),
  payload: Schema.optionalKey(ValueExpression),
  /** How long it is kept until somebody waits for it: a duration. */
  ttl: Schema.optionalKey(ValueExpression),
}

export const messageThrow = defineTrigger<typeof messageThrowFields, PreparedThrowTrigger>({
  type: "message",
  fields: messageThrowFields,
  prepare: (fields, preparation) => throwing(prepareMessageThrow(fields, preparation)),
})

/** What an element does that sends a message: all of it is known before it is sent. */
export const prepareMessageThrow = (
  { message: name, ...fields }: Schema.Struct.Type<typeof messageThrowFields>,
  preparation: Preparation,
): ((turn: Turn, it: ElementInstance) => (() => void) | CodeProblem) => {
  const key = fields.key === undefined ? undefined : preparation.value(fields.key)
  const payload = fields.payload === undefined ? undefined : preparation.value(fields.payload)
  const ttl = fields.ttl === undefined ? undefined : preparation.value(fields.ttl)
  return (turn, it) => {
    const vars = varsOf(turn, it)
    const correlation = key === undefined ? undefined : keyOf(key, evaluate(key, vars, it.element, { now: turn.now }), it.element)
    if (correlation instanceof CodeProblem) return correlation
    const kept = ttl === undefined ? undefined : spanOf(ttl, evaluate(ttl, vars, it.element, { now: turn.now }), it.element)
    if (kept instanceof CodeProblem) return kept
    const content = payloadFor(turn, it, payload)
    if (content instanceof CodeProblem) return content
    return () =>
      turn.emit({
        type: "MessageSent",
        message: nextId(turn),
        name,
        ...(correlation === undefined ? {} : { key: correlation }),
        payload: content,
        ...(kept === undefined ? {} : { ttl: kept }),
      })
  }
}

const keyOf = (evaluator: Evaluator, key: unknown, element: string): string | CodeProblem =>
  keyFrom(evaluator, element, key, "a key: text or a number")

const spanOf = (evaluator: Evaluator, raw: unknown, element: string): number | CodeProblem => {
  if (raw instanceof CodeProblem) return raw
  return readSpan(raw) ?? wrongKind(evaluator, element, raw, "a duration such as '2 days' or 'PT48H'")
}

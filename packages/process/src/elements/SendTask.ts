/**
 * The send task: sends a message, or runs a handler that does.
 *
 * BPMN 2.0.2 §10.3.3 (SendTask), §13.3.3.
 */
import { Schema } from "effect"
import { defineActivity } from "../activity/defineActivity.ts"
import { messageThrowFields, prepareMessageThrow } from "../triggers/Message.ts"
import { complete } from "../verbs/complete.ts"
import { throwing } from "../verbs/throwing.ts"
import { checkJob, jobDefaults, jobFields, prepareJob } from "./handlerJob.ts"

const { message, ...sent } = messageThrowFields

export const SendTask = defineActivity({
  type: "SendTask",
  fields: {
    /** The name of the message that it sends. */
    message: Schema.optionalKey(message),
    ...sent,
    /** In place of a message: the name in `Bindings.handlers`. */
    handler: Schema.optionalKey(Schema.String),
    ...jobFields,
  },
  defaults: jobDefaults,
  prepare: (element, preparation) => {
    const { message, handler } = element
    if (handler !== undefined) return prepareJob(handler, element, preparation)
    const { throw: send } = throwing(prepareMessageThrow({ ...element, message: message ?? "" }, preparation))
    return { activate: (turn, it) => send(turn, it, () => complete(turn, it)) }
  },
  check: (element) => {
    const { id, message, handler } = element
    if ((message === undefined) !== (handler === undefined)) return checkJob(element)
    const what = message === undefined ? "neither a message nor a handler" : "a message and a handler"
    return [
      {
        code: "SendAmbiguous",
        severity: "error",
        message: `'${id}' has ${what}.`,
        hint: "Give it either the name of the `message` that it sends, or the `handler` that sends something.",
      },
    ]
  },
})

/**
 * The receive task: waits for a message. With `instantiate`, a message begins the process with it.
 *
 * BPMN 2.0.2 §10.3.3 (ReceiveTask), §13.3.3.
 */
import { Schema } from "effect"
import { defineActivity } from "../activity/defineActivity.ts"
import { VariableName } from "../Graph.ts"
import { messageCaughtFields, prepareMessageCaught } from "../triggers/Message.ts"
import { catching } from "../verbs/catching.ts"

export const ReceiveTask = defineActivity({
  type: "ReceiveTask",
  fields: {
    ...messageCaughtFields,
    /** The variable that takes the payload. */
    result: Schema.optionalKey(VariableName),
    /** A message begins the process with it; nothing leads to it. */
    instantiate: Schema.optionalKey(Schema.Literal(true)),
  },
  prepare: ({ id, result, instantiate, ...fields }, preparation) => {
    const trigger = prepareMessageCaught(fields, preparation, id, undefined)
    return {
      trigger,
      result,
      ...catching(trigger, result),
      ...(instantiate === true ? { shape: { begins: "message" }, starts: trigger.starts } : {}),
    }
  },
})

/**
 * The abstract task: a step that says nothing of how it is done. It is done at once.
 *
 * BPMN 2.0.2 §10.3.3 (Task), §13.3.3.
 */
import { defineActivity } from "../activity/defineActivity.ts"
import { complete } from "../verbs/complete.ts"

export const Task = defineActivity({
  type: "Task",
  fields: {},
  prepare: () => ({ activate: (turn, it) => complete(turn, it) }),
})

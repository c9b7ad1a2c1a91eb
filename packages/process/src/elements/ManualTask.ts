/**
 * The manual task: done by somebody without the help of any engine, so that nothing waits for it here.
 *
 * BPMN 2.0.2 §10.3.3 (ManualTask), §13.3.3.
 */
import { defineActivity } from "../activity/defineActivity.ts"
import { complete } from "../verbs/complete.ts"

export const ManualTask = defineActivity({
  type: "ManualTask",
  fields: {},
  prepare: () => ({ activate: (turn, it) => complete(turn, it) }),
})

/**
 * The start event: where a process or a sub-process begins.
 *
 * BPMN 2.0.2 §10.5.2.
 */
import { defineElement } from "../Element.ts"
import { complete } from "../verbs/complete.ts"

export const StartEvent = defineElement({
  type: "StartEvent",
  fields: {},
  prepare: () => ({
    shape: { begins: "scope", splits: "all", joins: "each" },
    activate: (turn, it) => complete(turn, it),
  }),
})

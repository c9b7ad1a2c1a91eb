/**
 * The intermediate throw event: the flow does something here and goes on when it is done.
 *
 * BPMN 2.0.2 §10.5.4, §13.5.2.
 */
import { Schema } from "effect"
import { defineElement } from "../Element.ts"
import { prepareTrigger, triggerField } from "../Trigger.ts"
import { throwTriggers } from "../triggers/index.ts"
import { complete } from "../verbs/complete.ts"

export const IntermediateThrowEvent = defineElement({
  type: "IntermediateThrowEvent",
  fields: { trigger: Schema.optionalKey(triggerField(throwTriggers)) },
  prepare: ({ id, trigger }, preparation) => {
    const prepared = trigger === undefined ? undefined : prepareTrigger(throwTriggers, trigger, preparation, { element: id })
    return {
      shape: { begins: "token", splits: "all", joins: "each" },
      activate: (turn, it) => (prepared === undefined ? complete(turn, it) : prepared.throw(turn, it, () => complete(turn, it))),
      ...(prepared?.activity === undefined ? {} : { compensates: prepared.activity }),
      ...(prepared?.link === undefined ? {} : { link: { name: prepared.link, thrown: true } }),
      compensated: (turn, it) => complete(turn, it),
    }
  },
})

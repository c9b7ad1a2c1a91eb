/**
 * The start event: where a process or a sub-process begins. With a trigger it begins an event sub-process, or a process
 * that nobody has to start. Where all of several things have to come, the first one begins the process, and the start event
 * waits for the others.
 *
 * BPMN 2.0.2 §10.5.2, §13.5.4 (event sub-processes).
 */
import { Schema } from "effect"
import { outputFields, prepareMappings } from "../activity/mappings.ts"
import { defineElement } from "../Element.ts"
import { VariableName } from "../Graph.ts"
import { prepareTrigger, triggerField } from "../Trigger.ts"
import { elementById, nodeOf } from "../Turn.ts"
import { startTriggers } from "../triggers/index.ts"
import { complete } from "../verbs/complete.ts"
import { goOnListening, listensOn } from "../verbs/goOnListening.ts"
import { handle } from "../verbs/handle.ts"
import { interruptFor } from "../verbs/interruptFor.ts"
import { caughtOf } from "../verbs/listen.ts"
import { takeCaught } from "../verbs/takeCaught.ts"
import { waitForRest } from "../verbs/waitForRest.ts"

export const StartEvent = defineElement({
  type: "StartEvent",
  fields: {
    trigger: Schema.optionalKey(triggerField(startTriggers)),
    /** Of an event sub-process: `false` lets everything else in the scope go on. */
    interrupting: Schema.optionalKey(Schema.Boolean),
    /** The variable that takes what was caught. */
    result: Schema.optionalKey(VariableName),
    ...outputFields,
  },
  defaults: { interrupting: true },
  prepare: ({ id, scope, trigger, interrupting: interrupts, result, ...rest }, preparation) => {
    const interrupting = interrupts !== false
    const place = { element: id, ...(interrupting ? {} : { stays: true as const }) }
    const prepared = trigger === undefined ? undefined : prepareTrigger(startTriggers, trigger, preparation, place)
    return {
      shape: { begins: "scope", splits: "all", joins: "each" },
      ...prepareMappings(rest, preparation),
      ...(prepared === undefined ? {} : { trigger: prepared }),
      interrupting,
      activate: (turn, it) => {
        if (takeCaught(turn, it, prepared, result)) complete(turn, it)
      },
      triggered: (turn, listener, fired) => {
        const scope = elementById(turn, listener.parent)
        const node = nodeOf(turn, listener)
        const caught = caughtOf(fired)
        if (interrupting) return interruptFor(turn, scope, node, "caught" in caught ? caught.caught : {})
        const disarms = listensOn(turn, listener, fired) ? {} : { disarms: listener.id }
        goOnListening(turn, listener, fired)
        handle(turn, scope, node, caught, disarms)
      },
      // In an event sub-process it is not there before all have come.
      ...(prepared?.all === true && scope === undefined ? waitForRest(prepared, result) : {}),
    }
  },
})

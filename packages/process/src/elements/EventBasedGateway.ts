/**
 * The event-based gateway: waits for the events behind it. The first one that comes decides where the flow goes on, and
 * the others are withdrawn. With `instantiate`, one of them begins the process; with `parallel` too, the process then
 * waits for all the others as well.
 *
 * BPMN 2.0.2 §10.6.6, §13.4.4.
 */
import { Schema } from "effect"
import { CodeProblem } from "../CodeProblem.ts"
import type { Node } from "../CompiledProcess.ts"
import { defineElement } from "../Element.ts"
import { chainOf, type ElementInstance } from "../State.ts"
import type { Fired, Plan } from "../Trigger.ts"
import { elementById, nextId, nodeOf, scopeOf, type Turn } from "../Turn.ts"
import { begin } from "../verbs/activate.ts"
import { closeArmed } from "../verbs/closeWaits.ts"
import { caughtOf, listen } from "../verbs/listen.ts"
import { raiseIncident } from "../verbs/raiseIncident.ts"

export const EventBasedGateway = defineElement({
  type: "EventBasedGateway",
  fields: {
    /** The events behind it begin the process; nothing leads to it. */
    instantiate: Schema.optionalKey(Schema.Literal(true)),
    /** All of them have to come, in any order. */
    parallel: Schema.optionalKey(Schema.Literal(true)),
  },
  prepare: ({ instantiate, parallel }) => ({
    shape: {
      begins: instantiate === true ? "message" : "token",
      splits: parallel === true ? "all" : "one",
      joins: "each",
      awaits: parallel === true ? "all" : "one",
    },
    activate: waitForEvents,
    heard: (turn, it, listener, fired) => {
      const event = nodeOf(turn, listener)
      // A parallel one goes on waiting as long as something listens.
      if (parallel === true && it.armed !== undefined && it.armed.length > 1) return follow(turn, scopeOf(turn, it), event, fired, listener)
      const scope = scopeOf(turn, it)
      closeArmed(turn, it)
      turn.emit({ type: "ElementCompleted", id: it.id })
      follow(turn, scope, event, fired)
    },
    ...(instantiate === true ? { instantiate: parallel === true ? beginWaiting : beginAtOnce } : {}),
  }),
})

/** Lets everything behind it listen, but for what came already. */
const waitForEvents = (turn: Turn, it: ElementInstance): void => {
  const came = it.caught?.index
  // All of them are known before the first one listens, so that an incident leaves nothing half done.
  const plans: Array<readonly [Node, Plan]> = []
  for (const [index, { to }] of nodeOf(turn, it).outgoing.entries()) {
    const plan = index === came ? undefined : to.element.trigger?.plan?.(turn, chainOf(turn.state, it))
    if (plan instanceof CodeProblem) {
      raiseIncident(turn, it, plan.fault)
      return
    }
    if (plan !== undefined) plans.push([to, plan])
  }
  for (const [event, plan] of plans) listen(turn, it, event, plan)
}

/** The flow goes on at the event that came. */
const follow = (turn: Turn, scope: ElementInstance, event: Node, fired: Fired, listener?: ElementInstance): void => {
  const id = nextId(turn)
  const disarms = listener === undefined ? {} : { disarms: listener.id }
  turn.emit({ type: "EventTriggered", id, element: event.id, scope: scope.id, caught: {}, ...caughtOf(fired), ...disarms })
  begin(turn, elementById(turn, id))
}

const beginAtOnce = (turn: Turn, scope: ElementInstance, _gateway: Node, event: Node, fired: Fired): void =>
  follow(turn, scope, event, fired)

/** The others are waited for with the variables that this one leaves. */
const beginWaiting = (turn: Turn, scope: ElementInstance, gateway: Node, event: Node, fired: Fired): void => {
  const id = nextId(turn)
  turn.emit({ type: "ElementActivated", id, element: gateway.id, scope: scope.id })
  turn.emit({ type: "EventCaught", id, caught: { index: gateway.outgoing.findIndex(({ to }) => to === event) } })
  follow(turn, scope, event, fired)
  begin(turn, elementById(turn, id))
}

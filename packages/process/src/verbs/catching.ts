/**
 * Catching in the flow: the element waits as its trigger says, takes what comes, and goes on.
 */
import type { PreparedElement } from "../Element.ts"
import type { ElementInstance } from "../State.ts"
import { chainOf } from "../State.ts"
import type { Fired, PreparedTrigger } from "../Trigger.ts"
import type { Turn } from "../Turn.ts"
import { begin } from "./activate.ts"
import { closeArmed } from "./closeWaits.ts"
import { complete } from "./complete.ts"
import { orIncident } from "./evaluateFor.ts"
import { caughtOf, waitFor } from "./listen.ts"
import { takeCaught } from "./takeCaught.ts"

type Catching = Pick<PreparedElement, "activate" | "triggered" | "heard" | "retry">

/** What an element does that waits for a trigger. Where it caught something already, it goes on with that. */
export const catching = (trigger: PreparedTrigger, result: string | undefined): Catching => {
  const take = (turn: Turn, it: ElementInstance): void => {
    if (takeCaught(turn, it, trigger, result)) complete(turn, it)
  }
  const wait = (turn: Turn, it: ElementInstance): void => {
    if (it.caught !== undefined || trigger.plan === undefined) take(turn, it)
    else orIncident(turn, it, trigger.plan(turn, chainOf(turn.state, it)), (plan) => waitFor(turn, it, plan))
  }
  return {
    activate: wait,
    triggered: (turn, it) => take(turn, it),
    heard: (turn, it, _listener, fired: Fired) => {
      closeArmed(turn, it)
      turn.emit({ type: "EventCaught", id: it.id, caught: {}, ...caughtOf(fired) })
      take(turn, it)
    },
    retry: (turn, it) => (it.caught === undefined ? begin(turn, it) : take(turn, it)),
  }
}

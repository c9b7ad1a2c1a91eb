/**
 * A process begins by the first of several triggers that all have to come: its start event waits for the others, as a
 * parallel event-based gateway that begins a process does.
 *
 * BPMN 2.0.2 §10.5.2 (table 10.84, parallel multiple), §10.6.6.
 */
import { readValue, type Value } from "@millrace/kernel"
import { CodeProblem } from "../CodeProblem.ts"
import type { PreparedElement } from "../Element.ts"
import { chainOf, type ElementInstance } from "../State.ts"
import type { PlannedWait, PreparedTrigger } from "../Trigger.ts"
import { nodeOf, type Turn } from "../Turn.ts"
import { closeArmed } from "./closeWaits.ts"
import { complete } from "./complete.ts"
import { orIncident } from "./evaluateFor.ts"
import { caughtOf, listen } from "./listen.ts"
import { setVariable } from "./setVariable.ts"
import { store } from "./store.ts"
import { takeCaught } from "./takeCaught.ts"

/** Which one has come, and the list of what all bring, as far as it has. */
interface First {
  readonly index: number
  readonly brought: Value
  readonly soFar: Value
}

/** What a start event does that begins a process when all of several triggers have come. */
export const waitForRest = (trigger: PreparedTrigger, result: string | undefined): Pick<PreparedElement, "activate" | "heard"> => {
  const take = (turn: Turn, it: ElementInstance): void => {
    if (takeCaught(turn, it, trigger, result)) complete(turn, it)
  }
  const takeAll = (turn: Turn, it: ElementInstance, caught: object): void => {
    turn.emit({ type: "EventCaught", id: it.id, caught: {}, ...caught })
    take(turn, it)
  }
  /** The others are waited for with what this one brought: their keys may be made of it. */
  const wait = (turn: Turn, it: ElementInstance, first: First | undefined): void => {
    if (first !== undefined && result !== undefined) setVariable(turn, it, result, first.soFar)
    orIncident(turn, it, trigger.plan?.(turn, chainOf(turn.state, it)) ?? { waits: [] }, (plan) => {
      if (first !== undefined && plan.waits.length === 1) takeAll(turn, it, { caught: { payload: first.soFar } })
      else
        listen(turn, it, nodeOf(turn, it), { ...plan, waits: plan.waits.map((one, at) => (at === first?.index ? cameBefore(first) : one)) })
    })
  }
  return {
    activate: (turn, it) => {
      // Which one has come stands there until all of them have.
      if (it.caught !== undefined && it.caught.index === undefined) take(turn, it)
      else orIncident(turn, it, firstOf(turn, it, trigger), (first) => wait(turn, it, first))
    },
    heard: (turn, it, _listener, fired) => {
      closeArmed(turn, it)
      takeAll(turn, it, caughtOf(fired))
    },
  }
}

const firstOf = (turn: Turn, { caught, element }: ElementInstance, { payloads = [] }: PreparedTrigger): First | undefined | CodeProblem => {
  const index = caught?.index
  if (index === undefined) return undefined
  // Times and conditions bring nothing, as where they are waited for.
  const brought = payloads[index] === undefined ? null : (caught?.payload ?? null)
  const soFar = store(
    turn,
    payloads.map((_, at) => (at === index ? readValue(brought) : null)),
    element,
    "what came",
  )
  return soFar instanceof CodeProblem ? soFar : { index, brought, soFar }
}

/** What has come listens among the others, and for nothing. */
const cameBefore = ({ brought }: First): PlannedWait => ({
  open: (turn, id) => turn.emit({ type: "EventCaught", id, caught: { payload: brought } }),
})

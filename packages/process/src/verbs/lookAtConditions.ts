/**
 * Conditions that are waited for: looked at when variables have changed that they see.
 */
import { CodeProblem } from "../CodeProblem.ts"
import { evaluate, wrongKind } from "../Preparation.ts"
import { type ElementInstance, isVoid } from "../State.ts"
import { nodeOf, type Turn } from "../Turn.ts"
import { viewOf } from "../Variables.ts"
import { fire, lookOf } from "./listen.ts"
import { raiseIncident } from "./raiseIncident.ts"

/** Conditions that change each other so often are in an endless loop. */
const roundLimit = 1000

/**
 * Looks at the conditions that may have changed; those that have become true are over. What follows from that at once may
 * change others.
 */
export const lookAtConditions = (turn: Turn): void => {
  for (let round = 0; turn.toWatch.size > 0; round++) {
    const owners = [...turn.toWatch]
    turn.toWatch.clear()
    for (const owner of owners) {
      const it = turn.state.elements.get(owner)
      if (it === undefined || it.incident !== 0 || it.caught !== undefined || !turn.state.watching.has(owner)) continue
      if (isVoid(turn.state, it)) continue
      if (round < roundLimit) look(turn, it)
      else stop(turn, it)
    }
  }
}

const stop = (turn: Turn, it: ElementInstance): void =>
  raiseIncident(turn, it, {
    code: "EndlessLoop",
    message: `The condition of '${it.element}' and what follows from it change each other for ever: after ${roundLimit} times it is looked at no more. Mend the loop, or retry the incident to go on.`,
  })

const look = (turn: Turn, it: ElementInstance): void => {
  const condition = nodeOf(turn, it).element.trigger?.conditions?.[it.listens?.index ?? 0]
  if (condition === undefined) return
  const holds = evaluate(condition, viewOf(lookOf(turn, it)), it.element, { now: turn.now })
  if (typeof holds !== "boolean") {
    const problem = holds instanceof CodeProblem ? holds : wrongKind(condition, it.element, holds, "true or false")
    raiseIncident(turn, it, problem.fault)
    return
  }
  if (holds === turn.state.watching.get(it.id)) return
  turn.emit({ type: "ConditionEvaluated", owner: it.id, holds })
  if (holds) fire(turn, it, {})
}

/**
 * Throwing what is thrown at once: all of it is known before anything happens, and the element goes on unless it was
 * ended by what it threw.
 */
import { CodeProblem } from "../CodeProblem.ts"
import { isVoid } from "../State.ts"
import type { PreparedThrowTrigger } from "../Trigger.ts"
import { raiseIncident } from "./raiseIncident.ts"

/** A trigger that is thrown as it was planned. */
export const throwing = (plan: NonNullable<PreparedThrowTrigger["plan"]>): PreparedThrowTrigger => ({
  plan,
  throw: (turn, it, proceed) => {
    const planned = plan(turn, it)
    if (planned instanceof CodeProblem) return raiseIncident(turn, it, planned.fault)
    planned()
    if (turn.state.elements.get(it.id) === it && !isVoid(turn.state, it)) proceed()
  },
})

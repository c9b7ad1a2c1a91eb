/**
 * Ids count up, and each of them names one thing.
 */
import type { Invariant } from "./Invariant.ts"

export const ids: Invariant = function* (_compiled, state) {
  const owners = new Map<number, string>()
  for (const [what, things] of Object.entries({
    "an element instance": state.elements,
    "a job": state.jobs,
    "a timer": state.timers,
    "a user task": state.userTasks,
    "an incident": state.incidents,
  })) {
    for (const id of things.keys()) {
      const other = owners.get(id)
      if (other !== undefined) yield `${id} is the id of ${other} and of ${what}.`
      if (id >= state.nextId) yield `${id} is the id of ${what}, and the next id is ${state.nextId}.`
      owners.set(id, what)
    }
  }
}

/**
 * What has ended owns nothing but its variables and its result, and the status says what the state is.
 */
import { remaining } from "../Agenda.ts"
import { hasChildren } from "../State.ts"
import type { Invariant } from "./Invariant.ts"

export const endings: Invariant = function* (_compiled, state) {
  const { status, root } = state
  if (status === "new") {
    if (root !== undefined || state.elements.size > 0) yield "The instance has not been started, and something in it is at work."
    return
  }
  if (root === undefined) {
    yield `The instance is ${status} and has no process.`
    return
  }
  if (status === "active" || status === "terminating") {
    if (state.elements.get(root.id) !== root) yield `The instance is ${status}, and the process itself is not at work.`
    // Making room for an event sub-process is no end.
    const ending = root.ending !== undefined && root.ending.outcome.to !== "handler"
    if (ending !== (status === "terminating"))
      yield `The instance is ${status}, and the process itself is ${ending ? "" : "not "}being ended.`
    return
  }
  // What was called undoes what it did when its caller asks for it.
  if (state.compensating) {
    if (state.elements.get(root.id) !== root) yield `The instance is ${status} and compensates, and the process itself is not at work.`
    return
  }
  const owned = {
    "element instances": state.elements.size,
    jobs: state.jobs.size,
    timers: state.timers.size,
    "user tasks": state.userTasks.size,
    subscriptions: state.subscriptions.size,
    "conditions that are watched": state.watching.size,
    incidents: state.incidents.size,
    "things to do": remaining(state.agenda).length,
    "scopes to clear": state.clearing.size,
    "called instances": state.children.size,
    locks: state.locks.size,
    "completed activities that could be compensated": (state.called ? 0 : (root.registrations?.length ?? 0)) + (root.undo?.length ?? 0),
  }
  for (const [what, count] of Object.entries(owned))
    if (count > 0) yield `The instance has ended (${status}) and still has ${count} ${what}.`
  if (hasChildren(root) || root.walk !== undefined) yield `The instance has ended (${status}), and something in it is at work.`
}

/**
 * Compensation: one handler after the other, in reverse order of completion.
 *
 * BPMN 2.0.2 §10.7, §13.5.5.
 */
import { type ElementInstance, processInstance, type Registration, type SingleRegistration } from "../State.ts"
import { behaviourOf, elementById, nextId, nodeNamed, nodeOf, type Turn } from "../Turn.ts"
import { begin } from "./activate.ts"
import { goOnEnding } from "./end.ts"

/** Starts to compensate what is complete around `it`, or only `activity`, wherever around it that stands. */
export const startCompensation = (turn: Turn, it: ElementInstance, activity: string | undefined): void => {
  const scope = scopeToCompensate(turn, it, activity)
  turn.emit({ type: "CompensationStarted", owner: it.id, scope: scope.id, ...(activity === undefined ? {} : { activity }) })
}

const scopeToCompensate = (turn: Turn, it: ElementInstance, activity: string | undefined): ElementInstance => {
  const own = elementById(turn, it.parent)
  if (activity === undefined) return aroundHandlers(turn, own)
  const wanted = turn.compiled.nodes.get(activity)?.scope
  for (let scope = own; ; scope = elementById(turn, scope.parent)) {
    if (nodeOf(turn, scope) === wanted) return scope
    if (scope.id === processInstance) return own
  }
}

/**
 * What an event sub-process throws is for the scope that it stands in: it is there to deal with what happens to that. What
 * is complete in itself comes first.
 */
const aroundHandlers = (turn: Turn, own: ElementInstance): ElementInstance => {
  let scope = own
  while (nodeOf(turn, scope).element.shape.begins === "event" && scope.compensates === undefined) {
    if (scope.registrations !== undefined)
      turn.emit({ type: "CompensationRegistered", element: scope.element, scope: scope.parent, group: scope.id })
    scope = elementById(turn, scope.parent)
  }
  return scope
}

/** Begins the next handler of a compensation, or ends it when there is none left. */
export const goOnCompensating = (turn: Turn, owner: ElementInstance): void => {
  const next = nextOf(owner.walk?.todo ?? [])
  if (next !== undefined) {
    const id = nextId(turn)
    const body = next.child === undefined && nodeNamed(turn.compiled, next.handler).wrapper !== undefined ? { body: true as const } : {}
    turn.emit({ type: "CompensationTriggered", id, element: next.handler, owner: owner.id, ...body })
    begin(turn, elementById(turn, id))
    return
  }
  turn.emit({ type: "CompensationEnded", owner: owner.id })
  if (owner.ending === undefined) behaviourOf(turn, owner).compensated?.(turn, owner)
  else goOnEnding(turn, owner)
}

const nextOf = (todo: ReadonlyArray<Registration>): SingleRegistration | undefined => {
  let last = todo.at(-1)
  while (last !== undefined && "items" in last) last = last.items.at(-1)
  return last
}

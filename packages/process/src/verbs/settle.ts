/**
 * Settling: what happens in a scope where nothing is under way any more.
 */
import type { ElementInstance } from "../State.ts"
import { isAtRest } from "../State.ts"
import { behaviourOf, elementById, nextId, type Turn } from "../Turn.ts"
import { nextMerge } from "./merge.ts"
import { raiseIncident } from "./raiseIncident.ts"

/** Completes a scope if nothing is left in it. Tokens that wait in it for others that can never come are an incident. */
export const settle = (turn: Turn, scope: ElementInstance): void => {
  if (scope.ending !== undefined || !isAtRest(scope)) return
  const element = behaviourOf(turn, scope)
  const isAdHoc = element.idles !== undefined
  // Where nothing further begins, nobody waits for it.
  if (scope.arrivals === undefined || scope.arrivals.size === 0 || (isAdHoc && scope.closed)) {
    element.childrenDone?.(turn, scope)
    return
  }
  const merge = nextMerge(turn, scope, false) ?? (isAdHoc ? undefined : nextMerge(turn, scope, true))
  if (merge !== undefined) {
    merge()
    return
  }
  // What is missing can still be asked for.
  if (isAdHoc) return
  for (const [element, flows] of [...scope.arrivals]) {
    const arrived = [...flows.keys()].join("', '")
    const id = nextId(turn)
    turn.emit({ type: "ElementActivated", id, element, scope: scope.id, joins: true })
    raiseIncident(turn, elementById(turn, id), {
      code: "JoinIncomplete",
      message: `'${element}' has tokens from '${arrived}' and waits for its other flows, where none can come any more. Retry the incident to go on without them, and mend the process.`,
    })
  }
}

/**
 * Ending elements before they are done: by a boundary event, an error, a cancellation or a terminate end event.
 *
 * The element is marked as ending first, so that everything in it is void from then on. Then it is cleared, children
 * before parents, in as many commits as it takes. Then what is complete in sagas is undone. Then follows what was
 * the reason to end it.
 */
import type { EndingOutcome, Undo } from "../Event.ts"
import { type ElementInstance, hasChildren, isInVoid, isVoid, processInstance } from "../State.ts"
import { behaviourOf, elementById, isFull, nodeNamed, type Turn } from "../Turn.ts"
import { begin } from "./activate.ts"
import { closeOwn, closeWaits } from "./closeWaits.ts"
import { handle } from "./handle.ts"
import { settle } from "./settle.ts"
import { undoInstance } from "./undoInstance.ts"

/** Ends an element and everything in it. */
export const end = (turn: Turn, it: ElementInstance, outcome: EndingOutcome, undo: Undo): void => {
  closeWaits(turn, it)
  const simple = !hasChildren(it) && it.registrations === undefined && it.undo === undefined
  if (simple && it.id !== processInstance && (outcome.to === "boundary" || outcome.to === "nothing")) {
    turn.emit({ type: "ElementTerminated", id: it.id })
    if (outcome.to === "boundary") begin(turn, elementById(turn, outcome.id))
    return
  }
  turn.emit({ type: "ElementTerminating", id: it.id, outcome, undo: undoIn(turn, it, undo) })
  if (!hasChildren(it)) goOnEnding(turn, it)
}

/** Ends everything in a scope, in which an event sub-process then begins; what is complete in the scope itself stays so. */
export const endForHandler = (turn: Turn, scope: ElementInstance, outcome: EndingOutcome & { readonly to: "handler" }): void => {
  closeOwn(turn, scope)
  turn.emit({ type: "ElementTerminating", id: scope.id, outcome, undo: "sagas" })
  if (!hasChildren(scope)) goOnEnding(turn, scope)
}

/** What is rolled back inside an element, when this is what is rolled back around it. */
const undoIn = (turn: Turn, it: ElementInstance, undo: Undo): Undo =>
  undo === "sagas" && behaviourOf(turn, it).saga === true ? "all" : undo

/** Goes on with an element that is being ended and still has others in it. */
export const goOnClearing = (turn: Turn, it: ElementInstance): void => {
  if (clear(turn, it, it.ending?.undo ?? "none") && !hasChildren(it)) goOnEnding(turn, it)
}

/** Ends what is in an element, innermost first; false when the commit is full before all is done. */
const clear = (turn: Turn, it: ElementInstance, undo: Undo): boolean => {
  for (const id of it.children ?? []) {
    if (isFull(turn)) return false
    const child = elementById(turn, id)
    const within = undoIn(turn, child, undo)
    if (hasChildren(child)) {
      if (!clear(turn, child, within)) return false
      if (hasChildren(child)) {
        // Something in it is being undone and finishes first.
        closeWaits(turn, child)
        turn.emit({ type: "ElementTerminating", id: child.id, outcome: { to: "nothing" }, undo: within })
        continue
      }
    }
    terminate(turn, child, within === "all")
  }
  return true
}

const terminate = (turn: Turn, it: ElementInstance, undo: boolean): void => {
  // An instance that it called is cancelled; where everything is undone, it undoes what it did, and that is waited for.
  const child = undo && it.child !== 0 && it.compensates === undefined ? { child: it.child } : {}
  closeWaits(turn, it)
  turn.emit(undo ? { type: "ElementTerminated", id: it.id, undo, ...child } : { type: "ElementTerminated", id: it.id })
}

/** Undoes what has to be undone in an element that is empty, then lets follow what was the reason to end it. */
export const goOnEnding = (turn: Turn, it: ElementInstance): void => {
  const ending = it.ending
  if (ending === undefined || it.walk !== undefined) return
  if (it.undo !== undefined || (ending.undo === "all" && it.registrations !== undefined)) {
    turn.emit({ type: "CompensationStarted", owner: it.id, scope: it.id })
    return
  }
  if (ending.outcome.to === "handler" && !isInVoid(turn.state, it)) goOnHandling(turn, it, ending.outcome)
  else if (it.id === processInstance) endInstance(turn, it, ending.outcome)
  else endInScope(turn, it, ending.outcome)
}

const goOnHandling = (turn: Turn, it: ElementInstance, { start, caught }: EndingOutcome & { readonly to: "handler" }): void => {
  turn.emit({ type: "ScopeInterrupted", id: it.id })
  handle(turn, it, nodeNamed(turn.compiled, start), caught === undefined ? {} : { caught }, {})
}

const endInstance = (turn: Turn, it: ElementInstance, outcome: EndingOutcome): void => {
  if (outcome.to === "failed") turn.emit({ type: "InstanceFailed", error: outcome.error })
  else if (outcome.to === "cancelled") turn.emit({ type: "InstanceCancelled", reason: outcome.reason })
  else behaviourOf(turn, it).childrenDone?.(turn, it)
  // Its caller has asked for it in the meantime.
  if (turn.state.compensating) undoInstance(turn)
}

const endInScope = (turn: Turn, it: ElementInstance, outcome: EndingOutcome): void => {
  const scope = elementById(turn, it.parent)
  // What undoes something completes, although the scope that it does that for is ending.
  if (outcome.to === "completed" && (it.compensates !== undefined || !isVoid(turn.state, scope))) {
    turn.emit({ type: "ScopeCleared", id: it.id })
    behaviourOf(turn, it).childrenDone?.(turn, it)
    return
  }
  terminate(turn, it, scope.ending?.undo === "all")
  if (isVoid(turn.state, scope)) {
    if (scope.ending !== undefined && !hasChildren(scope)) goOnEnding(turn, scope)
  } else if (outcome.to === "boundary" && turn.state.elements.has(outcome.id)) begin(turn, elementById(turn, outcome.id))
  // Or what was to go on has been ended itself, with a region around it.
  else settle(turn, scope)
}

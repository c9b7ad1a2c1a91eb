/**
 * Boundary events: what listens and what was caught.
 */
import type { BoundaryArmed, BoundaryTriggered } from "../Event.ts"
import { makeElementInstance, type ProcessState } from "../State.ts"
import { addElement, took } from "./tree.ts"

export const boundaryArmed = (state: ProcessState, event: BoundaryArmed): void => {
  took(state, event.id)
  const armed = makeElementInstance(event.id, event.element, event.activity)
  armed.repeat = event.repeat
  state.elements.set(event.id, armed)
  const activity = state.elements.get(event.activity)
  if (activity === undefined) return
  activity.armed ??= []
  activity.armed.push(event.id)
}

export const boundaryTriggered = (state: ProcessState, event: BoundaryTriggered): void => {
  const it = addElement(state, event.id, event.element, event.scope)
  it.error = event.error
  if (event.disarms === undefined) return
  const armed = state.elements.get(event.disarms)
  if (armed === undefined) return
  state.elements.delete(armed.id)
  const activity = state.elements.get(armed.parent)
  if (activity?.armed !== undefined) activity.armed = activity.armed.filter((id) => id !== armed.id)
}

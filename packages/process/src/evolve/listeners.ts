/**
 * What listens beside an element, and what was caught.
 */
import type { EventCaught, EventTriggered, ListenerArmed, ListenerDisarmed } from "../Event.ts"
import { makeElementInstance, type ProcessState } from "../State.ts"
import { unwatch } from "./conditions.ts"
import { addElement, took } from "./tree.ts"

export const listenerArmed = (state: ProcessState, event: ListenerArmed): void => {
  took(state, event.id)
  const listener = makeElementInstance(event.id, event.element, event.owner)
  listener.listens = { index: event.index ?? 0, all: event.all === true }
  listener.repeat = event.repeat
  state.elements.set(event.id, listener)
  const owner = state.elements.get(event.owner)
  if (owner === undefined) return
  owner.armed ??= []
  owner.armed.push(event.id)
}

export const listenerDisarmed = (state: ProcessState, event: ListenerDisarmed): void => disarm(state, event.id)

const disarm = (state: ProcessState, id: number): void => {
  const listener = state.elements.get(id)
  if (listener === undefined) return
  unwatch(state, id)
  state.elements.delete(id)
  const owner = state.elements.get(listener.parent)
  if (owner?.armed !== undefined) owner.armed = owner.armed.filter((other) => other !== id)
}

export const eventCaught = (state: ProcessState, event: EventCaught): void => {
  const it = state.elements.get(event.id)
  if (it === undefined) return
  it.caught = event.caught
  unwatch(state, it.id)
  // What has caught one of several things waits for the others no longer.
  if (it.listens === undefined) for (const id of [...(it.armed ?? [])]) disarm(state, id)
}

export const eventTriggered = (state: ProcessState, event: EventTriggered): void => {
  const it = addElement(state, event.id, event.element, event.scope)
  it.caught = event.caught
  if (state.turns !== undefined) state.turns.set(event.element, (state.turns.get(event.element) ?? 0) + 1)
  if (event.disarms !== undefined) disarm(state, event.disarms)
}

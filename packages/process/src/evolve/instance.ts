/**
 * The instance as a whole: its begin, its end, its commits.
 */
import type * as Kernel from "@millrace/kernel"
import { emptyAgenda } from "../Agenda.ts"
import { makeElementInstance, type ProcessState, processElement, processInstance } from "../State.ts"
import { makeInput } from "../Variables.ts"
import { took } from "./tree.ts"

export const instanceStarted = (state: ProcessState, event: Kernel.InstanceStarted): void => {
  took(state, processInstance)
  state.status = "active"
  state.input = makeInput(event.input)
  state.called = event.called === true
  state.root = makeElementInstance(processInstance, processElement, 0)
  state.elements.set(processInstance, state.root)
  state.start = event.start
  if (event.payload !== undefined) state.root.caught = { payload: event.payload }
}

export const instanceCompleted = (state: ProcessState, event: Kernel.InstanceCompleted): void => {
  close(state, "completed")
  state.output = event.output
}

export const instanceFailed = (state: ProcessState, event: Kernel.InstanceFailed): void => {
  close(state, "failed")
  state.error = event.error
}

export const instanceCancelled = (state: ProcessState): void => close(state, "cancelled")

/** What has ended owns nothing but its variables and its result. */
const close = (state: ProcessState, status: ProcessState["status"]): void => {
  state.status = status
  state.elements.clear()
  state.clearing.clear()
  state.watching.clear()
  state.watchers.clear()
  state.merging.clear()
  state.children.clear()
  state.locks.clear()
  state.turns = undefined
  Object.assign(state.agenda, emptyAgenda())
  if (state.root === undefined) return
  const { variables, registrations } = state.root
  state.root = { ...makeElementInstance(processInstance, processElement, 0), variables }
  // Whoever called it can ask for what is complete in it to be undone.
  if (state.called) state.root.registrations = registrations
  if (state.compensating) state.elements.set(processInstance, state.root)
}

export const instanceCompensationStarted = (state: ProcessState): void => {
  state.compensating = true
  // What is still being ended compensates after that.
  if (state.root !== undefined && state.status !== "active" && state.status !== "terminating")
    state.elements.set(processInstance, state.root)
}

export const instanceCompensated = (state: ProcessState): void => {
  state.compensating = false
  state.elements.clear()
  state.turns = undefined
  if (state.root !== undefined) state.root.registrations = undefined
}

export const continueRequested = (state: ProcessState): void => {
  state.turns ??= new Map()
}

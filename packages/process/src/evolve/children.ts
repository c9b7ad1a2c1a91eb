/**
 * Instances that this one called, and what it compensates because its caller asked for it.
 */
import type * as Kernel from "@millrace/kernel"
import type { ChildInstance, ElementInstance, ProcessState } from "../State.ts"
import { took } from "./tree.ts"

export const childStarted = (state: ProcessState, event: Kernel.ChildStarted): void => {
  took(state, event.child)
  open(state, event.child, { owner: event.owner, process: event.process })
}

export const childCompensationStarted = (state: ProcessState, event: Kernel.ChildCompensationStarted): void =>
  open(state, event.child, { owner: event.owner, compensates: true })

const open = (state: ProcessState, child: number, wait: ChildInstance): void => {
  state.children.set(child, wait)
  const it = state.elements.get(wait.owner)
  if (it !== undefined) it.child = child
}

const closeChild = (state: ProcessState, child: number): ElementInstance | undefined => {
  const wait = state.children.get(child)
  const owner = wait === undefined ? undefined : state.elements.get(wait.owner)
  state.children.delete(child)
  if (owner !== undefined) owner.child = 0
  return owner
}

export const childCompleted = (state: ProcessState, event: Kernel.ChildCompleted): void => {
  state.turns = undefined
  const owner = closeChild(state, event.child)
  if (owner !== undefined) owner.result = event.output
}

export const childFailed = (state: ProcessState, event: Kernel.ChildFailed): void => {
  state.turns = undefined
  closeChild(state, event.child)
}

export const childCancelled = (state: ProcessState, event: Kernel.ChildCancelled): void => {
  closeChild(state, event.child)
}

export const childCompensated = (state: ProcessState, event: Kernel.ChildCompensated): void => {
  state.turns = undefined
  closeChild(state, event.child)
}

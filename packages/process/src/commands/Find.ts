/**
 * Finding what a command is about. What stands in a scope that is being ended is not found any more.
 */
import {
  type ElementInstance,
  type Incident,
  isVoid,
  type Job,
  type ProcessState,
  type Subscription,
  type Timer,
  type UserTask,
} from "../State.ts"

export const findJob = (
  state: ProcessState,
  wanted: { readonly job: number; readonly attempt: number; readonly delivery: number },
): { readonly job: Job; readonly it: ElementInstance } | undefined => {
  const job = state.jobs.get(wanted.job)
  if (job === undefined || job.attempt !== wanted.attempt || job.delivery !== wanted.delivery) return undefined
  const it = live(state, job.owner)
  return it === undefined ? undefined : { job, it }
}

export const findTimer = (state: ProcessState, id: number): { readonly timer: Timer; readonly it: ElementInstance } | undefined => {
  const timer = state.timers.get(id)
  const it = timer === undefined ? undefined : live(state, timer.owner)
  return timer === undefined || it === undefined ? undefined : { timer, it }
}

export const findSubscription = (
  state: ProcessState,
  id: number,
): { readonly subscription: Subscription; readonly it: ElementInstance } | undefined => {
  const subscription = state.subscriptions.get(id)
  const it = subscription === undefined ? undefined : live(state, subscription.owner)
  return subscription === undefined || it === undefined ? undefined : { subscription, it }
}

export const findUserTask = (state: ProcessState, id: number): { readonly task: UserTask; readonly it: ElementInstance } | undefined => {
  const task = state.userTasks.get(id)
  const it = task === undefined ? undefined : live(state, task.owner)
  return task === undefined || it === undefined ? undefined : { task, it }
}

export const findIncident = (
  state: ProcessState,
  id: number,
): { readonly incident: Incident; readonly it: ElementInstance } | undefined => {
  const incident = state.incidents.get(id)
  const it = incident === undefined ? undefined : live(state, incident.owner)
  return incident === undefined || it === undefined ? undefined : { incident, it }
}

/** Who waits for the end of an instance that was called, or for it to undo what it did. */
export const findChild = (state: ProcessState, id: number, compensates: boolean): ElementInstance | undefined => {
  const child = state.children.get(id)
  return child === undefined || (child.compensates === true) !== compensates ? undefined : live(state, child.owner)
}

/** An element instance whose waits still mean something. */
export const live = (state: ProcessState, owner: number): ElementInstance | undefined => {
  const it = state.elements.get(owner)
  return it === undefined || isVoid(state, it) ? undefined : it
}

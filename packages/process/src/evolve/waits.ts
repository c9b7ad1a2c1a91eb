/**
 * Jobs, timers, subscriptions, user tasks and incidents.
 */
import type * as Kernel from "@millrace/kernel"
import type { ElementInstance, ProcessState } from "../State.ts"
import { took } from "./tree.ts"

const ownerOf = (state: ProcessState, wait: { readonly owner: number } | undefined): ElementInstance | undefined =>
  wait === undefined ? undefined : state.elements.get(wait.owner)

export const jobCreated = (state: ProcessState, event: Kernel.JobCreated): void => {
  took(state, event.job)
  const owner = state.elements.get(event.owner)
  // A later job of the same element does the same work.
  const work = owner === undefined || owner.work === 0 ? event.job : owner.work
  state.jobs.set(event.job, { owner: event.owner, work, attempt: 1, delivery: 1, due: undefined })
  if (owner === undefined) return
  owner.job = event.job
  owner.work = work
}

const closeJob = (state: ProcessState, job: number): ElementInstance | undefined => {
  const owner = ownerOf(state, state.jobs.get(job))
  state.jobs.delete(job)
  if (owner !== undefined) owner.job = 0
  return owner
}

export const jobCompleted = (state: ProcessState, event: Kernel.JobCompleted): void => {
  state.turns = undefined
  const owner = closeJob(state, event.job)
  if (owner === undefined) return
  owner.result = event.result
  owner.progress = undefined
}

export const jobFailed = (state: ProcessState, event: Kernel.JobFailed): void => {
  state.turns = undefined
  closeJob(state, event.job)
}

export const jobCancelled = (state: ProcessState, event: Kernel.JobCancelled): void => {
  closeJob(state, event.job)
}

export const jobRetryScheduled = (state: ProcessState, event: Kernel.JobRetryScheduled): void => {
  const job = state.jobs.get(event.job)
  if (job === undefined) return
  job.attempt = event.attempt
  job.delivery = 1
  job.due = event.due
}

export const jobRedelivered = (state: ProcessState, event: Kernel.JobRedelivered): void => {
  const job = state.jobs.get(event.job)
  if (job !== undefined) job.delivery = event.delivery
}

/** Kept with the element, so that a job which follows an incident sees it too. */
export const jobProgressed = (state: ProcessState, event: Kernel.JobProgressed): void => {
  const owner = ownerOf(state, state.jobs.get(event.job))
  if (owner !== undefined) owner.progress = event.progress
}

export const timerScheduled = (state: ProcessState, event: Kernel.TimerScheduled): void => {
  took(state, event.timer)
  state.timers.set(event.timer, { owner: event.owner, due: event.due })
  const owner = state.elements.get(event.owner)
  if (owner !== undefined) owner.timer = event.timer
}

const closeTimer = (state: ProcessState, timer: number): ElementInstance | undefined => {
  const owner = ownerOf(state, state.timers.get(timer))
  state.timers.delete(timer)
  if (owner !== undefined) owner.timer = 0
  return owner
}

export const timerFired = (state: ProcessState, event: Kernel.TimerFired): void => {
  state.turns = undefined
  const owner = closeTimer(state, event.timer)
  const left = owner?.repeat?.left
  if (owner?.repeat !== undefined && left !== undefined) owner.repeat = { ...owner.repeat, left: left - 1 }
}

export const timerCancelled = (state: ProcessState, event: Kernel.TimerCancelled): void => {
  closeTimer(state, event.timer)
}

export const subscriptionOpened = (state: ProcessState, event: Kernel.SubscriptionOpened): void => {
  took(state, event.subscription)
  const { owner, kind, name, key, stays } = event
  state.subscriptions.set(event.subscription, { owner, kind, name, key, stays: stays === true })
  const it = state.elements.get(owner)
  if (it !== undefined) it.subscription = event.subscription
}

const closeSubscription = (state: ProcessState, subscription: number): void => {
  const owner = ownerOf(state, state.subscriptions.get(subscription))
  state.subscriptions.delete(subscription)
  if (owner !== undefined) owner.subscription = 0
}

export const subscriptionClosed = (state: ProcessState, event: Kernel.SubscriptionClosed): void =>
  closeSubscription(state, event.subscription)

export const messageReceived = (state: ProcessState, event: Kernel.MessageReceived): void => {
  state.turns = undefined
  const subscription = state.subscriptions.get(event.subscription)
  const owner = ownerOf(state, subscription)
  if (subscription?.stays !== true) closeSubscription(state, event.subscription)
  // What a listener caught goes to what it listens for.
  if (owner !== undefined && owner.listens === undefined) owner.caught = { payload: event.payload }
}

export const escalationReceived = (state: ProcessState): void => {
  state.turns = undefined
}

/** Ids are taken; what was sent is the engine's. */
export const messageSent = (state: ProcessState, event: Kernel.MessageSent): void => took(state, event.message)
export const signalSent = (state: ProcessState, event: Kernel.SignalSent): void => took(state, event.signal)

export const userTaskCreated = (state: ProcessState, event: Kernel.UserTaskCreated): void => {
  took(state, event.task)
  const { owner, assignee, groups, excluded, due } = event
  state.userTasks.set(event.task, { owner, assignee, groups, excluded, due })
  const it = state.elements.get(owner)
  if (it !== undefined) it.task = event.task
}

export const userTaskAssigned = (state: ProcessState, event: Kernel.UserTaskAssigned): void => {
  const task = state.userTasks.get(event.task)
  if (task !== undefined) task.assignee = event.assignee
}

export const userTaskDueChanged = (state: ProcessState, event: Kernel.UserTaskDueChanged): void => {
  const task = state.userTasks.get(event.task)
  if (task !== undefined) task.due = event.due
}

const closeUserTask = (state: ProcessState, task: number): void => {
  const owner = ownerOf(state, state.userTasks.get(task))
  state.userTasks.delete(task)
  if (owner !== undefined) owner.task = 0
}

export const userTaskCompleted = (state: ProcessState, event: Kernel.UserTaskCompleted): void => {
  state.turns = undefined
  closeUserTask(state, event.task)
}

export const userTaskCancelled = (state: ProcessState, event: Kernel.UserTaskCancelled): void => closeUserTask(state, event.task)

export const incidentRaised = (state: ProcessState, event: Kernel.IncidentRaised): void => {
  took(state, event.incident)
  state.incidents.set(event.incident, { owner: event.owner, fault: event.fault })
  const owner = state.elements.get(event.owner)
  if (owner !== undefined) owner.incident = event.incident
}

export const incidentResolved = (state: ProcessState, event: Kernel.IncidentResolved): void => {
  state.turns = undefined
  const owner = ownerOf(state, state.incidents.get(event.incident))
  state.incidents.delete(event.incident)
  if (owner !== undefined) owner.incident = 0
}

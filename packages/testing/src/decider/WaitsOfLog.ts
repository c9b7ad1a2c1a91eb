/**
 * What an instance waits for, told from the events of its log alone.
 */
import type { AnyEvent, WorldEvent } from "@millrace/kernel"

export interface OpenTask {
  readonly assignee: string | undefined
  readonly due: number | undefined
}

export class WaitsOfLog {
  readonly jobs = new Map<number, undefined>()
  /** With the time when they are due. */
  readonly timers = new Map<number, number>()
  readonly userTasks = new Map<number, OpenTask>()
  /** With whether they stay when something came. */
  readonly subscriptions = new Map<number, boolean>()
  readonly children = new Map<number, "called" | "compensated">()
  readonly incidents = new Map<number, undefined>()

  /** Takes the next event; says what is wrong with it. */
  follow(any: AnyEvent): ReadonlyArray<string> {
    const event = any as WorldEvent
    switch (event.type) {
      case "JobCreated":
        return add(this.jobs, event.job, undefined, event)
      case "JobCompleted":
      case "JobFailed":
      case "JobCancelled":
        return close(this.jobs, event.job, event)
      case "JobRetryScheduled":
      case "JobRedelivered":
      case "JobProgressed":
        return this.jobs.has(event.job) ? [] : [`${event.type} of ${event.job}, which is not open.`]
      case "TimerScheduled":
        return add(this.timers, event.timer, event.due, event)
      case "TimerFired":
      case "TimerCancelled":
        return close(this.timers, event.timer, event)
      case "UserTaskCreated":
        return add(this.userTasks, event.task, { assignee: event.assignee, due: event.due }, event)
      case "UserTaskAssigned":
        return change(this.userTasks, event.task, { assignee: event.assignee }, event)
      case "UserTaskDueChanged":
        return change(this.userTasks, event.task, { due: event.due }, event)
      case "UserTaskCompleted":
      case "UserTaskCancelled":
        return close(this.userTasks, event.task, event)
      case "SubscriptionOpened":
        return add(this.subscriptions, event.subscription, event.stays === true, event)
      case "MessageReceived":
        return this.subscriptions.get(event.subscription) === true ? [] : close(this.subscriptions, event.subscription, event)
      case "SubscriptionClosed":
        return close(this.subscriptions, event.subscription, event)
      case "ChildStarted":
        return add(this.children, event.child, "called", event)
      case "ChildCompensationStarted":
        return add(this.children, event.child, "compensated", event)
      case "ChildCompleted":
      case "ChildFailed":
      case "ChildCancelled":
      case "ChildCompensated":
        return close(this.children, event.child, event)
      case "IncidentRaised":
        return add(this.incidents, event.incident, undefined, event)
      case "IncidentResolved":
        return close(this.incidents, event.incident, event)
      default:
        return []
    }
  }

  /** How many waits are open. */
  get size(): number {
    return this.jobs.size + this.timers.size + this.userTasks.size + this.subscriptions.size + this.children.size + this.incidents.size
  }
}

const add = <T>(open: Map<number, T>, id: number, about: T, { type }: AnyEvent): ReadonlyArray<string> => {
  const flaws = open.has(id) ? [`${type} of ${id}, which is open already.`] : []
  open.set(id, about)
  return flaws
}

const close = (open: Map<number, unknown>, id: number, { type }: AnyEvent): ReadonlyArray<string> =>
  open.delete(id) ? [] : [`${type} of ${id}, which is not open.`]

const change = (open: Map<number, OpenTask>, id: number, by: Partial<OpenTask>, { type }: AnyEvent): ReadonlyArray<string> => {
  const task = open.get(id)
  if (task === undefined) return [`${type} of ${id}, which is not open.`]
  open.set(id, { ...task, ...by })
  return []
}

/**
 * What each event of the world's vocabulary asks for: rows to write in its commit, and work to do after it.
 */
import { readValue, type Value, type WorldEvent } from "@millrace/kernel"
import { carryOutMail, tellEnd } from "../mail/carryOutMail.ts"
import type { Hot } from "./Hot.ts"
import type { PendingCommit } from "./PendingCommit.ts"

/** What the engine decides by itself: where a job goes. */
export interface Surroundings {
  readonly engine: number
  /** It does no work itself: jobs are left to other engines. */
  readonly client: boolean
  /** Keeps room for a job of this handler in memory; where there is none, the job becomes a row. */
  readonly admits: (handler: string) => boolean
  /** Keeps room whatever there is. */
  readonly holds: (handler: string) => void
  /** Gives back the room of a job that was closed before it was handed out. */
  readonly releases: (handler: string) => void
  /** For how many milliseconds messages are kept that do not say. */
  readonly messageTtl: number
}

export type CarryOut = {
  readonly [T in WorldEvent["type"]]: (
    event: Extract<WorldEvent, { readonly type: T }>,
    hot: Hot,
    commit: PendingCommit,
    around: Surroundings,
  ) => void
}

const textOf = (value: Value): string => JSON.stringify(readValue(value))

/** Hands a job out directly, or through a row where another engine does the instance's direct jobs or memory is full. */
const handOut = (job: number, hot: Hot, commit: PendingCommit, around: Surroundings): void => {
  const description = hot.model.decider.describeJob(hot.model.compiled, hot.state, job)
  // It was closed again in the same decision.
  if (description === undefined) return
  // An earlier delivery that was decided in the same commit gives its room back.
  const earlier = commit.dispatches.get(job)
  if (earlier !== undefined) {
    commit.dispatches.delete(job)
    around.releases(earlier.handler)
  }
  const mine = hot.owner === null || hot.owner === around.engine
  const { handler } = description
  if (around.client || hot.model.absent !== undefined) leave(job, handler, commit.at, hot, commit)
  else if (hot.rowJobs.has(job)) {
    around.holds(handler)
    commit.dispatches.set(job, description)
    // Whoever had taken it, it is ours from now on.
    keepRow(job, handler, commit.at, around.engine, hot, commit)
  } else if (!around.admits(handler)) leave(job, handler, commit.at, hot, commit)
  else {
    commit.dispatches.set(job, description)
    if (mine) hot.directJobs.set(job, true)
    else keepRow(job, handler, commit.at, around.engine, hot, commit)
  }
}

/** Whoever has a place for the job takes it. */
const leave = (job: number, handler: string, due: number, hot: Hot, commit: PendingCommit): void => {
  keepRow(job, handler, due, null, hot, commit)
  commit.leavesWork = true
}

const keepRow = (job: number, handler: string, due: number, owner: number | null, hot: Hot, commit: PendingCommit): void => {
  hot.directJobs.delete(job)
  hot.rowJobs.set(job, owner === null ? "free" : "taken")
  commit.jobs.insert({ key: hot.key, id: job, handler, due, owner })
}

const closeJob = (job: number, hot: Hot, commit: PendingCommit, around: Surroundings): void => {
  const dispatch = commit.dispatches.get(job)
  if (dispatch !== undefined) {
    commit.dispatches.delete(job)
    around.releases(dispatch.handler)
  }
  hot.directJobs.delete(job)
  if (hot.rowJobs.delete(job)) commit.jobs.delete(job)
}

/** The engine's half of the vocabulary. A decider's own events have no entry here. */
export const carryOut: CarryOut = {
  InstanceStarted: () => {},
  InstanceCompleted: (event, hot, commit) => {
    commit.ending = { status: "completed", result: textOf(event.output) }
    tellEnd(hot, commit)
  },
  InstanceFailed: (event, hot, commit) => {
    const { code, message, value } = event.error
    commit.ending = { status: "failed", result: JSON.stringify({ code, message, value: readValue(value) }) }
    tellEnd(hot, commit)
  },
  InstanceCancelled: (event, hot, commit) => {
    commit.ending = { status: "cancelled", result: JSON.stringify(event.reason) }
    tellEnd(hot, commit)
  },
  JobCreated: (event, hot, commit, around) => handOut(event.job, hot, commit, around),
  JobRedelivered: (event, hot, commit, around) => handOut(event.job, hot, commit, around),
  // Whoever runs the job goes on; the next one to run it is told.
  JobProgressed: () => {},
  JobCompleted: (event, hot, commit, around) => closeJob(event.job, hot, commit, around),
  JobFailed: (event, hot, commit, around) => closeJob(event.job, hot, commit, around),
  JobCancelled: (event, hot, commit, around) => {
    // An engine has taken it: this one, or another.
    if (hot.rowJobs.get(event.job) === "taken") commit.concernsOthers = true
    closeJob(event.job, hot, commit, around)
    commit.cancelJob(event.job)
  },
  JobRetryScheduled: (event, hot, commit) => {
    const description = hot.model.decider.describeJob(hot.model.compiled, hot.state, event.job)
    if (description === undefined) return
    keepRow(event.job, description.handler, event.due, null, hot, commit)
  },
  TimerScheduled: (event, hot, commit) => commit.timers.insert({ key: hot.key, id: event.timer, due: event.due }),
  TimerFired: (event, _hot, commit) => commit.timers.delete(event.timer),
  TimerCancelled: (event, _hot, commit) => commit.timers.delete(event.timer),
  UserTaskCreated: (event, hot, commit) => {
    const { decider, compiled, row } = hot.model
    const description = decider.describeUserTask(compiled, hot.state, event.task)
    if (description === undefined) return
    commit.userTasks.insert({
      key: hot.key,
      id: event.task,
      instance: hot.id,
      process: row.id,
      businessKey: hot.businessKey,
      element: description.element,
      name: description.name,
      assignee: event.assignee ?? null,
      groups: event.groups ?? [],
      excluded: event.excluded ?? [],
      due: event.due ?? null,
      createdAt: event.at,
    })
  },
  UserTaskAssigned: (event, hot, commit) => changeUserTask(event.task, hot, commit),
  UserTaskDueChanged: (event, hot, commit) => changeUserTask(event.task, hot, commit),
  UserTaskCompleted: (event, _hot, commit) => closeUserTask(event.task, commit),
  UserTaskCancelled: (event, _hot, commit) => closeUserTask(event.task, commit),
  IncidentRaised: (event, hot, commit) => {
    const { decider, compiled, row } = hot.model
    commit.incidents.insert({
      key: hot.key,
      id: event.incident,
      instance: hot.id,
      process: row.id,
      element: decider.elementOf(compiled, hot.state, event.owner),
      code: event.fault.code,
      message: event.fault.message,
      createdAt: event.at,
    })
  },
  IncidentResolved: (event, _hot, commit) => commit.incidents.delete(event.incident),
  ContinueRequested: (_event, hot) => {
    hot.continuing = true
  },
  ...carryOutMail,
}

const changeUserTask = (task: number, hot: Hot, commit: PendingCommit): void => {
  const description = hot.model.decider.describeUserTask(hot.model.compiled, hot.state, task)
  if (description === undefined) return
  const assignee = description.assignee ?? null
  const due = description.due ?? null
  const created = commit.userTasks.get(task)
  if (created === undefined) commit.userTaskChanges.set(task, { key: hot.key, id: task, assignee, due })
  else commit.userTasks.insert({ ...created, assignee, due })
}

const closeUserTask = (task: number, commit: PendingCommit): void => {
  commit.userTaskChanges.delete(task)
  commit.userTasks.delete(task)
}

/**
 * Commands about jobs.
 */
import { type CompleteJob, type FailJob, type RedeliverJob, type Rejection, type ReportJobProgress, reject } from "@millrace/kernel"
import { behaviourOf, type Turn } from "../Turn.ts"
import { failWithError, failWithFault, giveUp } from "../verbs/failJob.ts"
import { findJob } from "./Find.ts"

/** An attempt is handed out so many times before people have to look at it. */
export const deliveriesPerAttempt = 5

type About = { readonly job: number; readonly attempt: number; readonly delivery: number }

const notFound = (turn: Turn, { job, attempt, delivery }: About): Rejection =>
  reject(
    "JobNotFound",
    `Instance '${turn.instance}' does not wait for job ${job}, attempt ${attempt}, delivery ${delivery}: it was completed, cancelled or replaced. Its result is dropped.`,
  )

export const completeJob = (turn: Turn, command: CompleteJob): Rejection | undefined => {
  const found = findJob(turn.state, command)
  if (found === undefined) return notFound(turn, command)
  turn.emit({ type: "JobCompleted", job: command.job, result: command.result })
  behaviourOf(turn, found.it).jobCompleted?.(turn, found.it)
  return undefined
}

export const failJob = (turn: Turn, command: FailJob): Rejection | undefined => {
  const found = findJob(turn.state, command)
  if (found === undefined) return notFound(turn, command)
  if ("error" in command.failure) failWithError(turn, found.it, found.job, command.failure.error)
  else failWithFault(turn, found.it, found.job, command.failure.fault)
  return undefined
}

export const reportJobProgress = (turn: Turn, command: ReportJobProgress): Rejection | undefined => {
  if (findJob(turn.state, command) === undefined) return notFound(turn, command)
  turn.emit({ type: "JobProgressed", job: command.job, progress: command.progress })
  return undefined
}

export const redeliverJob = (turn: Turn, command: RedeliverJob): Rejection | undefined => {
  const found = findJob(turn.state, command)
  if (found === undefined) return notFound(turn, command)
  if (command.delivery < deliveriesPerAttempt) {
    turn.emit({ type: "JobRedelivered", job: command.job, delivery: command.delivery + 1 })
    return undefined
  }
  giveUp(turn, found.it, {
    code: "JobDeliveriesExhausted",
    message: `The engine stopped ${deliveriesPerAttempt} times while the handler of '${found.it.element}' was running. Find out whether the handler ends the engine, then retry the incident.`,
  })
  return undefined
}

/**
 * What follows when a handler fails: another attempt, a typed error on its way out, or an incident.
 */
import type { ErrorValue, Fault } from "@millrace/kernel"
import { defaultRetry, retryDelay } from "@millrace/kernel"
import { type ElementInstance, isUndoing, type Job } from "../State.ts"
import { behaviourOf, type Turn } from "../Turn.ts"
import { raiseIncident } from "./raiseIncident.ts"
import { throwError } from "./throwError.ts"

/** Only what may go well the next time is tried again by itself. */
const passing: ReadonlySet<Fault["code"]> = new Set(["HandlerFailed", "HandlerTimedOut", "HandlerSilent"])

/** A run of a handler failed with a typed error: a result, unless the policy says to try again. */
export const failWithError = (turn: Turn, it: ElementInstance, job: Job, error: ErrorValue): void => {
  const policy = policyOf(turn, it)
  const fault: Fault = { code: "HandlerFailed", name: error.code, message: `${error.code}: ${error.message}` }
  if (policy.retryErrors?.includes(error.code) === true && retry(turn, it, job, fault)) return
  if (isUndoing(turn.state, it)) {
    // What is being undone has no place around it where an error could go.
    giveUp(turn, it, fault)
    return
  }
  turn.emit({ type: "JobFailed", job: it.job, error })
  throwError(turn, it, error)
}

/** A run of a handler failed for another reason: tried again by the policy, then an incident. */
export const failWithFault = (turn: Turn, it: ElementInstance, job: Job, fault: Fault): void => {
  const final = !passing.has(fault.code) || (fault.name !== undefined && policyOf(turn, it).nonRetryable?.includes(fault.name) === true)
  if (final || !retry(turn, it, job, fault)) giveUp(turn, it, fault)
}

/** Leaves the job to people. */
export const giveUp = (turn: Turn, it: ElementInstance, fault: Fault): void => {
  turn.emit({ type: "JobFailed", job: it.job, fault })
  raiseIncident(turn, it, fault)
}

const retry = (turn: Turn, it: ElementInstance, job: Job, fault: Fault): boolean => {
  const policy = policyOf(turn, it)
  if (job.attempt >= policy.attempts) return false
  const due = turn.now + retryDelay(policy, job.attempt, `${turn.instance}/${job.work}`)
  turn.emit({ type: "JobRetryScheduled", job: it.job, attempt: job.attempt + 1, due, fault })
  return true
}

const policyOf = (turn: Turn, it: ElementInstance) => behaviourOf(turn, it).job?.retry ?? defaultRetry

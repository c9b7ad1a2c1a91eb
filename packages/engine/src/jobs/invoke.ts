/**
 * Calls a handler and gives what came of it: at once where it returned a plain value, else later.
 */
import { encodeText, type FaultCode, type Handler, hostileIn, Unstorable } from "@millrace/kernel"
import { Effect, Exit } from "effect"
import { messageOf } from "../messageOf.ts"
import type { Runtime } from "../Runtime.ts"
import { jobScrubber } from "../redaction.ts"
import { provideStep, runInside, runOutside } from "../transactions/insideTransaction.ts"
import { failureOfCause, failureOfThrown, faultOf, type JobFailure } from "./failureOf.ts"
import type { Reports } from "./Pulse.ts"
import { HandlerCall, type RunningJob } from "./RunningJob.ts"

/** JSON text of a result, or a failure. */
export type Outcome = { readonly text: string } | JobFailure

/** Gives the outcome, or undefined when it comes later through `later`. */
export const invoke = (
  job: RunningJob,
  handler: Handler,
  runtime: Runtime,
  reports: Reports,
  later: (outcome: Outcome) => void,
): Outcome | undefined => {
  const { maxLength } = reports
  try {
    const call = () => handler(new HandlerCall(job, reports))
    const returned: unknown = job.transaction === undefined ? runOutside(call) : runInside(job.transaction.step, call)
    if (Effect.isEffect(returned)) {
      const effect = returned as Effect.Effect<unknown, unknown>
      const { transaction } = job
      job.interrupt = runtime.run(transaction === undefined ? effect : provideStep(transaction.step, effect), (exit) => {
        later(Exit.isSuccess(exit) ? resultOf(job, exit.value, maxLength) : failureOfCause(exit.cause, maxLength))
      })
      return undefined
    }
    if (!isThenable(returned)) return resultOf(job, returned, maxLength)
    // What is thenable may answer twice, at once or by throwing; a promise of our own answers once, later.
    Promise.resolve(returned).then(
      (value) => later(resultOf(job, value, maxLength)),
      (thrown) => later(failureOfThrown(thrown, maxLength)),
    )
    return undefined
  } catch (thrown) {
    // Also where looking at what came back throws, as getters and proxies may.
    return failureOfThrown(thrown, maxLength)
  }
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === "object" && value !== null && "then" in value && typeof value.then === "function"

const effectInPromise = new Unstorable("it is an Effect inside a Promise: return the Effect itself")

/** The JSON text of a result, by the codec of the step where it has one. */
const resultOf = (job: RunningJob, value: unknown, maxLength: number): Outcome => {
  const { bindings, description } = job.order
  const codec = bindings.codecs.get(description.handler)
  let encoded = value
  const notStorable = (what: string, code: FaultCode = "ResultNotStorable") =>
    faultOf(code, jobScrubber(description, value)(`the result of ${description.element} ${what}`))
  if (codec !== undefined) {
    try {
      // The schema might let it pass, or drop it without a word.
      const hostile = hostileIn(value)
      if (hostile !== undefined) return notStorable(`cannot be stored: ${hostile}`)
      encoded = codec.encode(value)
    } catch (cause) {
      return notStorable(`does not fit the step's schema: ${messageOf(cause)}`)
    }
  }
  const text = Effect.isEffect(value) ? effectInPromise : encodeText(encoded, maxLength)
  return typeof text === "string" ? { text } : notStorable(`cannot be stored: ${text.reason}`, text.code)
}

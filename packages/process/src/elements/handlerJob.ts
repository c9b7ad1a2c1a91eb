/**
 * What tasks have in common that run a handler: its job, how it is tried again, and the variable that takes its result.
 */
import { defaultRetry, type RetryPolicy } from "@millrace/kernel"
import { Schema } from "effect"
import type { ElementProblem, PreparedElement } from "../Element.ts"
import { VariableName } from "../Graph.ts"
import type { Preparation } from "../Preparation.ts"
import { complete } from "../verbs/complete.ts"
import { createJob } from "../verbs/createJob.ts"

const Retry = Schema.Struct({
  attempts: Schema.optionalKey(Schema.Int.check(Schema.isGreaterThanOrEqualTo(1))),
  delay: Schema.optionalKey(Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0))),
  factor: Schema.optionalKey(Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0))),
  maxDelay: Schema.optionalKey(Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0))),
  jitter: Schema.optionalKey(Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 }))),
  retryErrors: Schema.optionalKey(Schema.Array(Schema.String)),
  nonRetryable: Schema.optionalKey(Schema.Array(Schema.String)),
})

export const jobFields = {
  /** The variable that takes the result. */
  result: Schema.optionalKey(VariableName),
  retry: Schema.optionalKey(Retry),
  /** Milliseconds for one attempt, 0 for ever. */
  timeout: Schema.optionalKey(Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0))),
  /** Milliseconds for which a handler may be silent: it has to call `heartbeat` more often than that. */
  heartbeat: Schema.optionalKey(Schema.Finite.check(Schema.isGreaterThan(0))),
  /** The handler's work on the store's database and the commit that records its result are one transaction. */
  transactional: Schema.optionalKey(Schema.Boolean),
  /** At most so many jobs of this handler at once, per engine. */
  concurrency: Schema.optionalKey(Schema.Int.check(Schema.isGreaterThanOrEqualTo(1))),
}

/** Values that mean the same as leaving the field out. Frozen for ever. */
export const jobDefaults = { transactional: false }

type JobFields = Schema.Struct.Type<typeof jobFields>

/** Runs the handler as a job, and completes with its result. */
export const prepareJob = (
  handler: string,
  { result, retry, timeout, heartbeat, transactional, concurrency }: JobFields,
  preparation: Preparation,
): Pick<PreparedElement, "job" | "result" | "activate" | "jobCompleted"> => {
  preparation.handler(handler)
  const policy: RetryPolicy = { ...defaultRetry, ...retry }
  return {
    job: {
      handler,
      retry: policy,
      ...(timeout === undefined ? {} : { timeout }),
      // A handler that says again and again that it is alive may take as long as it likes.
      ...(heartbeat === undefined ? {} : { heartbeat, timeout: timeout ?? 0 }),
      ...(transactional === true ? { transactional } : {}),
      ...(concurrency === undefined ? {} : { concurrency }),
    },
    result,
    activate: createJob,
    jobCompleted: (turn, it) => complete(turn, it, result),
  }
}

/** What can be wrong with how a handler runs. */
export const checkJob = ({ id, heartbeat, transactional }: JobFields & { readonly id: string }): ReadonlyArray<ElementProblem> =>
  heartbeat === undefined || transactional !== true
    ? []
    : [
        {
          code: "HeartbeatInTransaction",
          severity: "error",
          message: `'${id}' is transactional and has a heartbeat.`,
          hint: "A transaction is short and reports nothing while it is open: leave one of them out, or do the long work in a step before it.",
        },
      ]

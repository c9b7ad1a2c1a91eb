/**
 * What elements that run a handler say about their jobs.
 */
import { Duration } from "effect"
import type { TaskSpec } from "../recipe/Item.ts"
import type { Site } from "./Site.ts"

/** `timeout`, `heartbeat`, `retry`, `concurrency` and `transactional`, as far as they are given. */
export const jobFields = (site: Site, id: string, spec: TaskSpec): { readonly [field: string]: unknown } => {
  const timeout = spec.timeout === undefined ? undefined : milliseconds(site, id, "timeout", spec.timeout)
  const heartbeat = spec.heartbeat === undefined ? undefined : milliseconds(site, id, "heartbeat", spec.heartbeat)
  if (spec.retry !== undefined) checkRetry(site, id, spec.retry)
  return {
    ...(spec.retry === undefined ? {} : { retry: { ...spec.retry } }),
    ...(timeout === undefined ? {} : { timeout }),
    ...(heartbeat === undefined ? {} : { heartbeat }),
    ...(spec.transactional === true ? { transactional: true } : {}),
    ...(spec.concurrency === undefined ? {} : { concurrency: spec.concurrency }),
  }
}

const numbers = ["attempts", "delay", "factor", "maxDelay", "jitter"] as const

/** A policy made by hand, or with numbers that are none, is named here: the graph could not even be written with it. */
const checkRetry = (site: Site, id: string, retry: unknown): void => {
  const wrong =
    typeof retry !== "object" || retry === null
      ? "is not a policy"
      : numbers.flatMap((field) => (isNumberIfGiven(retry, field) ? [] : [`has no finite number as '${field}'`]))[0]
  if (wrong === undefined) return
  site.draft.problem(
    "InvalidValue",
    site.place.scope.idOf(id),
    `the retry of '${id}' ${wrong}.`,
    'Make it with exponential({ attempts: 5 }) or fixed({ attempts: 3, delay: "10 seconds" }).',
  )
}

const isNumberIfGiven = (retry: object, field: string): boolean =>
  !(field in retry) || Number.isFinite((retry as { readonly [field: string]: unknown })[field])

const milliseconds = (site: Site, id: string, field: string, input: Duration.Input): number | undefined => {
  const millis = durationMillis(input)
  if (millis !== undefined && millis > 0) return millis
  site.draft.problem(
    "InvalidDuration",
    site.place.scope.idOf(id),
    `the ${field} of '${id}' is not a length of time: ${JSON.stringify(input)}.`,
    'Write it as "30 seconds", "5 minutes" or in milliseconds.',
  )
  return undefined
}

const durationMillis = (input: Duration.Input): number | undefined => {
  try {
    const millis = Duration.toMillis(Duration.fromInputUnsafe(input))
    return Number.isFinite(millis) ? millis : undefined
  } catch {
    return undefined
  }
}

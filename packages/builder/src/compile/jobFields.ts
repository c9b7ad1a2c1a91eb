/**
 * What elements that run a handler say about their jobs.
 */
import { Duration } from "effect"
import type { TaskSpec } from "../recipe/Item.ts"
import type { Site } from "./Site.ts"

/** `name`, `timeout`, `retry` and `concurrency`, as far as they are given. */
export const jobFields = (site: Site, id: string, spec: TaskSpec): { readonly [field: string]: unknown } => {
  const timeout = spec.timeout === undefined ? undefined : milliseconds(site, id, spec.timeout)
  return {
    ...(spec.name === undefined ? {} : { name: spec.name }),
    ...(spec.retry === undefined ? {} : { retry: { ...spec.retry } }),
    ...(timeout === undefined ? {} : { timeout }),
    ...(spec.concurrency === undefined ? {} : { concurrency: spec.concurrency }),
  }
}

const milliseconds = (site: Site, id: string, input: Duration.Input): number | undefined => {
  const millis = durationMillis(input)
  if (millis !== undefined && millis > 0) return millis
  site.draft.problem(
    "InvalidDuration",
    site.place.scope.idOf(id),
    `the timeout of '${id}' is not a length of time: ${JSON.stringify(input)}.`,
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

/**
 * Redaction at the borders of the engine: what handlers, forms and their schemas say of themselves, without the values
 * of redacted variables. It happens before anything is stored, logged or answered.
 */
import { type Fault, type JobDescription, type JsonObject, scrubber, type UserTaskDescription } from "@millrace/kernel"
import type { Hot } from "./instance/Hot.ts"
import type { Outcome } from "./jobs/invoke.ts"

const asIs = (text: string): string => text

/** Values of variables by their names; what is not there is left out. */
const valuesOf = (vars: JsonObject, names: ReadonlyArray<string>): ReadonlyArray<unknown> =>
  names.flatMap((name) => (Object.hasOwn(vars, name) ? [vars[name]] : []))

/** Takes the values of redacted variables out of texts about a job; `result` is what its handler gave, where that is redacted too. */
export const jobScrubber = (description: JobDescription, result?: unknown): ((text: string) => string) => {
  const { redacted = [], redactsResult = false } = description
  if (redacted.length === 0 && !redactsResult) return asIs
  return scrubber([...valuesOf(description.vars, redacted), ...(redactsResult ? [result] : [])])
}

/** The same for a user task and the form that somebody filled in. */
export const taskScrubber = (description: UserTaskDescription, form: unknown): ((text: string) => string) => {
  const { redacted = [], redactsForm = false } = description
  if (redacted.length === 0 && !redactsForm) return asIs
  return scrubber([...valuesOf(description.vars, redacted), ...(redactsForm ? [form] : [])])
}

/** Takes the values of an instance's redacted variables out of a text. Its state may be half evolved. */
export const withoutRedactedOf = ({ model, state }: Hot, text: string): string => {
  try {
    return scrubber(model.decider.redactedValues?.(model.compiled, state) ?? [])(text)
  } catch {
    return "what failed cannot be shown, since some of its variables are redacted"
  }
}

/** What came of a job, with texts that may be stored. A result is data and stays as it is, as do the fields of a typed error. */
export const withoutRedacted = (description: JobDescription, outcome: Outcome): Outcome => {
  if ("text" in outcome || ((description.redacted?.length ?? 0) === 0 && description.redactsResult !== true)) return outcome
  const scrub = jobScrubber(description)
  return "fault" in outcome
    ? { fault: scrubFault(outcome.fault, scrub) }
    : { error: { ...outcome.error, message: scrub(outcome.error.message) } }
}

const scrubFault = (fault: Fault, scrub: (text: string) => string): Fault => ({
  ...fault,
  message: scrub(fault.message),
  ...(fault.name === undefined ? {} : { name: scrub(fault.name) }),
  ...(fault.stack === undefined ? {} : { stack: scrub(fault.stack) }),
})

/**
 * A piece of synchronous code that did not give what it has to: becomes an incident at the element that needed it.
 */
import type { Fault } from "@millrace/kernel"

/** Returned in place of a value, never thrown out of this package. */
export class CodeProblem {
  readonly fault: Fault
  constructor(fault: Fault) {
    this.fault = fault
  }
}

export const codeFailed = (message: string, cause?: unknown): CodeProblem =>
  new CodeProblem({
    code: "CodeFailed",
    message,
    ...(cause instanceof Error ? { name: cause.name, ...(cause.stack === undefined ? {} : { stack: cause.stack }) } : {}),
  })

/** What was thrown, in one line. */
export const messageOf = (thrown: unknown): string => {
  try {
    if (thrown instanceof Error) return thrown.message === "" ? thrown.name : thrown.message
    return typeof thrown === "string" ? thrown : (JSON.stringify(thrown) ?? String(thrown))
  } catch {
    return "something that cannot be shown"
  }
}

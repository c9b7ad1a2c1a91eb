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
  new CodeProblem({ code: "CodeFailed", message: storable(message), ...(cause instanceof Error ? originOf(cause) : {}) })

/** Anybody can set anything as the name or the stack of an error. */
const originOf = ({
  name,
  stack,
}: {
  readonly name: unknown
  readonly stack?: unknown
}): { readonly name?: string; readonly stack?: string } => ({
  ...(typeof name === "string" ? { name: storable(name) } : {}),
  ...(typeof stack === "string" ? { stack: storable(stack.split("\n").slice(0, 12).join("\n")) } : {}),
})

/** Longer messages are cut: they stand in events, lists and logs. */
const longest = 4000

/** A text without what databases refuse, and not longer than a message may be. */
export const storable = (text: string): string =>
  (text.length > longest ? `${text.slice(0, longest)}…` : text).replaceAll("\0", "\u2400").toWellFormed()

/** What was thrown, in one line. */
export const messageOf = (thrown: unknown): string => {
  try {
    if (thrown instanceof Error) return thrown.message === "" ? thrown.name : thrown.message
    return typeof thrown === "string" ? thrown : (JSON.stringify(thrown) ?? String(thrown))
  } catch {
    return "something that cannot be shown"
  }
}

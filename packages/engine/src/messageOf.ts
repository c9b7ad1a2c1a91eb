/**
 * What was thrown, as text that can be stored and read by people, whatever it is: anything can be thrown, and looking
 * at it may throw again.
 */
import { inspect } from "node:util"

/** Longer messages are cut: they stand in events, lists and logs. */
const longest = 4000

/** Never throws, and never gives more than some thousand characters. */
export const messageOf = (thrown: unknown): string => {
  try {
    return storable(thrown instanceof Error ? errorMessage(thrown) : inspect(thrown, { depth: 2, breakLength: 120 }))
  } catch {
    return "something that cannot be looked at"
  }
}

/** A text without what databases refuse, and not longer than a message may be. */
export const storable = (text: string): string =>
  (text.length > longest ? `${text.slice(0, longest)}…` : text).replaceAll("\0", "\u2400").toWellFormed()

const errorMessage = (error: Error): string => {
  const message: unknown = error.message
  if (typeof message === "string" && message !== "") return message
  return message === "" ? String(error.name) : inspect(message, { depth: 2, breakLength: 120 })
}

/**
 * Arguments: the names, users, dates, limits and cursors that callers give. Types say what fits; plain JavaScript and
 * what comes over a network do not know them, and nothing that does not fit may reach a store.
 */
import { nameProblem } from "@millrace/kernel"
import { Effect } from "effect"
import { EngineError } from "../EngineError.ts"
import type { InstanceRowStatus } from "../store/Rows.ts"

/** Why an argument does not fit, if it does not. */
export type Problem = EngineError | undefined

const invalid = (message: string): EngineError => new EngineError({ code: "ArgumentInvalid", message })

/** A value for messages: short, whatever it is. */
export const shown = (value: unknown): string => {
  if (typeof value === "string") return value.length > 60 ? `'${value.slice(0, 60)}…'` : `'${value}'`
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean" || value === undefined || value === null)
    return String(value)
  if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`
  return Array.isArray(value) ? "an array" : value instanceof Date ? "a date that is not valid" : "an object"
}

/** A name that somebody chose: of an instance, of a person, or a business key. */
export const checkName = (what: string, name: unknown): Problem => {
  if (typeof name !== "string" || name === "") return invalid(`${what} has to be a text that is not empty; it is ${shown(name)}.`)
  const problem = nameProblem(name)
  return problem === undefined ? undefined : invalid(`${what} ${problem}`)
}

/** The same, where it may be left out. */
export const checkOptionalName = (what: string, name: unknown): Problem => (name === undefined ? undefined : checkName(what, name))

/** An id or a filter that is looked for: any text will do, since what does not exist is not found. */
export const checkText = (what: string, text: unknown): Problem =>
  typeof text === "string" ? undefined : invalid(`${what} has to be a text; it is ${shown(text)}.`)

export const checkOptionalText = (what: string, text: unknown): Problem => (text === undefined ? undefined : checkText(what, text))

/** A list of texts that may be left out. */
export const checkOptionalTexts = (what: string, texts: unknown): Problem =>
  texts === undefined || (Array.isArray(texts) && texts.every((text) => typeof text === "string"))
    ? undefined
    : invalid(`${what} has to be a list of texts; it is ${shown(texts)}.`)

const statuses: ReadonlyArray<unknown> = [
  "active",
  "terminating",
  "completed",
  "failed",
  "cancelled",
] satisfies ReadonlyArray<InstanceRowStatus>

export const checkOptionalStatus = (status: unknown): Problem =>
  status === undefined || statuses.includes(status)
    ? undefined
    : invalid(`No instance has the status ${shown(status)}: there are ${statuses.join(", ")}.`)

/** How many rows a page may have. */
export const checkLimit = (limit: unknown): Problem =>
  limit === undefined || (typeof limit === "number" && Number.isSafeInteger(limit) && limit >= 1)
    ? undefined
    : invalid(`The limit of a list has to be a whole number from 1; it is ${shown(limit)}. Leave it out for the default.`)

/** The number of a commit, after which a history goes on. */
export const checkSeq = (after: unknown): Problem =>
  after === undefined || (typeof after === "number" && Number.isSafeInteger(after) && after >= 0)
    ? undefined
    : invalid(`A history goes on after the number of a commit, the 'seq' of an entry; it is ${shown(after)}.`)

/** A cursor of `length` numbers, as `next` of a page gives it. */
export const checkCursor = (after: unknown, length: number): Problem => {
  if (after === undefined) return undefined
  const numbers = typeof after === "string" && /^\d{1,15}(\/\d{1,15})*$/.test(after) ? after.split("/").length : 0
  return numbers === length
    ? undefined
    : invalid(`${shown(after)} is no cursor of this list: give 'next' of a page as 'after', or begin without it.`)
}

/** A date that may be left out. */
export const checkOptionalDate = (what: string, date: unknown): Problem =>
  date === undefined || (date instanceof Date && !Number.isNaN(date.getTime()))
    ? undefined
    : invalid(`${what} has to be a Date; it is ${shown(date)}.`)

const page = ["limit", "after"]

/**
 * What the calls take. A mistyped option would be ignored: a start that has no name then does its work once more when it
 * is repeated, and a list without its filter gives what nobody asked for.
 */
const known = {
  start: ["id", "businessKey", "at"],
  "engine.start": ["id", "businessKey", "at", "version"],
  publish: ["id", "ttl", "key"],
  complete: ["by"],
  history: page,
  list: ["process", "status", "businessKey", ...page],
  "userTasks.list": ["assignee", "groups", "process", "businessKey", "instance", "element", "dueBefore", ...page],
  "incidents.list": ["process", "instance", "code", ...page],
  "messages.list": ["name", "key", ...page],
  "subscriptions.list": ["kind", "name", "process", "instance", ...page],
  "children.list": ["instance", ...page],
} satisfies Readonly<Record<string, ReadonlyArray<string>>>

/** The options of a call. */
export const checkOptions = (call: keyof typeof known, options: unknown): Problem => {
  if (typeof options !== "object" || options === null || Array.isArray(options))
    return invalid(`The options of ${call} have to be an object; they are ${shown(options)}.`)
  const names: ReadonlyArray<string> = known[call]
  const unknown = Object.keys(options).find((name) => !names.includes(name))
  return unknown === undefined ? undefined : invalid(`${call} has no option '${unknown}'. Options: ${names.join(", ")}.`)
}

/** The kind of a subscription that is looked for. */
export const checkOptionalKind = (kind: unknown): Problem =>
  kind === undefined || kind === "message" || kind === "signal"
    ? undefined
    : invalid(`Instances wait for messages and for signals: the kind is 'message' or 'signal', not ${shown(kind)}.`)

/** Goes on if nothing is wrong; else fails with what is wrong first. */
export const allow = (...problems: ReadonlyArray<Problem>): Effect.Effect<void, EngineError> => {
  const problem = problems.find((found) => found !== undefined)
  return problem === undefined ? Effect.void : Effect.fail(problem)
}

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
const shown = (value: unknown): string => {
  if (typeof value === "string") return value.length > 60 ? `'${value.slice(0, 60)}…'` : `'${value}'`
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean" || value === undefined || value === null)
    return String(value)
  return Array.isArray(value) ? "an array" : value instanceof Date ? "a date that is not valid" : `a value of type ${typeof value}`
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

/** Options that do harm where they are mistyped, and so ignored: names, without which a repeated call does its work twice. */
const known: Readonly<Record<string, ReadonlyArray<string>>> = {
  start: ["id", "businessKey", "at", "version"],
  publish: ["id", "ttl", "key"],
}

/** The options of a call. */
export const checkOptions = (call: string, options: unknown): Problem => {
  if (typeof options !== "object" || options === null)
    return invalid(`The options of ${call} have to be an object; they are ${shown(options)}.`)
  const names = known[call]
  const unknown = Object.keys(options).find((name) => names?.includes(name) === false)
  return unknown === undefined ? undefined : invalid(`${call} has no option '${unknown}'. Options: ${names?.join(", ")}.`)
}

/** Goes on if nothing is wrong; else fails with what is wrong first. */
export const allow = (...problems: ReadonlyArray<Problem>): Effect.Effect<void, EngineError> => {
  const problem = problems.find((found) => found !== undefined)
  return problem === undefined ? Effect.void : Effect.fail(problem)
}

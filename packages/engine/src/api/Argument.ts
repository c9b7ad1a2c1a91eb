/**
 * Arguments: the names, users, dates, limits and cursors that callers give. Types say what fits; plain JavaScript and
 * what comes over a network do not know them, and nothing that does not fit may reach a store.
 */
import { types } from "node:util"
import { nameProblem } from "@millrace/kernel"
import { Effect } from "effect"
import { EngineError } from "../EngineError.ts"
import { messageOf } from "../messageOf.ts"
import type { InstanceRowStatus } from "../store/Rows.ts"

/** Why an argument does not fit, if it does not. */
export type Problem = EngineError | undefined

const invalid = (message: string): EngineError => new EngineError({ code: "ArgumentInvalid", message })

/** A value for messages: short, whatever it is. */
export const shown = (value: unknown): string => {
  if (typeof value === "string") return value.length > 60 ? `'${value.slice(0, 60)}…'` : `'${value}'`
  if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`
  if (typeof value !== "object" || value === null) return String(value)
  return kindNames[kindOf(value)] ?? "an object"
}

const kindNames: Readonly<Record<string, string>> = {
  Array: "an array",
  Date: "a date",
  "Date that is not valid": "a date that is not valid",
  Map: "a Map",
  Set: "a Set",
  Promise: "a promise that nobody awaited",
}

/** What JavaScript calls an object; it may be one that does not let itself be looked at. */
const kindOf = (value: object): string => {
  try {
    if (types.isDate(value)) return Number.isNaN(value.getTime()) ? "Date that is not valid" : "Date"
    return Object.prototype.toString.call(value).slice("[object ".length, -1)
  } catch {
    return "Proxy"
  }
}

/** An object that is its fields: no list, no Map, no date. */
export const isFields = (value: unknown): value is object => typeof value === "object" && value !== null && kindOf(value) === "Object"

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
  date === undefined || (types.isDate(date) && !Number.isNaN(date.getTime()))
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

/** The options of a call, looked at: a copy, so that what was looked at is what is used. */
export const optionsOf = <T extends object>(call: keyof typeof known, options: T): T | EngineError => {
  if (!isFields(options)) return invalid(`The options of ${call} have to be an object; they are ${shown(options)}.`)
  let copy: T
  try {
    copy = { ...options }
  } catch (cause) {
    return invalid(`The options of ${call} cannot be read: ${messageOf(cause)}.`)
  }
  const names: ReadonlyArray<string> = known[call]
  const unknown = Object.keys(copy).find((name) => !names.includes(name))
  return unknown === undefined ? copy : invalid(`${call} has no option '${unknown}'. Options: ${names.join(", ")}.`)
}

/** The same as an Effect. */
export const takeOptions = <T extends object>(call: keyof typeof known, options: T): Effect.Effect<T, EngineError> => {
  const taken = optionsOf(call, options)
  return taken instanceof EngineError ? Effect.fail(taken) : Effect.succeed(taken)
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

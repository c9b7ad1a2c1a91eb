/**
 * Due dates: when a timer fires, computed from the moment it is set.
 *
 * Understood are ISO 8601 durations (`PT30S`, `P2D`, `P1M`: months and years by the calendar, in UTC), date-times with
 * an offset or `Z`, repetitions (`R3/PT10M`, `R/P1D`, `R3/2026-01-01T08:00:00Z/PT1H`), what Effect's `Duration` reads
 * (`2 days`), a number of milliseconds, and a `Date`.
 */
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import type { Repeat } from "./Event.ts"

/** A moment at which a timer fires, and how it repeats. */
export interface Due {
  /** Milliseconds since the epoch. */
  readonly at: number
  /** For what repeats: how it goes on after the first time. */
  readonly repeat?: Repeat
}

/** The last moment of a `Date`: every database gives it back exactly, and no timer needs more. */
const lastMoment = 8.64e15

/** Reads a due date, or says what is wrong with it. */
export const readDue = (raw: unknown, now: number): Due | { readonly problem: string } => {
  if (raw instanceof Date) return finite(raw.getTime(), "a date that is not valid")
  if (typeof raw === "number") return finite(now + raw, `${raw} milliseconds`)
  if (typeof raw !== "string") return { problem: "it is neither a text, a number of milliseconds nor a date" }
  const text = raw.trim()
  const repetition = /^R(\d*)\/(?:([^/]+)\/)?([^/]+)$/.exec(text)
  if (repetition !== null) return readRepetition(text, repetition, now)
  const date = readDate(text)
  if (date !== undefined) return finite(date, `'${text}'`)
  const after = addDuration(now, text)
  if (after === undefined)
    return { problem: `'${text}' is neither an ISO 8601 duration, a date-time with offset, nor a text such as '2 days'` }
  return finite(after, `'${text}'`)
}

/** When a repetition is due again: one interval after it was, but never in the past, so that a long stop causes no storm. */
export const nextDue = (before: number, every: string, now: number): number => {
  const due = addDuration(before, every) ?? Number.NaN
  const next = due > now ? due : (addDuration(now, every) ?? Number.NaN)
  return Number.isNaN(next) ? lastMoment : Math.min(next, lastMoment)
}

/** Milliseconds of a duration; `undefined` where it is none. */
export const readSpan = (raw: unknown): number | undefined => {
  const span = typeof raw === "number" ? raw : typeof raw === "string" ? addDuration(0, raw.trim()) : undefined
  return span !== undefined && span >= 0 && span <= lastMoment ? Math.round(span) : undefined
}

const readRepetition = (text: string, parts: RegExpExecArray, now: number): Due | { readonly problem: string } => {
  const [, count, start, every = ""] = parts
  const after = addDuration(now, every)
  if (after === undefined || !(after > now && after <= lastMoment))
    return { problem: `'${text}' repeats by '${every}', which is not a duration of some length` }
  const from = start === undefined ? undefined : readDate(start)
  if (start !== undefined && from === undefined) return { problem: `'${text}' starts at '${start}', which is not a date-time with offset` }
  if (count === "0") return { problem: `'${text}' never fires` }
  const due = finite(from ?? after, `'${text}'`)
  if ("problem" in due) return due
  return { at: due.at, repeat: { every, ...(count === undefined || count === "" ? {} : { left: Number(count) }) } }
}

const finite = (at: number, what: string): Due | { readonly problem: string } =>
  Math.abs(at) <= lastMoment ? { at: Math.round(at) } : { problem: `${what} is no moment in time` }

const isoDateTime = /^[+-]?\d{4,6}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d))$/

const readDate = (text: string): number | undefined => (isoDateTime.test(text) && dayExists(text) ? Date.parse(text) : undefined)

/** `Date.parse` takes 31 February for 2 March. */
const dayExists = (text: string): boolean => {
  const [, year, month, day] = /^([+-]?\d+)-(\d\d)-(\d\d)/.exec(text) ?? []
  return Number(day) <= new Date(Date.UTC(2000 + (Number(year) % 400), Number(month), 0)).getUTCDate()
}

const calendar = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(T.+)?$/

/** Adds a duration to a moment; `undefined` where the text is none. */
const addDuration = (from: number, text: string): number | undefined => {
  const months = calendar.exec(text)
  if (months !== null && (months[1] !== undefined || months[2] !== undefined)) {
    const [, years = "0", month = "0", weeks = "0", days = "0", time] = months
    const shifted = addMonths(from, Number(years) * 12 + Number(month)) + (Number(weeks) * 7 + Number(days)) * 86_400_000
    const rest = time === undefined ? Option.some(Duration.zero) : Duration.fromIso(`P${time}`)
    return Option.isNone(rest) ? undefined : shifted + Duration.toMillis(rest.value)
  }
  const duration = text.startsWith("P") || text.startsWith("-P") ? Duration.fromIso(text) : Duration.fromInput(text as Duration.Input)
  return Option.isNone(duration) ? undefined : from + Duration.toMillis(duration.value)
}

/** The same day of a later month, in UTC; the last day of the month where it has no such day. */
const addMonths = (from: number, months: number): number => {
  const date = new Date(from)
  const day = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + months)
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  date.setUTCDate(Math.min(day, last))
  return date.getTime()
}

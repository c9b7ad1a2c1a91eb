/**
 * Due dates: when a timer fires, computed from the moment it is set.
 *
 * Understood are ISO 8601 durations (`PT30S`, `P2D`, `P1M`: months and years by the calendar, in UTC), date-times with
 * an offset, `Z` or a zone (`@Europe/Paris`), repetitions (`R3/PT10M`, `R/P1D`, `R3/2026-01-01T08:00:00Z/PT1H`), what Effect's `Duration` reads
 * (`2 days`), a number of milliseconds, a `Date`, and times by the calendar (`{ cron: "0 9 1 * *", zone: "Europe/Berlin" }`).
 */
import { nextTime } from "./time/Calendar.ts"
import { addDuration, lastMoment } from "./time/Duration.ts"
import type { Repeat } from "./time/Repeat.ts"
import { calendarOf, isCalendarText, readCalendar } from "./time/readCalendar.ts"
import { isZone, momentOf, momentsOf } from "./time/Zone.ts"

/** A moment at which a timer fires, and how it repeats. */
export interface Due {
  /** Milliseconds since the epoch. */
  readonly at: number
  /** For what repeats: how it goes on after the first time. */
  readonly repeat?: Repeat
}

/** Reads a due date, or says what is wrong with it. */
export const readDue = (raw: unknown, now: number): Due | { readonly problem: string } => {
  if (raw instanceof Date) return finite(raw.getTime(), "a date that is not valid")
  if (typeof raw === "number") return finite(now + raw, `${raw} milliseconds`)
  if (isCalendarText(raw)) return readByCalendar(raw, now)
  if (typeof raw !== "string") return { problem: "it is neither a text, a number of milliseconds, a date nor a cron" }
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

const readByCalendar = (raw: Readonly<Record<string, unknown>>, now: number): Due | { readonly problem: string } => {
  const text = readCalendar(raw)
  if ("problem" in text) return text
  const calendar = calendarOf(text)
  const at = calendar === undefined ? undefined : nextTime(calendar, now)
  return at === undefined ? { problem: `'${text.cron}' never comes` } : { at, repeat: text }
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
  // Counted from the moment that it was set, so that the 31st stays the 31st.
  return { at: due.at, repeat: { every, from: from ?? now, ...(count === undefined || count === "" ? {} : { left: Number(count) }) } }
}

const finite = (at: number, what: string): Due | { readonly problem: string } =>
  Math.abs(at) <= lastMoment ? { at: Math.round(at) } : { problem: `${what} is no moment in time` }

const isoDateTime = /^[+-]?\d{4,6}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d))$/

const day = 86_400_000

const inZone = /^([+-]?\d{4,6}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?)@(.+)$/

const readDate = (text: string): number | undefined => {
  if (isoDateTime.test(text)) return dayExists(text) ? Date.parse(text) : undefined
  // As FEEL writes the times of a named zone: 2026-01-01T08:00:00@Europe/Paris.
  const [, local, zone] = inZone.exec(text) ?? []
  if (local === undefined || zone === undefined || !isZone(zone) || !dayExists(local)) return undefined
  const at = Date.parse(`${local}Z`)
  // What clocks never show counts by the clocks of before, as in FEEL.
  return momentsOf(zone, at)[0] ?? momentOf(zone, at - day) + day
}

/** `Date.parse` takes 31 February for 2 March. */
const dayExists = (text: string): boolean => {
  const [, year, month, day] = /^([+-]?\d+)-(\d\d)-(\d\d)/.exec(text) ?? []
  return Number(day) <= new Date(Date.UTC(2000 + (Number(year) % 400), Number(month), 0)).getUTCDate()
}

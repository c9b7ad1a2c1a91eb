/**
 * Durations: what is added to a moment. Months and years count by the calendar, in UTC.
 */
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"

/** The last moment of a `Date`: every database gives it back exactly, and no timer needs more. */
export const lastMoment = 8.64e15

const calendar = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(T.+)?$/

/** A duration as months and milliseconds; `undefined` where the text is none. */
interface Span {
  readonly months: number
  readonly milliseconds: number
}

const readParts = (text: string): Span | undefined => {
  const months = calendar.exec(text)
  if (months !== null && (months[1] !== undefined || months[2] !== undefined)) {
    const [, years = "0", month = "0", weeks = "0", days = "0", time] = months
    const rest = time === undefined ? Option.some(Duration.zero) : Duration.fromIso(`P${time}`)
    if (Option.isNone(rest)) return undefined
    const milliseconds = (Number(weeks) * 7 + Number(days)) * 86_400_000 + Duration.toMillis(rest.value)
    return { months: Number(years) * 12 + Number(month), milliseconds }
  }
  const duration = text.startsWith("P") || text.startsWith("-P") ? Duration.fromIso(text) : Duration.fromInput(text as Duration.Input)
  return Option.isNone(duration) ? undefined : { months: 0, milliseconds: Duration.toMillis(duration.value) }
}

/** Adds a duration to a moment, `times` over; `undefined` where the text is none. */
export const addDuration = (from: number, text: string, times = 1): number | undefined => {
  const span = readParts(text)
  if (span === undefined) return undefined
  return (span.months === 0 ? from : addMonths(from, span.months * times)) + span.milliseconds * times
}

/** Milliseconds of a duration; `undefined` where it is none. */
export const readSpan = (raw: unknown): number | undefined => {
  const span = typeof raw === "number" ? raw : typeof raw === "string" ? addDuration(0, raw.trim()) : undefined
  return span !== undefined && span >= 0 && span <= lastMoment ? Math.round(span) : undefined
}

/**
 * The first moment after another one of those that follow each other by a duration, from `from` on. Counted from `from`, so
 * that the 31st stays the 31st.
 */
export const nextInterval = (from: number, every: string, after: number): number | undefined => {
  if (from > after) return from
  const span = readParts(every)
  if (span === undefined) return undefined
  const about = span.months * 30.436875 * 86_400_000 + span.milliseconds
  if (!(about > 0)) return undefined
  // A little less than it can be, since months differ.
  let times = Math.max(0, Math.floor(((after - from) / about) * (span.months === 0 ? 1 : 0.99)) - 2)
  for (;;) {
    const at = addDuration(from, every, times) ?? Number.NaN
    if (Number.isNaN(at)) return undefined
    if (at > after) return at
    times++
  }
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

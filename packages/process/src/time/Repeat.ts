/**
 * How a timer goes on after it fired. Every time is computed from where the times begin, never from when the last one was
 * noticed, so that nothing drifts.
 */
import { nextTime } from "./Calendar.ts"
import { lastMoment, nextInterval } from "./Duration.ts"
import { type CalendarText, calendarOf, type Missed } from "./readCalendar.ts"

/** `left` more times, for ever where it is left out: by an ISO 8601 duration, or by the calendar. */
export type Repeat =
  /** `from` is when it was due first; left out: when it was due last. */
  { readonly every: string; readonly from?: number; readonly left?: number } | (CalendarText & { readonly left?: number })

/** What is noticed this much later, in milliseconds, was missed. */
export const lateness = 60_000

export const missedOf = (repeat: Repeat): Missed => ("cron" in repeat ? (repeat.missed ?? "once") : "once")

/** The first time of a repetition after a moment; `before` is one that was due. */
export const timeAfter = (repeat: Repeat, before: number, after: number): number | undefined => {
  const next = "cron" in repeat ? afterByCalendar(repeat, after) : nextInterval(repeat.from ?? before, repeat.every, after)
  return next === undefined || Number.isNaN(next) ? undefined : Math.min(next, lastMoment)
}

const afterByCalendar = (repeat: CalendarText, after: number): number | undefined => {
  const calendar = calendarOf(repeat)
  return calendar === undefined ? undefined : nextTime(calendar, after)
}

/** When a repetition is due again that was due and is noticed now; `undefined` where it never is. */
export const nextDue = (before: number, repeat: Repeat, now: number): number | undefined =>
  timeAfter(repeat, before, missedOf(repeat) === "all" ? before : Math.max(before, now))

/** Whether a repetition fires that was due and is noticed now: where what was missed is left out, only the latest does. */
export const firesStill = (due: number, repeat: Repeat, now: number): boolean => {
  if (missedOf(repeat) !== "skip" || now - due < lateness) return true
  const latest = timeAfter(repeat, due, now - lateness)
  return latest !== undefined && latest <= now
}

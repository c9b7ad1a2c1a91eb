/**
 * When a time by the calendar comes, in a time zone whose clocks may be set. What clocks never show, since they are set
 * forward over it, comes at the first moment after the gap or not at all; what they show twice comes the first time or both
 * times. Where every hour is meant, time goes on as if no clock had been set, unless something else is said.
 */
import type { Cron } from "./Cron.ts"
import { clocksAreSet, gapEnd, localOf, momentOf, momentsOf } from "./Zone.ts"

export interface Calendar {
  readonly cron: Cron
  /** An IANA time zone. */
  readonly zone: string
  readonly gap: "skip" | "after"
  readonly overlap: "first" | "both"
}

const day = 86_400_000
/** 29 February on a given day of the week comes every forty years at the latest. */
const farthest = 41 * 366

/** The first time after a moment; `undefined` where there is none. */
export const nextTime = (calendar: Calendar, after: number): number | undefined => search(calendar, after, 1)

/** The last time up to a moment; `undefined` where there is none. */
export const lastTime = (calendar: Calendar, until: number): number | undefined => search(calendar, until, -1)

const search = (calendar: Calendar, at: number, step: 1 | -1): number | undefined => {
  const today = Math.floor(localOf(calendar.zone, at) / day) * day
  // Around a day on which clocks are set, what comes next can stand on the day before.
  for (let count = -1; count < farthest; count++) {
    const start = today + step * count * day
    if (!isMeant(calendar.cron, start)) continue
    const found = clocksAreSet(calendar.zone, start) ? onSetDay(calendar, start, at, step) : onPlainDay(calendar, start, at, step)
    if (found !== undefined) return found
  }
  return undefined
}

const isMeant = ({ months, onDay }: Cron, start: number): boolean => {
  const date = new Date(start)
  const month = date.getUTCMonth()
  if (!months.has(month + 1)) return false
  const last = new Date(Date.UTC(2000 + (date.getUTCFullYear() % 400), month + 1, 0)).getUTCDate()
  return onDay({ day: date.getUTCDate(), weekday: date.getUTCDay(), last })
}

const onPlainDay = ({ cron, zone }: Calendar, start: number, at: number, step: 1 | -1): number | undefined => {
  const offset = start - momentOf(zone, start)
  // As clocks show it, from midnight on.
  const border = Math.floor((at + offset - start) / 1000)
  const found = step === 1 ? firstAfter(cron, border) : lastUntil(cron, border)
  return found === undefined ? undefined : start + found * 1000 - offset
}

/** In seconds since midnight. */
const firstAfter = ({ hours, minutes, seconds }: Cron, border: number): number | undefined => {
  for (const hour of hours) {
    if (hour * 3600 + 3599 <= border) continue
    for (const minute of minutes) {
      if (hour * 3600 + minute * 60 + 59 <= border) continue
      for (const second of seconds) {
        const time = hour * 3600 + minute * 60 + second
        if (time > border) return time
      }
    }
  }
  return undefined
}

const lastUntil = ({ hours, minutes, seconds }: Cron, border: number): number | undefined => {
  let found: number | undefined
  for (const hour of hours) {
    if (hour * 3600 > border) break
    for (const minute of minutes) {
      if (hour * 3600 + minute * 60 > border) break
      for (const second of seconds) {
        const time = hour * 3600 + minute * 60 + second
        if (time <= border) found = time
      }
    }
  }
  return found
}

/** The day looked at last, since what comes every second would have to be laid out again and again. */
const laidOut = new WeakMap<Cron, { readonly key: string; readonly moments: ReadonlyArray<number> }>()

const onSetDay = (calendar: Calendar, start: number, at: number, step: 1 | -1): number | undefined => {
  const moments = momentsOn(calendar, start)
  return step === 1 ? moments.find((moment) => moment > at) : moments.findLast((moment) => moment <= at)
}

const momentsOn = (calendar: Calendar, start: number): ReadonlyArray<number> => {
  const { cron, zone, gap, overlap } = calendar
  const key = `${zone} ${gap} ${overlap} ${start}`
  const known = laidOut.get(cron)
  if (known?.key === key) return known.moments
  const moments = new Set<number>()
  for (const hour of cron.hours)
    for (const minute of cron.minutes)
      for (const second of cron.seconds) {
        const local = start + (hour * 3600 + minute * 60 + second) * 1000
        const shown = momentsOf(zone, local)
        if (shown.length === 0 && gap === "after") moments.add(gapEnd(zone, local))
        for (const moment of overlap === "both" ? shown : shown.slice(0, 1)) moments.add(moment)
      }
  const sorted = [...moments].sort((a, b) => a - b)
  laidOut.set(cron, { key, moments: sorted })
  return sorted
}

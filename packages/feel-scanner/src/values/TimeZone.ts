/**
 * Offsets and named zones of times. Offsets of named zones come from the time zone data of the JavaScript engine.
 */
import { dayNanos, dayNumber, dayOfNumber, padded, secondNanos } from "./Calendar.ts"

const formats = new Map<string, Intl.DateTimeFormat | null>()

const formatOf = (zone: string): Intl.DateTimeFormat | null => {
  const known = formats.get(zone)
  if (known !== undefined) return known
  let format: Intl.DateTimeFormat | null = null
  try {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      calendar: "gregory",
      hourCycle: "h23",
      era: "short",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    })
  } catch {
    format = null
  }
  if (formats.size < 1000) formats.set(zone, format)
  return format
}

/** Whether the engine knows a zone of this name, such as Europe/Paris. */
export const isZone = (name: string): boolean => /^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(name) && formatOf(name) !== null

const offsets = new Map<string, number>()

/** The engine's dates end near the year ±271,821: later years have the rules of the same year of a later cycle, earlier ones those of local mean time. */
const withinEngine = (day: number): number => {
  const { year, month, day: dayOfMonth } = dayOfNumber(day)
  if (year > 9000) return dayNumber(2000 + (year % 400), month, dayOfMonth)
  if (year < -1000) return dayNumber(-1000 - (((year % 400) + 400) % 400) - 400, 6, 1)
  return day
}

const lastMeanTime = dayNumber(1972, 5, 1)

/** Offset in seconds of a zone at an instant (day number and second of the day in UTC). */
const offsetAt = (zone: string, day: number, second: number): number => {
  const known = withinEngine(day)
  // Changes of offsets lie on quarters of an hour since the last local mean time was given up.
  const at = known > lastMeanTime ? Math.floor(second / 900) * 900 : second
  const key = `${zone} ${known} ${at}`
  const cached = offsets.get(key)
  if (cached !== undefined) return cached
  const seconds = known * 86_400 + at
  const format = formatOf(zone)
  if (format === null) return 0
  let year = 0
  let month = 1
  let dayOfMonth = 1
  let local = 0
  let before = false
  for (const part of format.formatToParts(seconds * 1000)) {
    if (part.type === "year") year = Number(part.value)
    else if (part.type === "month") month = Number(part.value)
    else if (part.type === "day") dayOfMonth = Number(part.value)
    else if (part.type === "hour") local += Number(part.value) * 3600
    else if (part.type === "minute") local += Number(part.value) * 60
    else if (part.type === "second") local += Number(part.value)
    else if (part.type === "era") before = part.value.startsWith("B")
  }
  const offset = dayNumber(before ? 1 - year : year, month, dayOfMonth) * 86_400 + local - seconds
  if (offsets.size > 10_000) offsets.clear()
  offsets.set(key, offset)
  return offset
}

/** Offset in seconds of a zone at an instant (day number and nanosecond of the day in UTC). */
export const offsetAtInstant = (zone: string, day: number, nanos: number): number => offsetAt(zone, day, Math.floor(nanos / secondNanos))

/** Offset in seconds of a zone at a local date and time; in a gap or overlap that of the time before the change. */
export const offsetAtLocal = (zone: string, day: number, nanos: number): number => {
  const second = Math.floor(nanos / secondNanos)
  const at = (offset: number): number => {
    const utc = second - offset
    return offsetAt(zone, day + Math.floor(utc / 86_400), ((utc % 86_400) + 86_400) % 86_400)
  }
  const before = at(86_400 / 2 + offsetAt(zone, day, second))
  if (at(before) === before) return before
  const after = at(before)
  return at(after) === after ? after : before
}

/** Day number and nanosecond of the day, brought back into the day. */
export const carried = (day: number, nanos: number): { readonly day: number; readonly nanos: number } => {
  const days = Math.floor(nanos / dayNanos)
  return { day: day + days, nanos: nanos - days * dayNanos }
}

/** An offset as text: Z, +02:00, -03:30:15. */
export const textOfOffset = (offset: number): string => {
  if (offset === 0) return "Z"
  const size = Math.abs(offset)
  const seconds = size % 60
  const text = `${offset < 0 ? "-" : "+"}${padded(Math.floor(size / 3600), 2)}:${padded(Math.floor(size / 60) % 60, 2)}`
  return seconds === 0 ? text : `${text}:${padded(seconds, 2)}`
}

/**
 * Reading a time by the calendar as it stands in a graph: `{ cron: "0 9 1 * *", zone: "Europe/Berlin" }`.
 */
import type { Calendar } from "./Calendar.ts"
import { readCron } from "./Cron.ts"
import { isZone } from "./Zone.ts"

/** What becomes of times that came while nothing ran: one is made up for, none, or all of them. */
export type Missed = "once" | "skip" | "all"

/** A time by the calendar, as a graph and a log have it. */
export interface CalendarText {
  readonly cron: string
  /** An IANA time zone; UTC where it is left out. */
  readonly zone?: string
  readonly gap?: "skip" | "after"
  readonly overlap?: "first" | "both"
  readonly missed?: Missed
}

const known = new Map<string, Calendar>()
/** So many are kept read. */
const most = 1000

/** Whether something looks like a time by the calendar. */
export const isCalendarText = (raw: unknown): raw is Readonly<Record<string, unknown>> & { readonly cron: unknown } =>
  typeof raw === "object" && raw !== null && "cron" in raw

/** Reads a time by the calendar, or says what is wrong with it. */
export const readCalendar = (raw: Readonly<Record<string, unknown>>): CalendarText | { readonly problem: string } => {
  const { cron, zone, gap, overlap, missed, ...more } = raw
  const [unknown] = Object.keys(more)
  if (unknown !== undefined) return { problem: `it has '${unknown}' beside cron, zone, gap, overlap and missed` }
  if (typeof cron !== "string") return { problem: "its cron is no text" }
  const read = readCron(cron)
  if ("problem" in read) return read
  if (zone !== undefined && (typeof zone !== "string" || !isZone(zone))) return { problem: `'${String(zone)}' is no time zone` }
  if (gap !== undefined && gap !== "skip" && gap !== "after") return { problem: "its gap is neither 'skip' nor 'after'" }
  if (overlap !== undefined && overlap !== "first" && overlap !== "both") return { problem: "its overlap is neither 'first' nor 'both'" }
  if (missed !== undefined && missed !== "once" && missed !== "skip" && missed !== "all")
    return { problem: "its missed is neither 'once', 'skip' nor 'all'" }
  return {
    cron,
    ...(zone === undefined ? {} : { zone }),
    ...(gap === undefined ? {} : { gap }),
    ...(overlap === undefined ? {} : { overlap }),
    ...(missed === undefined ? {} : { missed }),
  }
}

/** The calendar that was read before; `undefined` where it cannot be read. */
export const calendarOf = (text: CalendarText): Calendar | undefined => {
  const key = `${text.cron}\n${text.zone}\n${text.gap}\n${text.overlap}`
  const found = known.get(key)
  if (found !== undefined) return found
  const cron = readCron(text.cron)
  if ("problem" in cron) return undefined
  const calendar: Calendar = {
    cron,
    zone: text.zone ?? "UTC",
    gap: text.gap ?? (cron.everyHour ? "skip" : "after"),
    overlap: text.overlap ?? (cron.everyHour ? "both" : "first"),
  }
  if (known.size >= most) known.clear()
  known.set(key, calendar)
  return calendar
}

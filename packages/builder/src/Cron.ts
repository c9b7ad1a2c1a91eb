/**
 * Times of the calendar: "at nine on the first of each month, in Berlin", daylight saving included.
 */
import { options as optionsOf, text as textOf } from "./recipe/Parameter.ts"
import { take } from "./recipe/parameters.ts"

/** A time that comes again and again by the calendar: made by `cron`. Plain JSON, as it stands in the graph. */
export interface Cron {
  readonly cron: string
  readonly zone?: string
  readonly gap?: "skip" | "after"
  readonly overlap?: "first" | "both"
  readonly missed?: "once" | "skip" | "all"
}

export interface CronOptions {
  /** The time zone by its IANA name, such as `"Europe/Berlin"`; UTC where it is left out. */
  readonly zone?: string
  /** A local time that does not exist, when clocks go forward: at the first moment after the gap (`"after"`), or not at all. */
  readonly gap?: "skip" | "after"
  /** A local time that comes twice, when clocks go back: the first time only, or both times. */
  readonly overlap?: "first" | "both"
  /** Firings that were missed while nothing ran: made up for once, left out, or made up for each. */
  readonly missed?: "once" | "skip" | "all"
}

/**
 * A time by the calendar, from the five fields of cron: minute, hour, day of the month, month, day of the week.
 *
 * ```ts
 * .wait("due", cron("0 9 1 * *", { zone: "Europe/Berlin" }))
 * ```
 */
export const cron = (text: string, options: CronOptions = {}): Cron => {
  take("cron", [textOf("the five fields of cron"), optionsOf("zone", "gap", "overlap", "missed")], [text, options])
  return { cron: text, ...options }
}

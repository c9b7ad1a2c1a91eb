/**
 * A date with a time (DMN 1.5 §10.3.2.3.6), local or with an offset or a named zone.
 */
import { dayOfNumber, maxDay, minDay, secondNanos, textOfDay, weekdayOf, type YearMonthDay } from "./Calendar.ts"
import { FeelDate } from "./FeelDate.ts"
import { FeelObject, type Kind } from "./FeelObject.ts"
import { FeelTime, type Place, readTime, textOfPlace, textOfTime } from "./FeelTime.ts"
import { carried, offsetAtInstant, offsetAtLocal } from "./TimeZone.ts"

/** A date and time: day number, nanosecond of the day and place. */
export class FeelDateTime extends FeelObject {
  readonly kind: Kind = "date and time"
  readonly dayNumber: number
  readonly nanos: number
  readonly offset: number | null
  readonly zone: string | null

  private constructor(day: number, nanos: number, { offset, zone }: Place) {
    super()
    this.dayNumber = day
    this.nanos = nanos
    this.offset = offset
    this.zone = zone
  }

  /** The date and time at a local day number and nanosecond of that day (carried over where outside of the day), or null beyond the years. */
  static ofLocal(day: number, nanos: number, place: Place): FeelDateTime | null {
    const local = carried(day, nanos)
    return local.day >= minDay && local.day <= maxDay ? new FeelDateTime(local.day, local.nanos, place) : null
  }

  /** The date and time at an instant (day number and nanosecond of the day in UTC), seen from a place. */
  static ofInstant(day: number, nanos: number, place: Place): FeelDateTime | null {
    const utc = carried(day, nanos)
    const offset = place.zone === null ? (place.offset ?? 0) : offsetAtInstant(place.zone, utc.day, utc.nanos)
    return FeelDateTime.ofLocal(utc.day, utc.nanos + offset * secondNanos, place)
  }

  /** The date and time that a text such as 2024-02-29T10:30:00@Europe/Paris names, or null. */
  static parse(text: string): FeelDateTime | null {
    const split = text.indexOf("T")
    const date = FeelDate.parse(split < 0 ? text : text.slice(0, split))
    if (date === null) return null
    if (split < 0) return FeelDateTime.ofLocal(date.dayNumber, 0, { offset: null, zone: null })
    const time = readTime(text.slice(split + 1))
    return time === null ? null : FeelDateTime.ofLocal(date.dayNumber, time.nanos, { offset: time.offset, zone: time.zone })
  }

  /** Midnight in UTC of a date: what a date becomes where a date and time is wanted. */
  static ofDate(date: FeelDate): FeelDateTime {
    return new FeelDateTime(date.dayNumber, 0, { offset: 0, zone: null })
  }

  /** Year, month and day of the local date. */
  get civil(): YearMonthDay {
    return dayOfNumber(this.dayNumber)
  }

  get date(): FeelDate | null {
    return FeelDate.ofDayNumber(this.dayNumber)
  }

  get time(): FeelTime {
    return FeelTime.ofNanos(this.nanos, this)
  }

  get weekday(): number {
    return weekdayOf(this.dayNumber)
  }

  /** Offset in seconds, that of a named zone at this very time; null for a local one. */
  get offsetSeconds(): number | null {
    return this.zone === null ? this.offset : offsetAtLocal(this.zone, this.dayNumber, this.nanos)
  }

  /** Day number and nanosecond of the day in UTC, a local one as it stands. */
  get instant(): { readonly day: number; readonly nanos: number } {
    return carried(this.dayNumber, this.nanos - (this.offsetSeconds ?? 0) * secondNanos)
  }

  override toString(): string {
    return `${textOfDay(this.civil)}T${textOfTime(this.nanos)}${textOfPlace(this)}`
  }

  toJSON(): string {
    return this.toString()
  }
}

/**
 * A day of the calendar (DMN 1.5 §10.3.2.3.5), for years to ±999,999,999.
 */
import { addMonths, dayNumber, dayOfNumber, isDay, isLeapYear, maxDay, minDay, textOfDay, weekdayOf } from "./Calendar.ts"
import { FeelObject, type Kind } from "./FeelObject.ts"

const pattern = /^(-?)(\d{4}|[1-9]\d{4,8})-(\d\d)-(\d\d)$/

/** A date: year, month and day, without time or zone. */
export class FeelDate extends FeelObject {
  readonly kind: Kind = "date"
  readonly year: number
  readonly month: number
  readonly day: number

  private constructor(year: number, month: number, day: number) {
    super()
    this.year = year
    this.month = month
    this.day = day
  }

  /** The date, or null where there is no such day. */
  static of(year: number, month: number, day: number): FeelDate | null {
    return isDay(year, month, day) ? new FeelDate(year, month, day) : null
  }

  /** The date of a day number (0 is 1970-01-01), or null beyond the years that FEEL knows. */
  static ofDayNumber(number: number): FeelDate | null {
    if (!(number >= minDay && number <= maxDay)) return null
    const { year, month, day } = dayOfNumber(number)
    return new FeelDate(year, month, day)
  }

  /** The date that a text such as 2024-02-29 names, or null. */
  static parse(text: string): FeelDate | null {
    const found = pattern.exec(text)
    if (found === null) return null
    const year = Number(found[2])
    return FeelDate.of(found[1] === "-" ? 0 - year : year, Number(found[3]), Number(found[4]))
  }

  /** The day number: 0 is 1970-01-01. */
  get dayNumber(): number {
    return dayNumber(this.year, this.month, this.day)
  }

  /** Day of the week, Monday is 1. */
  get weekday(): number {
    return weekdayOf(this.dayNumber)
  }

  /** Day of the year, from 1. */
  get dayOfYear(): number {
    return this.dayNumber - dayNumber(this.year, 1, 1) + 1
  }

  /** Week of the year after ISO 8601: the week of the year's first Thursday is 1. */
  get weekOfYear(): number {
    const week = Math.floor((this.dayOfYear - this.weekday + 10) / 7)
    if (week < 1) return weeksOf(this.year - 1)
    return week > weeksOf(this.year) ? 1 : week
  }

  /** The date so many months later; the day is cut to the length of the month. */
  plusMonths(months: number): FeelDate | null {
    const { year, month, day } = addMonths(this, months)
    return FeelDate.of(year, month, day)
  }

  /** The date so many days later. */
  plusDays(days: number): FeelDate | null {
    return FeelDate.ofDayNumber(this.dayNumber + days)
  }

  override toString(): string {
    return textOfDay(this)
  }

  toJSON(): string {
    return this.toString()
  }
}

const weeksOf = (year: number): number => {
  const first = weekdayOf(dayNumber(year, 1, 1))
  return first === 4 || (first === 3 && isLeapYear(year)) ? 53 : 52
}

/**
 * The proleptic Gregorian calendar in day numbers (0 is 1970-01-01), for years to ±999,999,999; all steps are exact in doubles.
 */

/** The largest year, and with a minus sign the smallest. */
const maxYear = 999_999_999

/** Nanoseconds of a day. */
export const dayNanos = 86_400_000_000_000

/** Nanoseconds of a second. */
export const secondNanos = 1_000_000_000

export interface YearMonthDay {
  readonly year: number
  readonly month: number
  readonly day: number
}

const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Whether the year has a 29th of February. */
export const isLeapYear = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)

/** The number of days of a month (1 to 12). */
const monthLength = (year: number, month: number): number => (month === 2 && isLeapYear(year) ? 29 : (lengths[month - 1] ?? 0))

/** Whether year, month and day name a day within the years that FEEL knows. */
export const isDay = (year: number, month: number, day: number): boolean =>
  Number.isInteger(year) &&
  Number.isInteger(month) &&
  Number.isInteger(day) &&
  year >= -maxYear &&
  year <= maxYear &&
  month >= 1 &&
  month <= 12 &&
  day >= 1 &&
  day <= monthLength(year, month)

/** The number of a day. */
export const dayNumber = (year: number, month: number, day: number): number => {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** The day of a number. */
export const dayOfNumber = (number: number): YearMonthDay => {
  const shifted = number + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  const month = monthFromMarch + (monthFromMarch < 10 ? 3 : -9)
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day }
}

/** The smallest and largest day numbers. */
export const minDay: number = dayNumber(-maxYear, 1, 1)
export const maxDay: number = dayNumber(maxYear, 12, 31)

/** Day of the week of a day number, Monday is 1. */
export const weekdayOf = (number: number): number => {
  const offset = (number + 3) % 7
  return (offset < 0 ? offset + 7 : offset) + 1
}

/** The year and month so many months later, and the day cut to the length of that month. */
export const addMonths = (from: YearMonthDay, months: number): YearMonthDay => {
  const total = from.year * 12 + (from.month - 1) + months
  const year = Math.floor(total / 12)
  const month = total - year * 12 + 1
  return { year, month, day: Math.min(from.day, monthLength(year, month)) }
}

/** A number in at least so many digits. */
export const padded = (value: number, digits: number): string => String(value).padStart(digits, "0")

/** Year, month and day as text: 2024-02-29, -0044-03-15. */
export const textOfDay = ({ year, month, day }: YearMonthDay): string =>
  `${year < 0 ? "-" : ""}${padded(Math.abs(year), 4)}-${padded(month, 2)}-${padded(day, 2)}`

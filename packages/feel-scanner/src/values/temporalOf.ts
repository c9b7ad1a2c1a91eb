/**
 * What a literal such as @"2024-02-29" means (DMN 1.5 §10.3.1.2, rule 62): a date, time, date and time, or duration.
 */
import { DateTimeType, DateType, DaysTimeDurationType, type FeelType, TimeType, YearsMonthsDurationType } from "../types/FeelType.ts"
import { DaysTimeDuration } from "./DaysTimeDuration.ts"
import { FeelDate } from "./FeelDate.ts"
import { FeelDateTime } from "./FeelDateTime.ts"
import { FeelTime } from "./FeelTime.ts"
import type { FeelValue } from "./FeelValue.ts"
import { YearsMonthsDuration } from "./YearsMonthsDuration.ts"

/** The value and its type, or null where the text is none of them. */
export const temporalOf = (text: string): { readonly value: FeelValue; readonly type: FeelType } | null => {
  const date = FeelDate.parse(text)
  if (date !== null) return { value: date, type: DateType }
  const time = FeelTime.parse(text)
  if (time !== null) return { value: time, type: TimeType }
  const dateTime = text.includes("T") ? FeelDateTime.parse(text) : null
  if (dateTime !== null) return { value: dateTime, type: DateTimeType }
  const duration = durationOf(text)
  if (duration === null) return null
  return { value: duration, type: duration instanceof DaysTimeDuration ? DaysTimeDurationType : YearsMonthsDurationType }
}

/** The duration of a text, or null where it is none. */
export const durationOf = (text: string): DaysTimeDuration | YearsMonthsDuration | null =>
  DaysTimeDuration.parse(text) ?? YearsMonthsDuration.parse(text)

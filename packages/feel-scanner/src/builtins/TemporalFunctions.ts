/**
 * Functions that make dates and times (DMN 1.5 §10.3.4.1).
 */
import { DateTimeType, DateType, TimeType } from "../types/FeelType.ts"
import { secondNanos } from "../values/Calendar.ts"
import type { DaysTimeDuration } from "../values/DaysTimeDuration.ts"
import { Rounding } from "../values/Decimal34.ts"
import { FeelDate } from "../values/FeelDate.ts"
import { FeelDateTime } from "../values/FeelDateTime.ts"
import { type FeelNumber, multiply, roundTo } from "../values/FeelNumber.ts"
import { anywhere, FeelTime, maxOffset, type Place } from "../values/FeelTime.ts"
import type { FeelValue } from "../values/FeelValue.ts"
import { type Builtin, builtin, optional, parameter, signature, take } from "./Builtin.ts"

const isWhole = (value: FeelNumber): value is number => typeof value === "number" && Number.isInteger(value)

const dateOf = (from: string | FeelDate | FeelDateTime): FeelDate | null => {
  if (typeof from === "string") return FeelDate.parse(from)
  return from instanceof FeelDateTime ? from.date : from
}

const timeOf = (from: string | FeelTime | FeelDate | FeelDateTime): FeelTime | null => {
  if (typeof from === "string") return FeelTime.parse(from)
  if (from instanceof FeelTime) return from
  return from instanceof FeelDate ? FeelTime.ofNanos(0, { offset: 0, zone: null }) : from.time
}

const timeOfParts = (hour: FeelNumber, minute: FeelNumber, second: FeelNumber, offset: DaysTimeDuration | null): FeelTime | null => {
  if (!isWhole(hour) || !isWhole(minute) || hour < 0 || hour > 23 || minute < 0 || minute > 59) return null
  const nanos = roundTo(multiply(second, secondNanos) ?? -1, 0, Rounding.down)
  if (typeof nanos !== "number" || nanos < 0 || nanos >= 60 * secondNanos) return null
  const place = offset === null ? anywhere : placeOf(offset)
  return place === null ? null : FeelTime.ofNanos((hour * 60 + minute) * 60 * secondNanos + nanos, place)
}

const placeOf = (offset: DaysTimeDuration): Place | null => {
  const seconds = Number(offset.totalNanos / BigInt(secondNanos))
  return Math.abs(seconds) > maxOffset ? null : { offset: seconds, zone: null }
}

const failed = (what: string): string => `This is no ${what}.`

/** `date`, `time` and `date and time`. */
export const temporalFunctions: ReadonlyArray<Builtin> = [
  builtin(
    "date",
    DateType,
    signature(
      [parameter("from", take.either(take.string, take.either(take.date, take.dateTime)))],
      ([from], site) => dateOf(from) ?? site.fail("InvalidArgument", failed("date")),
    ),
    signature(
      [parameter("year", take.number), parameter("month", take.number), parameter("day", take.number)],
      ([year, month, day], site) => {
        const date = isWhole(year) && isWhole(month) && isWhole(day) ? FeelDate.of(year, month, day) : null
        return date ?? site.fail("InvalidArgument", failed("date"))
      },
    ),
  ),
  builtin(
    "time",
    TimeType,
    signature(
      [parameter("from", take.either(take.either(take.string, take.time), take.either(take.date, take.dateTime)))],
      ([from], site) => timeOf(from) ?? site.fail("InvalidArgument", failed("time")),
    ),
    signature(
      [
        parameter("hour", take.number),
        parameter("minute", take.number),
        parameter("second", take.number),
        optional("offset", take.orNull(take.daysTime)),
      ],
      ([hour, minute, second, offset], site) => timeOfParts(hour, minute, second, offset) ?? site.fail("InvalidArgument", failed("time")),
    ),
  ),
  builtin(
    "date and time",
    DateTimeType,
    signature([parameter("from", take.either(take.string, take.either(take.date, take.dateTime)))], ([from], site): FeelValue => {
      if (from instanceof FeelDate) return FeelDateTime.ofDate(from)
      if (from instanceof FeelDateTime) return from
      return FeelDateTime.parse(from) ?? site.fail("InvalidArgument", failed("date and time"))
    }),
    signature([parameter("date", take.either(take.date, take.dateTime)), parameter("time", take.time)], ([date, time], site) => {
      return FeelDateTime.ofLocal(date.dayNumber, time.nanos, time) ?? site.fail("NoResult", failed("date and time"))
    }),
  ),
]

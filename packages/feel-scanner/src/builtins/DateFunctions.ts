/**
 * Functions on dates, and those that read the clock (DMN 1.5 §10.3.4.7, §10.3.4.9).
 */
import { DateTimeType, DateType, NumberType, StringType } from "../types/FeelType.ts"
import { FeelDate } from "../values/FeelDate.ts"
import { FeelDateTime } from "../values/FeelDateTime.ts"
import type { CallSite } from "../values/FeelFunction.ts"
import { type Builtin, builtin, parameter, signature, take } from "./Builtin.ts"

const months = "January February March April May June July August September October November December".split(" ")
const weekdays = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(" ")

const day = take.either(take.date, take.dateTime)

const dateOf = (value: FeelDate | FeelDateTime): FeelDate | null => (value instanceof FeelDate ? value : value.date)

const dayMillis = 86_400_000

const present = (site: CallSite): FeelDateTime | null => {
  const millis = site.now()
  if (!Number.isFinite(millis)) return site.fail("NoResult", "There is no clock here.")
  const days = Math.floor(millis / dayMillis)
  return FeelDateTime.ofInstant(days, (millis - days * dayMillis) * 1_000_000, {
    offset: site.zone === "UTC" ? 0 : null,
    zone: site.zone === "UTC" ? null : site.zone,
  })
}

/** Functions on dates. */
export const dateFunctions: ReadonlyArray<Builtin> = [
  builtin(
    "day of year",
    NumberType,
    signature([parameter("date", day)], ([date]) => dateOf(date)?.dayOfYear ?? null),
  ),
  builtin(
    "day of week",
    StringType,
    signature([parameter("date", day)], ([date]) => weekdays[date.weekday - 1] ?? null),
  ),
  builtin(
    "month of year",
    StringType,
    signature([parameter("date", day)], ([date]) => months[(dateOf(date)?.month ?? 0) - 1] ?? null),
  ),
  builtin(
    "week of year",
    NumberType,
    signature([parameter("date", day)], ([date]) => dateOf(date)?.weekOfYear ?? null),
  ),
  {
    ...builtin(
      "now",
      DateTimeType,
      signature([], (_given, site) => present(site)),
    ),
    pure: false,
  },
  {
    ...builtin(
      "today",
      DateType,
      signature([], (_given, site) => present(site)?.date ?? null),
    ),
    pure: false,
  },
]

/**
 * Conversion functions (DMN 1.5 §10.3.4.1), those of dates and times apart.
 */

import { Any, NumberType, rangeOf, StringType, YearsMonthsDurationType } from "../types/FeelType.ts"
import { FeelDate } from "../values/FeelDate.ts"
import type { FeelDateTime } from "../values/FeelDateTime.ts"
import { numberOf } from "../values/FeelNumber.ts"
import { durationOf } from "../values/temporalOf.ts"
import { written } from "../values/textOf.ts"
import { YearsMonthsDuration } from "../values/YearsMonthsDuration.ts"
import { type Builtin, builtin, optional, parameter, signature, take } from "./Builtin.ts"
import { parseRange } from "./parseRange.ts"

const numeral = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

const toNumber = (from: string, grouping: string | null, point: string | null) => {
  const separators = [" ", ",", "."]
  if (grouping !== null && (!separators.includes(grouping) || grouping === point)) return null
  if (point !== null && point !== "." && point !== ",") return null
  let text = grouping === null ? from : from.replaceAll(grouping, "")
  if (point === ",") {
    if (text.includes(".")) return null
    text = text.replace(",", ".")
  }
  return numeral.test(text) ? numberOf(text) : null
}

/** The whole months between two dates. */
const monthsBetween = (from: FeelDate, to: FeelDate): number => {
  const months = (to.year - from.year) * 12 + to.month - from.month
  if (months > 0 && to.day < from.day) return months - 1
  return months < 0 && to.day > from.day ? months + 1 : months
}

const day = take.either(take.date, take.dateTime)

const dayOf = (value: FeelDate | FeelDateTime): FeelDate | null => (value instanceof FeelDate ? value : value.date)

/** Functions that make a value of another. */
export const conversionFunctions: ReadonlyArray<Builtin> = [
  builtin(
    "number",
    NumberType,
    signature(
      [
        parameter("from", take.string),
        optional("grouping separator", take.orNull(take.string)),
        optional("decimal separator", take.orNull(take.string)),
      ],
      ([from, grouping, point], site) => toNumber(from, grouping, point) ?? site.fail("InvalidArgument", `"${from}" is no number.`),
    ),
  ),
  builtin(
    "string",
    StringType,
    signature([parameter("from", take.any)], ([from], site) => (from === null ? null : site.made(written(from, site.longest, site)))),
  ),
  builtin(
    "duration",
    Any,
    signature(
      [parameter("from", take.string)],
      ([from], site) => durationOf(from) ?? site.fail("InvalidArgument", `"${from}" is no duration.`),
    ),
  ),
  builtin(
    "years and months duration",
    YearsMonthsDurationType,
    signature([parameter("from", day), parameter("to", day)], ([from, to], site) => {
      const [a, b] = [dayOf(from), dayOf(to)]
      const months = a === null || b === null ? null : YearsMonthsDuration.of(monthsBetween(a, b))
      return months ?? site.fail("NoResult", "The duration is too long.")
    }),
  ),
  builtin(
    "range",
    rangeOf(Any),
    signature(
      [parameter("from", take.string)],
      ([from], site) => parseRange(from) ?? site.fail("InvalidArgument", `"${from}" is no range.`),
    ),
  ),
]

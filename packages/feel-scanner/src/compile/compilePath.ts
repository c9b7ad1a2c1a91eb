/**
 * value.entry: entries of contexts, of each item of a list, and the properties of dates, times, durations and ranges (DMN 1.5 §10.3.2.15).
 */
import type { NodeOf } from "../syntax/Syntax.ts"
import { DaysTimeDuration } from "../values/DaysTimeDuration.ts"
import { FeelDate } from "../values/FeelDate.ts"
import { FeelDateTime } from "../values/FeelDateTime.ts"
import { FeelObject } from "../values/FeelObject.ts"
import { FeelRange } from "../values/FeelRange.ts"
import { FeelTime } from "../values/FeelTime.ts"
import { entryOf, type FeelList, type FeelValue, isContext, isList } from "../values/FeelValue.ts"
import type { Meter } from "../values/Meter.ts"
import { YearsMonthsDuration } from "../values/YearsMonthsDuration.ts"
import type { Compiler } from "./Compiler.ts"
import { described } from "./compileArithmetic.ts"
import type { Eval } from "./Run.ts"

/** source.name */
export const compilePath = (compiler: Compiler, node: NodeOf<"path">): Eval => {
  const source = compiler.node(node.source)
  const { name } = node
  const span = compiler.span(node)
  return (frame) => {
    const value = source(frame)
    const entry = partOf(value, name, frame.run)
    if (entry !== undefined) return entry
    if (value === null) return frame.run.failAt(span, "NoEntry", `The value before .${name} is null.`)
    return frame.run.failAt(span, "NoEntry", `${described(value)} has no entry named ${name}.`)
  }
}

/** The entry or property; undefined where there is none. */
const partOf = (value: FeelValue, name: string, meter: Meter): FeelValue | undefined => {
  if (isContext(value)) return entryOf(value, name)
  if (isList(value)) return partsOf(value, name, meter)
  return value instanceof FeelObject ? propertyOf(value, name) : undefined
}

const partsOf = (list: FeelList, name: string, meter: Meter): FeelList => {
  meter.charge(list.length)
  const parts: Array<FeelValue> = []
  for (const item of list) parts.push((isContext(item) ? entryOf(item, name) : partOf(item, name, meter)) ?? null)
  return parts
}

const propertyOf = (value: FeelObject, name: string): FeelValue | undefined => {
  if (value instanceof FeelDate) return dateProperty(value, name)
  if (value instanceof FeelTime) return timeProperty(value, name)
  if (value instanceof FeelDateTime) {
    if (name === "year" || name === "month" || name === "day") return value.civil[name]
    return name === "weekday" ? value.weekday : timeProperty(value.time, name, value)
  }
  if (value instanceof DaysTimeDuration) {
    return name === "days" || name === "hours" || name === "minutes" || name === "seconds" ? value.parts[name] : undefined
  }
  if (value instanceof YearsMonthsDuration) {
    if (name === "years") return Math.trunc(value.months / 12) + 0
    return name === "months" ? (value.months % 12) + 0 : undefined
  }
  return value instanceof FeelRange ? rangeProperty(value, name) : undefined
}

const dateProperty = (date: FeelDate, name: string): FeelValue | undefined =>
  name === "year" || name === "month" || name === "day" || name === "weekday" ? date[name] : undefined

const timeProperty = (time: FeelTime, name: string, place: FeelTime | FeelDateTime = time): FeelValue | undefined => {
  switch (name) {
    case "hour":
    case "minute":
    case "second":
      return time[name]
    case "time offset":
      return place.offsetSeconds === null ? null : DaysTimeDuration.ofNanos(BigInt(place.offsetSeconds) * 1_000_000_000n)
    case "timezone":
      return place.zone
    default:
      return undefined
  }
}

const rangeProperty = (range: FeelRange, name: string): FeelValue | undefined => {
  switch (name) {
    case "start":
      return range.start
    case "end":
      return range.end
    case "start included":
      return range.startIncluded
    case "end included":
      return range.endIncluded
    default:
      return undefined
  }
}

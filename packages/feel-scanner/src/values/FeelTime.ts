/**
 * A time of the day (DMN 1.5 §10.3.2.3.4), local or with an offset or a named zone.
 */
import { dayNanos, padded, secondNanos } from "./Calendar.ts"
import { FeelObject, type Kind } from "./FeelObject.ts"
import { isZone, offsetAtLocal, textOfOffset } from "./TimeZone.ts"

const pattern = /^(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:([Zz])|([+-])(\d\d):(\d\d)(?::(\d\d))?|@(.+))?$/

/** Where a time holds: an offset in seconds, a named zone, or (both null) wherever the reader is. */
export interface Place {
  readonly offset: number | null
  readonly zone: string | null
}

/** The place of a time without offset and zone. */
export const anywhere: Place = { offset: null, zone: null }

/** The largest offset in seconds: 18 hours. */
export const maxOffset = 18 * 3600

/** A time: nanosecond of the day and place. */
export class FeelTime extends FeelObject {
  readonly kind: Kind = "time"
  readonly nanos: number
  readonly offset: number | null
  readonly zone: string | null

  private constructor(nanos: number, { offset, zone }: Place) {
    super()
    this.nanos = nanos
    this.offset = offset
    this.zone = zone
  }

  /** The time at a nanosecond of the day; beyond the day it wraps. */
  static ofNanos(nanos: number, place: Place): FeelTime {
    const within = nanos % dayNanos
    return new FeelTime(within < 0 ? within + dayNanos : within, place)
  }

  /** The time that a text such as 10:30:00.5+01:00 names, or null. */
  static parse(text: string): FeelTime | null {
    const read = readTime(text)
    return read === null ? null : FeelTime.ofNanos(read.nanos, read)
  }

  get hour(): number {
    return Math.floor(this.nanos / (3600 * secondNanos))
  }

  get minute(): number {
    return Math.floor(this.nanos / (60 * secondNanos)) % 60
  }

  get second(): number {
    return Math.floor(this.nanos / secondNanos) % 60
  }

  /** Offset in seconds, that of a named zone on 1970-01-01; null for a local time. */
  get offsetSeconds(): number | null {
    return this.zone === null ? this.offset : offsetAtLocal(this.zone, 0, this.nanos)
  }

  /** Nanosecond of the day in UTC (may lie outside of the day), a local time as it stands. */
  get utcNanos(): number {
    return this.nanos - (this.offsetSeconds ?? 0) * secondNanos
  }

  override toString(): string {
    return textOfTime(this.nanos) + textOfPlace(this)
  }

  toJSON(): string {
    return this.toString()
  }
}

/** Nanosecond of the day (24:00:00 gives the whole day) and place of a text, or null where it is no time. */
export const readTime = (text: string): (Place & { readonly nanos: number }) | null => {
  const found = pattern.exec(text)
  if (found === null) return null
  const hour = Number(found[1])
  const minute = Number(found[2])
  const second = Number(found[3])
  const fraction = Number((found[4] ?? "").slice(0, 9).padEnd(9, "0"))
  if (minute > 59 || second > 59 || hour > 24 || (hour === 24 && (minute > 0 || second > 0 || fraction > 0))) return null
  const place = placeOf(found)
  return place === null ? null : { nanos: (hour * 3600 + minute * 60 + second) * secondNanos + fraction, ...place }
}

const placeOf = (found: RegExpExecArray): Place | null => {
  if (found[5] !== undefined) return { offset: 0, zone: null }
  if (found[10] !== undefined) return isZone(found[10]) ? { offset: null, zone: found[10] } : null
  if (found[6] === undefined) return anywhere
  const minutes = Number(found[8])
  const seconds = Number(found[9] ?? "0")
  const size = Number(found[7]) * 3600 + minutes * 60 + seconds
  if (minutes > 59 || seconds > 59 || size > maxOffset) return null
  return { offset: found[6] === "-" ? 0 - size : size, zone: null }
}

/** A nanosecond of the day as text: 10:30:00.5. */
export const textOfTime = (nanos: number): string => {
  const seconds = Math.floor(nanos / secondNanos)
  const text = `${padded(Math.floor(seconds / 3600), 2)}:${padded(Math.floor(seconds / 60) % 60, 2)}:${padded(seconds % 60, 2)}`
  return text + textOfFraction(nanos % secondNanos)
}

/** Nanoseconds below a second as text: .5, or nothing. */
export const textOfFraction = (nanos: number): string => (nanos === 0 ? "" : `.${padded(nanos, 9).replace(/0+$/, "")}`)

/** Offset or zone as text. */
export const textOfPlace = ({ offset, zone }: Place): string => (zone !== null ? `@${zone}` : offset !== null ? textOfOffset(offset) : "")

/**
 * A length of time in days and parts of days (DMN 1.5 §10.3.2.3.7), exact to the nanosecond.
 */
import { dayNanos, secondNanos } from "./Calendar.ts"
import { FeelObject, type Kind } from "./FeelObject.ts"
import { textOfFraction } from "./FeelTime.ts"
import { carried } from "./TimeZone.ts"

const pattern = /^(-?)P(?:(\d{1,15})D)?(?:T(?:(\d{1,15})H)?(?:(\d{1,15})M)?(?:(\d{1,15})(?:\.(\d*))?S)?)?$/

/** The largest number of days: beyond it arithmetic on doubles would not be exact. */
const maxDays = 4e12

/** Days (negative ones too) and nanoseconds of a day, the latter never negative. */
export class DaysTimeDuration extends FeelObject {
  readonly kind: Kind = "days and time duration"
  readonly days: number
  readonly nanos: number

  private constructor(days: number, nanos: number) {
    super()
    this.days = days
    this.nanos = nanos
  }

  /** The duration of so many days and nanoseconds, or null where it is too long. */
  static of(days: number, nanos: number): DaysTimeDuration | null {
    const { day, nanos: within } = carried(days, nanos)
    return day <= maxDays && day >= -maxDays ? new DaysTimeDuration(day, within) : null
  }

  /** The duration of so many nanoseconds, or null where it is too long. */
  static ofNanos(nanos: bigint): DaysTimeDuration | null {
    const whole = BigInt(dayNanos)
    const days = nanos / whole
    return DaysTimeDuration.of(Number(days), Number(nanos - days * whole))
  }

  /** The duration that a text such as P1DT2H names, or null. */
  static parse(text: string): DaysTimeDuration | null {
    const found = pattern.exec(text)
    if (found === null || text.endsWith("P") || text.endsWith("T")) return null
    const part = (index: number): bigint => BigInt(found[index] ?? "0")
    const seconds = part(2) * 86_400n + part(3) * 3600n + part(4) * 60n + part(5)
    const nanos = seconds * BigInt(secondNanos) + BigInt((found[6] ?? "").slice(0, 9).padEnd(9, "0"))
    return DaysTimeDuration.ofNanos(found[1] === "-" ? -nanos : nanos)
  }

  /** The whole length in nanoseconds. */
  get totalNanos(): bigint {
    return BigInt(this.days) * BigInt(dayNanos) + BigInt(this.nanos)
  }

  /** Whether it runs backwards. */
  get isNegative(): boolean {
    return this.days < 0
  }

  /** Days, hours, minutes, seconds and nanoseconds, each with the sign of the duration. */
  get parts(): {
    readonly days: number
    readonly hours: number
    readonly minutes: number
    readonly seconds: number
    readonly nanos: number
  } {
    if (this.isNegative && this.nanos > 0) return signed(-1, -this.days - 1, dayNanos - this.nanos)
    return this.isNegative ? signed(-1, -this.days, 0) : signed(1, this.days, this.nanos)
  }

  negated(): DaysTimeDuration {
    return this.nanos === 0 ? new DaysTimeDuration(0 - this.days, 0) : new DaysTimeDuration(0 - this.days - 1, dayNanos - this.nanos)
  }

  override toString(): string {
    const { days, hours, minutes, seconds, nanos } = (this.isNegative ? this.negated() : this).parts
    const time =
      (hours ? `${hours}H` : "") + (minutes ? `${minutes}M` : "") + (seconds || nanos ? `${seconds}${textOfFraction(nanos)}S` : "")
    if (days === 0 && time === "") return "PT0S"
    return `${this.isNegative ? "-" : ""}P${days ? `${days}D` : ""}${time === "" ? "" : `T${time}`}`
  }

  toJSON(): string {
    return this.toString()
  }
}

const signed = (sign: 1 | -1, days: number, nanos: number): DaysTimeDuration["parts"] => {
  const total = Math.floor(nanos / secondNanos)
  const times = (value: number): number => (value === 0 ? 0 : sign * value)
  return {
    days: times(days),
    hours: times(Math.floor(total / 3600)),
    minutes: times(Math.floor(total / 60) % 60),
    seconds: times(total % 60),
    nanos: times(nanos % secondNanos),
  }
}

/**
 * A length of time in years and months (DMN 1.5 §10.3.2.3.8).
 */
import { FeelObject, type Kind } from "./FeelObject.ts"

const pattern = /^(-?)P(?:(\d{1,15})Y)?(?:(\d{1,15})M)?$/

/** A number of months. */
export class YearsMonthsDuration extends FeelObject {
  readonly kind: Kind = "years and months duration"
  readonly months: number

  private constructor(months: number) {
    super()
    this.months = months
  }

  /** The duration of so many months, or null where it is too long. */
  static of(months: number): YearsMonthsDuration | null {
    return Number.isSafeInteger(months) ? new YearsMonthsDuration(months === 0 ? 0 : months) : null
  }

  /** The duration that a text such as P1Y2M names, or null. */
  static parse(text: string): YearsMonthsDuration | null {
    const found = pattern.exec(text)
    if (found === null || text.endsWith("P")) return null
    const months = Number(found[2] ?? "0") * 12 + Number(found[3] ?? "0")
    return YearsMonthsDuration.of(found[1] === "-" ? 0 - months : months)
  }

  override toString(): string {
    const size = Math.abs(this.months)
    const years = Math.floor(size / 12)
    const months = size % 12
    if (size === 0) return "P0M"
    return `${this.months < 0 ? "-" : ""}P${years ? `${years}Y` : ""}${months ? `${months}M` : ""}`
  }

  toJSON(): string {
    return this.toString()
  }
}

/**
 * Ranges (DMN 1.5 §10.3.2.7): an interval such as [1..10), or what a unary test such as < 10 means.
 */
import { FeelObject, type Kind } from "./FeelObject.ts"
import type { FeelValue } from "./FeelValue.ts"

/** How a range was written: as an interval, or as a comparison with one value. */
export type RangeForm = "interval" | "<" | "<=" | ">" | ">=" | "=" | "!="

/** A range. A missing end is null. */
export class FeelRange extends FeelObject {
  readonly kind: Kind = "range"
  readonly start: FeelValue
  readonly end: FeelValue
  readonly startIncluded: boolean
  readonly endIncluded: boolean
  readonly form: RangeForm

  constructor(start: FeelValue, end: FeelValue, startIncluded: boolean, endIncluded: boolean, form: RangeForm = "interval") {
    super()
    this.start = start
    this.end = end
    this.startIncluded = startIncluded
    this.endIncluded = endIncluded
    this.form = form
  }

  /** The range of a comparison with one value. */
  static ofTest(form: Exclude<RangeForm, "interval">, value: FeelValue): FeelRange {
    switch (form) {
      case "<":
      case "<=":
        return new FeelRange(null, value, false, form === "<=", form)
      case ">":
      case ">=":
        return new FeelRange(value, null, form === ">=", false, form)
      case "=":
      case "!=":
        return new FeelRange(value, value, true, true, form)
    }
  }
}

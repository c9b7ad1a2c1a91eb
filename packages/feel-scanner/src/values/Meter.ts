/**
 * The measure of work: values may share parts, so that walking through a small one can take very long.
 */

/** Counts steps, and ends the work by a throw where there are too many. */
export interface Meter {
  readonly charge: (steps: number) => void
}

/** What going through a text costs: as much as other steps that take as long. */
export const costOf = (text: string): number => 1 + (text.length >>> 6)

/** A value is too large for what was asked of it. */
export class FeelLimitError extends Error {
  readonly _tag = "FeelLimitError"
  override readonly name = "FeelLimitError"
}

/** A meter for work outside of evaluations. */
export const meterOf = (most: number): Meter => {
  let left = most
  return {
    charge: (steps) => {
      left -= steps
      if (left < 0) throw new FeelLimitError(`The value has more than ${most} parts: it is too large for this.`)
    },
  }
}

/** How many parts a value may have outside of evaluations. */
export const mostParts = 2_000_000

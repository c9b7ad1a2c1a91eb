/**
 * The measure of work: values may share parts, so that walking through a small one can take very long.
 */

/** Counts steps, and ends the work by a throw where there are too many. */
export interface Meter {
  readonly charge: (steps: number) => void
}

/** What going through a text costs: as much as other steps that take as long. */
export const costOf = (text: string): number => 1 + (text.length >>> 6)

/** A value is too large for what was asked of it, or an evaluation does too much: there it becomes a diagnostic. */
export class FeelLimitError extends Error {
  readonly _tag = "FeelLimitError"
  override readonly name = "FeelLimitError"
  readonly code = "FeelLimitError"
}

/** Whether an error says that an evaluation did too much: its own limit, or that of the stack, a string or a list. */
export const limitReached = (error: unknown): error is Error => error instanceof FeelLimitError || error instanceof RangeError

/** What to tell about it. */
export const messageOf = (error: Error): string =>
  error instanceof FeelLimitError ? error.message : "The evaluation is nested too deeply or made too large a value."

/** A meter for work outside of evaluations. */
const meterOf = (most: number): Meter => {
  let left = most
  return {
    charge: (steps) => {
      left -= steps
      if (left < 0) throw new FeelLimitError(`The value has more than ${most} parts: it is too large for this.`)
    },
  }
}

/** How many parts a value may have outside of evaluations. */
const mostParts = 2_000_000

/** Works on a value outside of evaluations: with a meter of its own, and a limit error for a value that is nested too deeply. */
export const metered = <A>(work: (meter: Meter) => A): A => {
  try {
    return work(meterOf(mostParts))
  } catch (error) {
    if (error instanceof RangeError) throw new FeelLimitError("The value is nested too deeply for this.")
    throw error
  }
}

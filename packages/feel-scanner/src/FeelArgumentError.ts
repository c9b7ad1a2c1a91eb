/**
 * What functions of this package are given, looked at for those who have no types.
 */

/** A function was given something else than it takes. */
export class FeelArgumentError extends Error {
  readonly _tag = "FeelArgumentError"
  override readonly name = "FeelArgumentError"
  readonly code = "FeelArgumentError"
}

/** Throws where it does not fit; `takes` ends the sentence. */
export const requireThat = (fits: boolean, call: string, given: unknown, takes: string): void => {
  if (fits) return
  const shown = given === null ? "null" : Array.isArray(given) ? "a list" : `a value of type ${typeof given}`
  throw new FeelArgumentError(`${call} was given ${shown}: it takes ${takes}.`)
}

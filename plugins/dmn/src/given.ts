/**
 * What functions of this package are given, looked at for those who have no types.
 */
import { DmnError } from "./DmnError.ts"

const shown = (given: unknown): string => (given === null ? "null" : Array.isArray(given) ? "a list" : `a value of type ${typeof given}`)

/** Whether it is an object of fields. */
export const isFields = (given: unknown): given is object => Object.prototype.toString.call(given) === "[object Object]"

/** Throws where it does not fit; `takes` ends the sentence. */
export const requireThat = (fits: boolean, call: string, given: unknown, takes: string): void => {
  if (!fits) throw new DmnError("ArgumentInvalid", `${call} was given ${shown(given)}: it takes ${takes}.`)
}

/** Whether it is a model as data. */
export const isModel = (given: unknown): boolean => isFields(given) && Array.isArray(Reflect.get(given, "decisions"))

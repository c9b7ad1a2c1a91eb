/**
 * How errors look where they are printed: message, stack, fields, as with any other error. Effect's own classes print as
 * plain objects, without the line that they come from.
 */
import { inspect } from "node:util"

/** Has Node print the errors of a class as it prints its own. */
export const printedAsError = (error: { readonly prototype: Error }): void => {
  Object.defineProperty(error.prototype, inspect.custom, { value: undefined })
}

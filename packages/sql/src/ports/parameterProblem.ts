/**
 * Parameters that a statement of a transactional step cannot have: a driver would refuse them in words of its own, or
 * write something else without a word.
 */

/** Why they are refused, as a sentence, or undefined where they are not. */
export const parameterProblem = (parameters: unknown): string | undefined => {
  if (!Array.isArray(parameters)) return "the parameters of a statement are a list."
  for (const [index, value] of parameters.entries()) {
    const wrong = wrongValue(value)
    if (wrong !== undefined)
      return `parameter ${index + 1} is ${wrong}: give a text, a number, a bigint, true or false, null, bytes or a date.`
  }
  return undefined
}

const wrongValue = (value: unknown): string | undefined => {
  if (value === null || typeof value === "string" || typeof value === "bigint" || typeof value === "boolean") return undefined
  if (typeof value === "number") return Number.isNaN(value) ? "NaN" : undefined
  if (value instanceof Uint8Array) return undefined
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "a date that is not valid" : undefined
  if (typeof value === "object") return Array.isArray(value) ? "a list" : "an object"
  return value === undefined ? "undefined" : `a ${typeof value}`
}

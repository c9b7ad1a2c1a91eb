/**
 * JSON values: the only data that Millrace stores.
 */

/** What JSON carries. */
export type Json = null | boolean | number | string | JsonArray | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}
export interface JsonArray extends ReadonlyArray<Json> {}

/** Freezes parsed JSON all the way down and returns it. Instances of classes in it stay as they are. */
export const deepFreeze = <T>(value: T): T => {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value
  if (Array.isArray(value)) for (const inner of value) deepFreeze(inner)
  else if (Object.getPrototypeOf(value) === Object.prototype) for (const key in value) deepFreeze(value[key])
  else return value
  return Object.freeze(value)
}

/** JSON text with object keys sorted, so that equal values give equal text. Input must be JSON. */
export const canonicalJson = (value: unknown): string => {
  if (typeof value !== "object" || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(",")}}`
}

/**
 * What JSON would drop or change without a word: found before a value is stored, so that nobody reads back something
 * else than was written.
 */
import { deepest } from "./hostileIn.ts"

/** What would be lost, and where: `"at items[2].price: NaN is not a JSON number"`. */
export interface Loss {
  readonly path: string
  readonly what: string
}

/** The first thing in a value that JSON would not keep. The value must not be cyclic. */
export const lossIn = (value: unknown): string | undefined => {
  const loss = find(value, 0)
  if (loss === undefined) return undefined
  const path = loss.path.startsWith(".") ? loss.path.slice(1) : loss.path
  return path === "" ? loss.what : `at ${path.length > 100 ? `${path.slice(0, 100)}…` : path}: ${loss.what}`
}

const lost = (what: string): Loss => ({ path: "", what })

const find = (value: unknown, depth: number): Loss | undefined => {
  if (typeof value === "number") return Number.isFinite(value) ? undefined : lost(`${value} is not a JSON number`)
  if (typeof value === "function" || typeof value === "symbol") return lost(`a ${typeof value} cannot be stored`)
  if (typeof value !== "object" || value === null) return undefined
  if (depth === deepest) return lost(`it is nested more than ${deepest} levels deep`)
  if ("toJSON" in value && typeof value.toJSON === "function") {
    return value instanceof Date && Number.isNaN(value.getTime()) ? lost("a date that is not valid cannot be stored") : undefined
  }
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const loss = find(value[index], depth + 1)
      if (loss !== undefined) return { ...loss, path: `[${index}]${loss.path}` }
    }
    return undefined
  }
  const kind = Object.prototype.toString.call(value).slice("[object ".length, -1)
  if (!asFields.has(kind)) return lost(strange(value, kind))
  for (const [key, inner] of Object.entries(value)) {
    const loss = find(inner, depth + 1)
    if (loss !== undefined) return { ...loss, path: `.${key}${loss.path}` }
  }
  return undefined
}

/** Objects that are their fields, and boxed values, which JSON unboxes. */
const asFields: ReadonlySet<string> = new Set(["Object", "Number", "String", "Boolean", "Arguments"])

const strange = (value: object, kind: string): string => {
  if (!("then" in value) || typeof value.then !== "function")
    return `an object of class ${kind} is not JSON: give the step a schema, or return plain data`
  // Nobody will wait for it, so its failure must not reach the host as an unhandled one.
  value.then(ignore, ignore)
  return "a promise cannot be stored: await it first"
}

const ignore = (): void => {}

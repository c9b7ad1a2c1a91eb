/**
 * Values as the operators take them: what is no number, text or truth becomes one where the language says so. Null is 0, empty text and false.
 *
 * Expression Language 2.1 (JSR 245), §1.18.
 */
import type { Json } from "@millrace/kernel"

/** A value that cannot be what an operator needs. */
export class Unfit {
  readonly message: string
  constructor(message: string) {
    this.message = message
  }
}

const numeral = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/

/** A value as a number: texts that are written as one, too. */
export const toNumber = (value: Json): number | Unfit => {
  if (typeof value === "number") return value
  if (value === null || value === "") return 0
  if (typeof value === "string" && numeral.test(value)) return Number(value)
  return new Unfit(`${described(value)} is no number`)
}

/** A value as true or false: texts are true if they are the word. */
export const toBoolean = (value: Json): boolean | Unfit => {
  if (typeof value === "boolean") return value
  if (value === null) return false
  if (typeof value === "string") return value.toLowerCase() === "true"
  return new Unfit(`${described(value)} is neither true nor false`)
}

/** A value as text. */
export const toText = (value: Json): string | Unfit => {
  if (typeof value === "string") return value
  if (value === null) return ""
  return typeof value === "object" ? new Unfit(`${described(value)} is no text`) : String(value)
}

/** Whether a value is null, or an empty text, list or object. */
export const isEmpty = (value: Json): boolean => {
  if (value === null || value === "") return true
  if (typeof value !== "object") return false
  return Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0
}

/** A value in a message: short. */
export const described = (value: Json): string => {
  if (Array.isArray(value)) return "a list"
  if (typeof value === "object" && value !== null) return "an object"
  return typeof value === "string" ? `'${value.length > 40 ? `${value.slice(0, 40)}…` : value}'` : String(value)
}

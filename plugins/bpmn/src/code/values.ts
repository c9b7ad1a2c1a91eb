/**
 * Values and expressions of a graph, as a chain is given them.
 */
import { key, literal, quoted } from "./literal.ts"
import { type Printing, textOf } from "./Printing.ts"
import { Inexpressible } from "./Structure.ts"
import { arrow, call, list, object, type Written } from "./Written.ts"

type Fields = Readonly<Record<string, unknown>>

/** A part of an element as an object of fields; without any where it is none. */
export const fieldsOf = (part: unknown): Fields =>
  typeof part === "object" && part !== null ? Object.fromEntries(Object.entries(part)) : {}

/** JSON as it is written. */
export const json = (value: unknown): Written => {
  if (typeof value === "string") return quoted(value)
  if (Array.isArray(value)) return list(value.map(json))
  if (typeof value !== "object" || value === null) return literal(value)
  return object(Object.entries(value).flatMap(([name, field]) => (field === undefined ? [] : [[key(name), json(field)] as const])))
}

/** An expression: a text, or a function that somebody has to give. */
export const expressionOf = (printing: Printing, part: unknown): Written => {
  const { language, text } = fieldsOf(part)
  if (typeof language === "string" && typeof text === "string") return textOf(printing, { language, text })
  throw new Inexpressible("an expression is code that only the process it was made of has")
}

/** A value that is fixed, or an expression. */
export const valueGiven = (printing: Printing, part: unknown): Written => {
  const fields = fieldsOf(part)
  return "value" in fields ? json(fields.value) : expressionOf(printing, part)
}

/** The same where only functions and texts are taken. */
export const assigned = (printing: Printing, part: unknown): Written => {
  const fields = fieldsOf(part)
  return "value" in fields ? constantly(fields.value) : expressionOf(printing, part)
}

/** A function that always gives this. */
export const constantly = (value: unknown): Written => {
  const written = json(value)
  return arrow("()", typeof written === "object" && written.kind === "object" ? call("", written) : written)
}

/** A point in time. */
export const dueOf = (printing: Printing, part: unknown): Written => {
  const { value } = fieldsOf(part)
  const { cron, ...options } = fieldsOf(value)
  if (typeof cron !== "string") return valueGiven(printing, part)
  printing.imports.add("cron")
  return call("cron", quoted(cron), ...(Object.keys(options).length === 0 ? [] : [json(options)]))
}

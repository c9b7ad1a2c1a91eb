/**
 * Typed errors as they are thrown by error end events.
 */
import type { ErrorValue, Json } from "@millrace/kernel"
import { readValue } from "@millrace/kernel"
import { Schema } from "effect"
import { CodeProblem, codeFailed, messageOf, storable } from "./CodeProblem.ts"
import type { Turn } from "./Turn.ts"
import { store } from "./verbs/store.ts"

/** Writes a typed error down: an instance of an error class, or an object with a `_tag`. */
export const toErrorValue = (turn: Turn, raw: unknown, element: string): ErrorValue | CodeProblem => {
  if (typeof raw !== "object" || raw === null || !("_tag" in raw) || typeof raw._tag !== "string") {
    return codeFailed(`'${element}' has to give a typed error: an object with a '_tag', not ${messageOf(raw)}.`)
  }
  const code = raw._tag
  const fields = encodeFields(raw)
  if (fields instanceof CodeProblem) return codeFailed(`'${element}': the error '${code}' cannot be encoded: ${fields.fault.message}`)
  const value = store(turn, fields, element, `the error '${code}'`)
  if (value instanceof CodeProblem) return value
  const message = "message" in raw && typeof raw.message === "string" && raw.message !== "" ? storable(raw.message) : code
  return { code, message, value }
}

const encodeFields = (raw: object): unknown => {
  const made: unknown = raw.constructor
  try {
    if (Schema.isSchema(made)) return encoderOf(made as Schema.Codec<unknown, unknown>)(raw)
  } catch (cause) {
    return codeFailed(messageOf(cause))
  }
  return raw instanceof Error ? { ...raw } : raw
}

const encoders = new WeakMap<object, (value: unknown) => unknown>()

const encoderOf = (schema: Schema.Codec<unknown, unknown>): ((value: unknown) => unknown) => {
  const known = encoders.get(schema)
  if (known !== undefined) return known
  const encode = Schema.encodeSync(Schema.toCodecJson(schema))
  encoders.set(schema, encode)
  return encode
}

/** What a variable holds of a caught error: its encoded fields and its `_tag`. */
export const errorVariable = (error: ErrorValue): Json => {
  const value = readValue(error.value)
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value, _tag: error.code } : { _tag: error.code }
}

/**
 * Typed errors as JSON: their own fields, encoded by their class.
 */
import { Schema } from "effect"
import { jsonCodec } from "./jsonCodec.ts"

/** The fields of an error of a schema class, `_tag` among them; anything else as it is. */
export const encodeError = (error: unknown): unknown => {
  if (typeof error !== "object" || error === null) return error
  const schema: unknown = error.constructor
  return Schema.isSchema(schema) ? jsonCodec(schema as Schema.Codec<unknown, unknown>).encode(error) : error
}

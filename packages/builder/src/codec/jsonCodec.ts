/**
 * The codec between what users see and the JSON that is stored, from a schema.
 */
import type { Codec } from "@millrace/kernel"
import { Schema } from "effect"
import type { AnySchema } from "../recipe/Item.ts"
import { isPlain } from "./isPlain.ts"

export interface JsonCodec extends Codec {
  /** What is stored is what users see: nothing has to be decoded. */
  readonly plain: boolean
}

const made = new WeakMap<AnySchema, JsonCodec>()

/** One codec for each schema. Both directions throw an `Error` that says what is wrong and where. */
export const jsonCodec = (schema: AnySchema): JsonCodec => {
  const known = made.get(schema)
  if (known !== undefined) return known
  const codec = Schema.toCodecJson(schema)
  const plain = isPlain(schema.ast)
  const encode = Schema.encodeUnknownSync(codec)
  const decode = Schema.decodeUnknownSync(codec)
  const result: JsonCodec = {
    plain,
    encode: (value) => {
      const json = encode(value)
      if (plain) refuseNonFinite(value, [])
      return json
    },
    decode,
  }
  made.set(schema, result)
  return result
}

/** JSON has no NaN and no Infinity; a schema may allow them all the same. */
const refuseNonFinite = (value: unknown, path: ReadonlyArray<string>): void => {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new Error(
      `${value} is not a JSON number${path.length === 0 ? "" : ` (at ${path.join(".")})`}: use Schema.Finite, or a schema that turns it into text`,
    )
  }
  if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) refuseNonFinite(inner, [...path, key])
  }
}

/**
 * How the variable of a user task is read: the form, and who completed it.
 */
import type { Codec } from "@millrace/kernel"
import type { AnySchema } from "../recipe/Item.ts"
import { jsonCodec } from "./jsonCodec.ts"

/** Reads `{ ...form, completedBy }`; nothing where the form is plain JSON, which is read as it is. */
export const formCodec = (form: AnySchema): Codec | undefined => {
  const codec = jsonCodec(form)
  if (codec.plain) return undefined
  return {
    encode: codec.encode,
    decode: (json) => {
      const decoded = codec.decode(json)
      if (typeof decoded !== "object" || decoded === null || typeof json !== "object" || json === null) return decoded
      // A form may be of a class: what is read keeps its methods.
      const copy: object = Object.create(Object.getPrototypeOf(decoded))
      return Object.assign(copy, decoded, { completedBy: Reflect.get(json, "completedBy") })
    },
  }
}

/**
 * The input that a caller gives, checked by the process that is called.
 */
import { encodeText } from "@millrace/kernel"
import { messageOf } from "../messageOf.ts"
import type { RegisteredModel } from "../models/Registry.ts"

/** The JSON text of the input as the process wants it; or why it does not fit. */
export const calledInput = (
  { model }: RegisteredModel,
  text: string,
  maxLength: number,
): { readonly text: string } | { readonly reason: string } => {
  if (model.input === undefined) return { text }
  try {
    const encoded = encodeText(model.input.encode(model.input.decode(JSON.parse(text))), maxLength)
    return typeof encoded === "string" ? { text: encoded } : { reason: encoded.reason }
  } catch (cause) {
    return { reason: messageOf(cause) }
  }
}

/**
 * The value that JSON text stands for: itself when it is short, a row of its own when it is long.
 */
import { deepFreeze, inlineLimit, type Json, StoredValue, type Value } from "@millrace/kernel"

/** `id` names the value within its instance, should it need a row. */
export const encodeValue = (text: string, id: number): Value =>
  text.length > inlineLimit ? new StoredValue(id, text) : deepFreeze(JSON.parse(text) as Json)

/**
 * The value that JSON text stands for: itself where it may stand in an event, else a row of its own.
 */
import { deepFreeze, isInline, type Json, StoredValue, type Value } from "@millrace/kernel"

/** `id` names the value within its instance, should it need a row. */
export const encodeValue = (text: string, id: number): Value =>
  isInline(text) ? deepFreeze(JSON.parse(text) as Json) : new StoredValue(id, text)

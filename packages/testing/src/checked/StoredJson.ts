/**
 * JSON text of a store, read back: with the large values of its instance in the places of their references.
 */
import { deepFreeze, referenceOf, StoredValue } from "@millrace/kernel"

/** Reads events and snapshots of one instance. Throws an `Error` where a value is missing. */
export const readerOf = (values: Iterable<{ readonly id: number; readonly text: string }>): ((text: string) => unknown) => {
  const large = new Map<number, StoredValue>()
  for (const { id, text } of values) large.set(id, new StoredValue(id, text))
  return (text) =>
    deepFreeze(
      JSON.parse(text, (_key, json: unknown) => {
        const id = referenceOf(json)
        if (id === undefined) return json
        const value = large.get(id)
        if (value === undefined) throw new Error(`the value ${id} is missing`)
        return value
      }),
    )
}

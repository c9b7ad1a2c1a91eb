/**
 * The large values that the texts of a snapshot and of events refer to. Within a JSON string the quotes of a reference
 * would be escaped, so that what looks like one is one.
 */
import type { LogRow, SnapshotRow } from "./Rows.ts"

const reference = /\{"~value":(\d+)\}/g

/** Their ids, in ascending order. */
export const referencedValues = (snapshot: SnapshotRow | undefined, tail: ReadonlyArray<LogRow>): ReadonlyArray<number> => {
  const ids = new Set<number>()
  const read = (text: string) => {
    for (const [, id] of text.matchAll(reference)) ids.add(Number(id))
  }
  if (snapshot !== undefined) read(snapshot.state)
  for (const { events } of tail) read(events)
  return [...ids].sort((a, b) => a - b)
}

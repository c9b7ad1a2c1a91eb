/**
 * Which large values the texts of a snapshot and of events refer to. Within a JSON string the quotes of a reference
 * would be escaped, so that what looks like one is one.
 */
import type { LogRow, SnapshotRow } from "./Rows.ts"

const reference = /\{"~value":(\d+)\}/g

/** The ids of the values that texts refer to, in ascending order. */
export const referencesIn = (...texts: ReadonlyArray<string>): ReadonlyArray<number> => {
  const ids = new Set<number>()
  for (const text of texts) for (const [, id] of text.matchAll(reference)) ids.add(Number(id))
  return [...ids].sort((a, b) => a - b)
}

/** The ids of the values that a load needs. */
export const referencedValues = (snapshot: SnapshotRow | undefined, tail: ReadonlyArray<LogRow>): ReadonlyArray<number> => {
  const events = tail.map((row) => row.events)
  return snapshot === undefined ? referencesIn(...events) : referencesIn(snapshot.state, ...events)
}

/**
 * What an instance did, read off its history.
 */
import type { HistoryEntry } from "@millrace/engine"

/** The ids of the elements that completed, in order. */
export const traceOf = (history: ReadonlyArray<HistoryEntry>): ReadonlyArray<string> => {
  const names = new Map<number, string>()
  const completed: Array<string> = []
  for (const { events } of history) {
    for (const event of events) {
      if (!("id" in event) || typeof event.id !== "number") continue
      if ("element" in event && typeof event.element === "string") names.set(event.id, event.element)
      const name = names.get(event.id)
      if (event.type === "ElementCompleted" && name !== undefined && name !== "") completed.push(name)
    }
  }
  return completed
}

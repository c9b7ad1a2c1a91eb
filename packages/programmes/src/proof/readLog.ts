/**
 * Events as the decider knows them, from the rows of a log.
 */
import type { LogRow, ValueRow } from "@millrace/engine/store"
import { type AnyEvent, referenceOf, StoredValue, type WorldEvent } from "@millrace/kernel"
import type { ProcessEvent } from "@millrace/process"

/** All events in order; references to values of their own become those values. */
export const readLog = (log: ReadonlyArray<LogRow>, values: ReadonlyArray<ValueRow>): ReadonlyArray<ProcessEvent | WorldEvent> => {
  const texts = new Map(values.map(({ id, text }) => [id, text]))
  const revive = (_key: string, value: unknown): unknown => {
    const id = referenceOf(value)
    return id === undefined ? value : new StoredValue(id, texts.get(id) ?? "null")
  }
  return log.flatMap(({ events }) => JSON.parse(events, revive) as ReadonlyArray<AnyEvent>) as ReadonlyArray<ProcessEvent>
}

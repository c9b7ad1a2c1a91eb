/**
 * Tells the store how instances of a definition begin by themselves: by messages, signals and times.
 */
import type { StartTrigger } from "@millrace/kernel"
import { Effect } from "effect"
import type { RegisteredModel } from "../models/Registry.ts"
import type { Store } from "../store/Store.ts"

/** Definitions are what they are for good: what the store knows stays as it is. */
export const keepStarts = Effect.fnUntraced(function* (store: Store["Service"], { decider, compiled, row }: RegisteredModel, now: number) {
  const starts: ReadonlyArray<StartTrigger> = decider.starts?.(compiled) ?? []
  const named = starts.flatMap((start) => (start.kind === "timer" ? [] : [{ definition: row.key, ...start }]))
  if (named.length > 0) yield* store.definitions.putStarts(row.key, named, now)
  for (const { element, ...start } of starts) {
    if (start.kind !== "timer") continue
    const { fire, next, problem } = start.step(0, now, now)
    const schedule = { definition: row.key, element, process: row.id, version: row.version, fired: 0, last: now }
    yield* store.schedules.put({ ...schedule, due: problem === undefined ? (fire[0] ?? next ?? null) : now })
  }
})

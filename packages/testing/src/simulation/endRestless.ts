/**
 * Processes that go round for ever by themselves: what listens beside the work of an instance is begun by a message or
 * signal, and sends the next one, to itself or around through others. No time passes and nobody is asked, so that people
 * never come to it; where a random process does so, it is given up.
 */
import type { Store } from "@millrace/engine/store"
import { Effect, Exit } from "effect"
import { hasEnded } from "./proveStore.ts"
import type { SimulatedEngine } from "./SimulatedEngine.ts"

export interface RestlessOptions {
  /** Those that live. */
  readonly engines: () => ReadonlyArray<SimulatedEngine>
  readonly store: Store["Service"]
}

/** Whoever commits more often than that while nobody does anything goes round. */
const mostCommits = 10
/** Where giving up has not helped so often, it is the engine that goes round. */
const mostTimes = 20

/** Called again and again, with a number from 1, while a fleet does not come to its rest: cancels the instances that keep it from that. */
export const makeEndRestless = ({ engines, store }: RestlessOptions): ((time: number) => Promise<void>) => {
  let before = new Map<string, number>()
  return async (time) => {
    const rows = (await Effect.runPromise(store.instances.list({ limit: 1000 }))).rows.filter((row) => !hasEnded(row))
    // What was seen before an earlier rest says nothing about this one.
    const seen = time === 1 ? new Map<string, number>() : before
    before = new Map(rows.map(({ id, seq }) => [id, seq]))
    const moved = rows.filter(({ id, seq }) => seq - (seen.get(id) ?? seq) > mostCommits).map(({ id }) => id)
    if (time > mostTimes) throw new Error(`the engines never rest; ${moved.join(", ") || "no instance"} goes on while nobody does anything`)
    const at = engines().find(({ client }) => !client)
    if (at === undefined) return
    for (const id of moved) {
      const exit = await at.run(at.engine.get(id))
      const listens =
        Exit.isSuccess(exit) &&
        exit.value.waiting.some(({ elementType }) => elementType === "StartEvent" || elementType === "BoundaryEvent")
      // Nobody waits for the answer: what it says is seen in the end.
      if (listens) void at.run(at.engine.cancel(id, "it never rests"))
    }
  }
}

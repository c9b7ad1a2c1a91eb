/**
 * What has to hold of a whole store beside what is looked at after each commit: what was acknowledged is there, nothing
 * is there that nobody asked for, and nothing is in quarantine.
 */
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict"
import type { InstanceRow, Store } from "@millrace/engine/store"
import { Effect } from "effect"
import type { Chronicle } from "./Chronicle.ts"
import type { Ledger } from "./Ledger.ts"

/** More than a simulation has of anything. */
const all = 100_000

/** Throws an `AssertionError` where the store does not keep what holds at every moment; gives its instances. */
export const proveStore = async (
  store: Store["Service"],
  { starts, completions, unread }: Ledger,
  chronicle: Chronicle,
): Promise<ReadonlyArray<InstanceRow>> => {
  const { rows: instances } = await Effect.runPromise(store.instances.list({ limit: all }))
  const there = new Set(instances.map(({ id }) => id))
  for (const { id, quarantine, parent } of instances) {
    strictEqual(quarantine, null, `${id} is in quarantine: ${quarantine}`)
    ok(starts.has(id) || parent !== null, `nobody started ${id}`)
  }
  for (const [id, { acknowledged }] of starts)
    ok(!acknowledged || there.has(id), `the start of ${id} was acknowledged, and it is not there`)
  for (const { instance, task, by, acknowledged } of completions)
    if (acknowledged)
      strictEqual(
        chronicle.completions.get(`${instance}:${task}`),
        by,
        `the completion of task ${task} of ${instance} by ${by} was acknowledged, and the log says otherwise`,
      )
  deepStrictEqual(unread, [], "what was acknowledged could not be read")
  return instances
}

export const hasEnded = ({ status }: InstanceRow): boolean => status !== "active" && status !== "terminating"

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
    ok(starts.has(id) || parent !== null || beganBy(chronicle, id), `nobody started ${id}`)
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

/** Instances of readers are named by the answers that begin them. */
const beganBy = ({ answers }: Chronicle, instance: string): boolean => {
  const [, id] = /^reader:answer:(.+)$/.exec(instance) ?? []
  return id !== undefined && answers.has(id)
}

/** At the end: what was acknowledged has been received or is kept, and each answer began an instance; nothing is on its way. */
export const proveMail = async (store: Store["Service"], { published }: Ledger, { received, answers }: Chronicle): Promise<void> => {
  const { rows: kept } = await Effect.runPromise(store.messages.list({ limit: all }))
  const there = new Set(kept.map(({ messageId }) => messageId))
  for (const [id, { acknowledged }] of published) {
    ok(!acknowledged || received.has(id) || there.has(id), `message ${id} was acknowledged, and is lost`)
    ok(!received.has(id) || !there.has(id), `message ${id} was received, and is kept`)
  }
  for (const id of answers)
    ok((await Effect.runPromise(store.instances.byId(`reader:answer:${id}`))) !== undefined, `the answer ${id} began nothing`)
  deepStrictEqual(await Effect.runPromise(store.deliveries.due({ after: 0, limit: 10 })), [], "deliveries are left over")
}

export const hasEnded = ({ status }: InstanceRow): boolean => status !== "active" && status !== "terminating"

/** What others can still do something about: what has not ended, and what such an instance called, which may have things to undo. */
export const stillOpen = (rows: ReadonlyArray<InstanceRow>): ReadonlyArray<InstanceRow> => {
  const byKey = new Map(rows.map((row) => [row.key, row]))
  const isOpen = (row: InstanceRow): boolean => {
    const caller = row.parent === null ? undefined : byKey.get(row.parent)
    return !hasEnded(row) || (caller !== undefined && isOpen(caller))
  }
  return rows.filter(isOpen)
}

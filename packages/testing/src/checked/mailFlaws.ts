/**
 * What has to hold between rows of different instances while nothing is under way: whoever waits for something that was
 * said to be on its way to them has it in the store.
 */
import type { DeliveryRow, Store, StoreError } from "@millrace/engine/store"
import { Effect } from "effect"

/** More than a test has of anything. */
const all = 1_000_000

const endOfChild: ReadonlySet<string> = new Set(["childCompleted", "childFailed"])

/** What does not hold, in sentences, with the id of the instance that is concerned. */
export const mailFlaws = (
  store: Store["Service"],
): Effect.Effect<ReadonlyArray<{ readonly instance: string; readonly sentence: string }>, StoreError> =>
  Effect.gen(function* () {
    const flaws: Array<{ readonly instance: string; readonly sentence: string }> = []
    const deliveries = yield* store.deliveries.due({ after: -1, limit: all })
    const has = (is: (delivery: DeliveryRow) => boolean): boolean => deliveries.some(is)
    /** Nobody is told what is on its way to an instance in quarantine. */
    const isHeld = (key: number) => Effect.map(store.instances.byKey(key), (row) => row === undefined || row.quarantine !== null)
    for (const { key, id, kind, taken, name, instance } of (yield* store.subscriptions.list({ limit: all })).rows) {
      if (kind === "signal" || !taken || has((row) => row.kind === "message" && row.key === key && row.ref === id)) continue
      if (!(yield* isHeld(key)))
        flaws.push({ instance, sentence: `a message '${name}' was given to subscription ${id}, and is not on its way` })
    }
    for (const { key, id, child, process, instance } of (yield* store.children.list({ limit: all })).rows) {
      const called = yield* store.instances.byId(child)
      const isActive = called?.status === "active" || called?.status === "terminating"
      const comes = has((row) =>
        called === undefined
          ? row.kind === "child" && row.instance === child
          : endOfChild.has(row.kind) && row.key === key && row.ref === id,
      )
      if (isActive || comes || (yield* isHeld(key))) continue
      const sentence =
        called === undefined
          ? `it waits for child ${id} of ${process}, which was not started and is not about to be`
          : `it waits for child ${id}, ${child}, which is ${called.status}, and is not told`
      flaws.push({ instance, sentence })
    }
    return flaws
  })

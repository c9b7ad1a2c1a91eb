/**
 * The instance that a delivery names by its id: it is there, it is to begin by another delivery, or it never does, since
 * its begin was called off or was impossible.
 */
import { Effect } from "effect"
import type { DeliveryRow } from "../store/Rows.ts"
import type { Store } from "../store/Store.ts"

const pageSize = 500

export const findTarget = Effect.fnUntraced(function* (store: Store["Service"], row: DeliveryRow) {
  const id = row.instance ?? ""
  const there = yield* store.instances.byId(id)
  if (there !== undefined) return there
  // What begins it was sent before.
  for (let after = 0; after < row.id; ) {
    const rows = yield* store.deliveries.due({ after, limit: pageSize })
    if (rows.some((other) => other.kind === "child" && other.instance === id)) return "pending" as const
    if (rows.length < pageSize) break
    after = rows.at(-1)?.id ?? row.id
  }
  // It may have begun meanwhile.
  return (yield* store.instances.byId(id)) ?? ("never" as const)
})

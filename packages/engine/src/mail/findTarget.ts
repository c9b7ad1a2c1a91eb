/**
 * The instance that a delivery names by its id: it is there, or it never begins. What is to be cancelled before it has
 * begun is not begun any more.
 */
import { Effect } from "effect"
import type { DeliveryRow } from "../store/Rows.ts"
import type { Store } from "../store/Store.ts"
import type { Begins } from "./Begins.ts"

export const findTarget = Effect.fnUntraced(function* (store: Store["Service"], begins: Begins, row: DeliveryRow) {
  const id = row.instance ?? ""
  const there = yield* store.instances.byId(id)
  if (there !== undefined) return there
  const begin = yield* begins.find(row)
  if (begin !== undefined && row.kind !== "cancel") return "pending" as const
  if (begin !== undefined) yield* store.deliveries.remove([begin])
  // It may have begun meanwhile.
  return (yield* store.instances.byId(id)) ?? ("never" as const)
})

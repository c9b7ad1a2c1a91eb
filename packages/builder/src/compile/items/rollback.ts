/** `rollback`: throws compensation, for the scope or for one activity. */
import type { RollbackItem } from "../../recipe/Item.ts"
import type { DraftFlow } from "../Draft.ts"
import type { Site } from "../Site.ts"

export const compileRollback = (item: RollbackItem, { draft, place, from }: Site): DraftFlow => {
  const only = item.only === undefined ? {} : { activity: place.scope.idOf(item.only) }
  const trigger = { type: "compensation", ...only }
  return draft.flow(draft.append(from, place.scope, { id: item.id, type: "IntermediateThrowEvent", trigger }))
}

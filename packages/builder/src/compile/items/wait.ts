/** `wait`: an intermediate timer event. */
import type { WaitItem } from "../../recipe/Item.ts"
import type { DraftFlow } from "../Draft.ts"
import { due } from "../due.ts"
import type { Site } from "../Site.ts"

export const compileWait = (item: WaitItem, { draft, place, from }: Site): DraftFlow => {
  const trigger = { type: "timer", due: due(draft, place.scope, item.id, item.due) }
  return draft.flow(draft.append(from, place.scope, { id: item.id, type: "IntermediateCatchEvent", trigger }))
}

/** `end`, `terminate`, `cancel`, `output` and `fail`: end events. */
import type { EndItem, FailItem } from "../../recipe/Item.ts"
import type { Site } from "../Site.ts"
import { tellingFields } from "../telling.ts"

export const compileEnd = (item: EndItem, site: Site): undefined => {
  const { draft, place, from } = site
  const id = place.at === "" ? "end" : `${place.at}:end`
  draft.append(from, place.scope, {
    id,
    type: "EndEvent",
    ...(item.name === undefined ? {} : { name: item.name }),
    ...(item.output === undefined ? {} : { output: draft.bindCode(place.scope, id, "output", item.output) }),
    ...tellingFields(id, item.tell ?? [], site, ...(item.trigger === undefined ? [] : [{ type: item.trigger }])),
  })
}

export const compileFail = (item: FailItem, site: Site): undefined => {
  const { draft, place, from } = site
  const error = draft.bindCode(place.scope, item.id, "error", item.error)
  draft.append(from, place.scope, {
    id: item.id,
    type: "EndEvent",
    ...tellingFields(item.id, item.tell ?? [], site, { type: "error", error }),
  })
}

/** `end`, `terminate`, `cancel`, `output` and `fail`: end events. */
import type { EndItem, FailItem } from "../../recipe/Item.ts"
import type { Site } from "../Site.ts"

export const compileEnd = (item: EndItem, { draft, place, from }: Site): undefined => {
  const id = place.at === "" ? "end" : `${place.at}:end`
  draft.append(from, place.scope, {
    id,
    type: "EndEvent",
    ...(item.name === undefined ? {} : { name: item.name }),
    ...(item.output === undefined ? {} : { output: draft.bindCode(place.scope, id, "output", item.output) }),
    ...(item.trigger === undefined ? {} : { trigger: { type: item.trigger } }),
  })
}

export const compileFail = (item: FailItem, { draft, place, from }: Site): undefined => {
  const error = draft.bindCode(place.scope, item.id, "error", item.error)
  draft.append(from, place.scope, { id: item.id, type: "EndEvent", trigger: { type: "error", error } })
}

/** `label` and `goto`. */
import type { LabelItem } from "../../recipe/Item.ts"
import type { DraftFlow } from "../Draft.ts"
import type { Site } from "../Site.ts"

export const compileLabel = (item: LabelItem, { draft, place, from }: Site): DraftFlow => {
  const id = draft.addLabel(place.scope, item.label)
  from.to = id
  place.labels.set(item.label, id)
  return draft.flow(id)
}

export const compileGoto = (item: LabelItem, { draft, place, from }: Site): undefined => {
  const target = place.labels.get(item.label) ?? place.stretches?.get(item.label)
  if (target !== undefined) from.to = target
  else {
    const known = [...place.labels.keys(), ...(place.stretches?.keys() ?? [])].join(", ") || "none"
    draft.problem(
      "UnknownLabel",
      from.from,
      `no label '${item.label}' stands before this 'goto' in the same scope.`,
      `Labels here: ${known}.`,
    )
  }
}

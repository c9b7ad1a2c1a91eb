/** `label` and `goto`. */
import type { LabelItem } from "../../recipe/Item.ts"
import type { DraftFlow } from "../Draft.ts"
import type { Site } from "../Site.ts"

export const compileLabel = (item: LabelItem, { draft, place, from }: Site): DraftFlow => {
  if (item.link === true) {
    const caught = draft.addLink(place.scope, item.label)
    place.labels.set(item.label, caught)
    jump(item.label, caught, "from", { draft, place, from })
    return draft.flow(caught)
  }
  const id = draft.addLabel(place.scope, item.label)
  from.to = id
  place.labels.set(item.label, id)
  return draft.flow(id)
}

export const compileGoto = (item: LabelItem, { draft, place, from }: Site): undefined => {
  const target = place.labels.get(item.label) ?? place.stretches?.get(item.label)
  if (target !== undefined && draft.isLink(target)) jump(item.label, target, "goto", { draft, place, from })
  else if (target !== undefined) from.to = target
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

/** A link event, which leads to the one of its name without a flow. */
const jump = (label: string, link: string, role: string, { draft, place, from }: Pick<Site, "draft" | "place" | "from">): void => {
  const id = draft.freeId(place.scope, `${label}:${role}`)
  draft.append(from, place.scope, { id, type: "IntermediateThrowEvent", name: label, trigger: { type: "link", link } })
}

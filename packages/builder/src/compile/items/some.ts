/** `some`: all ways at once, and on when enough of them are through. */
import type { Branch, SomeItem } from "../../recipe/Item.ts"
import type { DraftFlow } from "../Draft.ts"
import { type Site, within } from "../Site.ts"

export const compileSome = (item: SomeItem, site: Site): DraftFlow | undefined => {
  const { draft, place, from } = site
  const split = draft.append(from, place.scope, { id: item.id, type: "ParallelGateway" })
  const before = new Set(draft.idsIn(place.scope))
  const open = item.branches
    .map((branch) => through(item, branch, draft.flow(split, branch.name), site))
    .filter((flow) => flow !== undefined)
  const id = `${item.id}:join`
  const count = typeof item.count === "number" ? { value: item.count } : draft.bindCode(place.scope, id, "count", item.count)
  const wrong = typeof item.count === "number" && (!Number.isInteger(item.count) || item.count < 1 || item.count > open.length)
  if (wrong) {
    draft.problem(
      "InvalidValue",
      split,
      `'${item.id}' waits for ${item.count} of ${open.length} branches that can come to their end.`,
      "Give a whole number from 1 to that many.",
    )
  }
  const cancels = draft.idsIn(place.scope).filter((inner) => !before.has(inner))
  const join = draft.add(place.scope, {
    id,
    type: "ComplexGateway",
    count,
    ...(item.remaining === "cancel" && cancels.length > 0 ? { cancels } : {}),
    ...(item.blocking ? { blocking: true } : {}),
  })
  for (const flow of open) flow.to = join
  return draft.flow(join)
}

/** Every branch has an element, so that a token in it can be cancelled. */
const through = (item: SomeItem, { name, flow }: Branch, from: DraftFlow, site: Site): DraftFlow | undefined => {
  const { draft, place } = site
  const id = `${item.id}:${name}`
  const open = site.compile(flow, within(place, id, new Map()), from)
  return open === from ? draft.flow(draft.append(from, place.scope, { id, type: "ExclusiveGateway" })) : open
}

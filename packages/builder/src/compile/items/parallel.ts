/** `parallel`: all ways at once, and a join that waits for those that come out. */
import type { ParallelItem } from "../../recipe/Item.ts"
import { activityBefore } from "../activityBefore.ts"
import type { DraftFlow } from "../Draft.ts"
import { merge, type Site, within } from "../Site.ts"

export const compileParallel = (item: ParallelItem, site: Site): DraftFlow | undefined => {
  const { draft, place, from } = site
  if (item.branches.length === 0) return from
  const id =
    item.withoutGateway === true ? activityBefore(item, site) : draft.append(from, place.scope, { id: item.id, type: "ParallelGateway" })
  const around = item.oneAtATime ? { ...place, lock: id } : place
  // No jumps out of a branch: what runs beside it could not follow.
  const open = item.branches.map((branch) =>
    site.compile(branch.flow, within(around, `${item.id}:${branch.name}`, new Map()), draft.flow(id, branch.name)),
  )
  return merge(
    site,
    open.filter((flow) => flow !== undefined),
    `${item.id}:join`,
    "ParallelGateway",
  )
}

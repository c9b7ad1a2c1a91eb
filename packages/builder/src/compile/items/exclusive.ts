/** `exclusive`, `match` and `inclusive`: one or any of several ways, and where they come together again. */
import type { Branch, ExclusiveItem } from "../../recipe/Item.ts"
import { activityBefore } from "../activityBefore.ts"
import type { DraftFlow } from "../Draft.ts"
import { merge, type Site, within } from "../Site.ts"

export const compileExclusive = (item: ExclusiveItem, site: Site): DraftFlow | undefined => {
  const { draft, place, from } = site
  const { choose } = item
  const byCode = "code" in choose ? { choose: draft.bindCode(place.scope, item.id, "choose", choose.code) } : {}
  const type = item.kind === "exclusive" ? "ExclusiveGateway" : "InclusiveGateway"
  const id = item.withoutGateway === true ? activityBefore(item, site) : draft.append(from, place.scope, { id: item.id, type, ...byCode })
  if (item.withoutGateway === true && "code" in choose) {
    draft.problem(
      "InvalidValue",
      place.scope.idOf(item.id),
      `'${item.id}' has no gateway that could name its branches by code.`,
      "Give it a condition for each: eachOf({ branch: ({ vars }) => … }).",
    )
  }
  const open =
    "code" in choose
      ? item.branches.map((branch) => take(item, branch, draft.flow(id, branch.name), site))
      : byConditions(item, choose, id, site)
  return merge(
    site,
    open.filter((flow) => flow !== undefined),
    `${item.id}:${item.kind === "exclusive" ? "merge" : "join"}`,
    type,
  )
}

type Conditions = Exclude<ExclusiveItem["choose"], { readonly code: unknown }>

/** Conditions are tried in the order of the flows, so these stand in the order of the conditions. */
const byConditions = (
  item: ExclusiveItem,
  { conditions, otherwise }: Conditions,
  id: string,
  site: Site,
): ReadonlyArray<DraftFlow | undefined> => {
  const { draft, place } = site
  const branches = new Map(item.branches.map((branch) => [branch.name, branch]))
  const flowTo = (name: string, make: () => DraftFlow) => {
    const branch = branches.get(name)
    if (branch !== undefined) return take(item, branch, make(), site)
    draft.problem(
      "UnknownBranch",
      id,
      `the choice '${id}' names a branch '${name}' that is not there.`,
      "Add the branch, or mend the name.",
    )
    return undefined
  }
  const byDefault = (name: string) =>
    flowTo(name, () => {
      const flow = draft.flow(id, name)
      draft.setDefault(flow)
      return flow
    })
  return [
    ...conditions.map(({ branch, holds }) =>
      flowTo(branch, () =>
        draft.flow(id, branch, typeof holds === "function" ? draft.bindCode(place.scope, item.id, `condition:${branch}`, holds) : holds),
      ),
    ),
    ...(otherwise === undefined ? [] : [byDefault(otherwise)]),
  ]
}

const take = (item: ExclusiveItem, branch: Branch, flow: DraftFlow, site: Site): DraftFlow | undefined =>
  site.compile(branch.flow, within(site.place, `${item.id}:${branch.name}`, item.kind === "exclusive" ? undefined : new Map()), flow)

/** `graph`: stretches that jump to each other. Each begins at a label that all of them can name. */
import type { GraphItem } from "../../recipe/Item.ts"
import type { DraftFlow } from "../Draft.ts"
import { merge, type Site, within } from "../Site.ts"

export const compileGraph = (item: GraphItem, site: Site): DraftFlow | undefined => {
  const { draft, place, from } = site
  const labels = new Map(place.labels)
  for (const name of item.names) labels.set(name, draft.addLabel(place.scope, name))
  const first = labels.get(item.names[0] ?? "")
  if (first !== undefined) from.to = first
  const stretches = new Map(item.branches.map((branch) => [branch.name, branch.flow]))
  const open = item.names.map((name) => {
    const stretch = stretches.get(name)
    const label = labels.get(name)
    if (stretch === undefined || label === undefined) return unknown(item, name, site)
    return site.compile(stretch, within(place, `${item.id}:${name}`, labels), draft.flow(label))
  })
  for (const name of stretches.keys()) if (!item.names.includes(name)) unknown(item, name, site)
  for (const name of item.names) {
    const label = labels.get(name)
    if (label === undefined || draft.isReached(label)) continue
    const message = `nobody goes to the stretch '${name}' of the graph '${item.id}'.`
    draft.problem("UnreachableStep", label, message, "Take it out, or let another stretch '.goto' it.")
  }
  return merge(
    site,
    open.filter((flow) => flow !== undefined),
    `${item.id}:merge`,
    "ExclusiveGateway",
  )
}

const unknown = (item: GraphItem, name: string, { draft, place }: Site): undefined => {
  draft.problem(
    "UnknownBranch",
    place.scope.idOf(item.id),
    `the graph '${item.id}' has no stretch and name '${name}' that belong together.`,
    "Name each stretch once in the list, and give each name its stretch.",
  )
}

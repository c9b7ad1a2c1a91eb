/** `graph`: stretches that jump to each other. Each begins at a label that all of them can name. */
import type { GraphItem } from "../../recipe/Item.ts"
import type { DraftFlow } from "../Draft.ts"
import { merge, type Site, within } from "../Site.ts"
import { joinFields } from "./join.ts"

export const compileGraph = (item: GraphItem, site: Site): DraftFlow | undefined => {
  const { draft, place, from } = site
  const flows = new Map(item.branches.map((branch) => [branch.name, branch.flow]))
  const begin = (name: string): string | undefined => {
    const [first] = flows.get(name) ?? []
    if (first?.kind === "start" || first?.kind === "begin") return undefined
    return first?.kind === "join" ? draft.add(place.scope, joinFields(first, site)) : draft.addLabel(place.scope, name)
  }
  const own = new Map(
    item.names.flatMap((name) => {
      const label = begin(name)
      return label === undefined ? [] : [[name, label] as const]
    }),
  )
  const first = own.get(item.names[0] ?? "")
  if (first !== undefined) from.to = first
  const around = { ...place, stretches: new Map([...(place.stretches ?? []), ...own]) }
  const open = item.names.map((name) => {
    const flow = flows.get(name)
    const label = own.get(name)
    if (flow === undefined) return unknown(item, name, site)
    // Nobody goes to a start: the process begins with it.
    if (label === undefined) return site.compile(flow, within(around, `${item.id}:${name}`), name === item.names[0] ? from : { from: "" })
    // The join is where the stretch begins: it stands already.
    const rest = flow[0]?.kind === "join" ? flow.slice(1) : flow
    return site.compile(rest, within(around, `${item.id}:${name}`), draft.flow(label))
  })
  for (const name of flows.keys()) if (!item.names.includes(name)) unknown(item, name, site)
  for (const name of item.names) {
    const label = own.get(name)
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

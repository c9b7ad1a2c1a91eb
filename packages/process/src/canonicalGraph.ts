/**
 * The canonical form of a graph: two graphs that mean the same have the same one. Defaults, names of nothing and
 * layout are left out; elements are ordered by their ids, flows by where they come from. The order of the flows of one
 * element stays: it counts where conditions are tried.
 */
import type { Json } from "@millrace/kernel"
import { elements } from "./elements/index.ts"
import type { GraphElement, ProcessGraph } from "./Graph.ts"

/** Gives graphs that mean the same the same form. */
export const canonicalGraph = (graph: ProcessGraph): ProcessGraph => ({
  elements: [...graph.elements].map(withoutDefaults).sort((a, b) => compare(a.id, b.id)),
  flows: [...graph.flows].sort((a, b) => compare(a.from, b.from)),
  ...(graph.saga === true ? { saga: true } : {}),
  ...(graph.redacted === undefined || graph.redacted.length === 0 ? {} : { redacted: [...new Set(graph.redacted)].sort(compare) }),
})

const defaultsOf: ReadonlyMap<string, Readonly<Record<string, Json>>> = new Map(
  Object.entries(elements).map(([type, { defaults }]) => [type, defaults]),
)

const withoutDefaults = (element: GraphElement): GraphElement => {
  const defaults = defaultsOf.get(element.type) ?? {}
  const kept = Object.entries(element).filter(
    ([key, value]) => value !== undefined && !(key in defaults && JSON.stringify(defaults[key]) === JSON.stringify(value)),
  )
  return { id: element.id, type: element.type, ...Object.fromEntries(kept) }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * A graph whose elements have names that steps can have: ids of documents may be missing, or be names that every scope has
 * of itself.
 */
import type { GraphElement, ProcessGraph } from "@millrace/process"
import { isName } from "./choices.ts"
import { fieldsOf } from "./values.ts"

/** The graph, and how elements were called before. */
export const nameable = (graph: ProcessGraph): { readonly graph: ProcessGraph; readonly before: ReadonlyMap<string, string> } => {
  const taken = new Set(graph.elements.map(({ id }) => id).filter(isName))
  const names = new Map<string, string>()
  for (const { id, type } of graph.elements) if (!isName(id) && type !== "StartEvent") names.set(id, freeName(id, taken))
  const name = (id: string): string => names.get(id) ?? id
  return {
    before: new Map([...names].map(([id, now]) => [now, id])),
    graph: {
      ...graph,
      elements: graph.elements.map((element) => renamed(element, name)),
      flows: graph.flows.map((flow) => ({ ...flow, from: name(flow.from), to: name(flow.to) })),
    },
  }
}

const freeName = (id: string, taken: Set<string>): string => {
  const plain = id
    .replaceAll(/[^\w.-]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 100)
  const base = plain === "" || !isName(plain) ? `step-${plain}` : plain
  for (let n = 1; ; n++) {
    const free = n === 1 ? base : `${base}-${n}`
    if (taken.has(free)) continue
    taken.add(free)
    return free
  }
}

/** Every place in an element that names another. */
const renamed = (element: GraphElement, name: (id: string) => string): GraphElement => {
  const { trigger, cancels, attachedTo } = fieldsOf(element)
  const { handler, activity } = fieldsOf(trigger)
  return {
    ...element,
    id: name(element.id),
    ...(element.scope === undefined ? {} : { scope: name(element.scope) }),
    ...(typeof attachedTo === "string" ? { attachedTo: name(attachedTo) } : {}),
    ...(Array.isArray(cancels) ? { cancels: cancels.map((one) => name(String(one))) } : {}),
    ...(typeof handler === "string" ? { trigger: { ...fieldsOf(trigger), handler: name(handler) } } : {}),
    ...(typeof activity === "string" ? { trigger: { ...fieldsOf(trigger), activity: name(activity) } } : {}),
  }
}

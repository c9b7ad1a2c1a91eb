/**
 * Links: flows that are not drawn, from where a link is thrown to where it is caught in the same scope.
 *
 * BPMN 2.0.2 §10.5.5 (LinkEventDefinition).
 */
import type { PreparedElement } from "./Element.ts"
import type { GraphElement, SequenceFlow } from "./Graph.ts"

/** An element with what it was prepared to. */
export interface Linkable {
  readonly element: GraphElement
  readonly prepared: PreparedElement
}

/** A flow from each place where a link is thrown to the one that catches it. */
export const linkFlows = (elements: Iterable<Linkable>): ReadonlyArray<SequenceFlow> => {
  const all = [...elements]
  const caught = new Map<string, string>()
  for (const { element, prepared } of all)
    if (prepared.link?.thrown === false) caught.set(placeOf(element.scope, prepared.link.name), element.id)
  return all.flatMap(({ element, prepared }) => {
    if (prepared.link?.thrown !== true) return []
    const to = caught.get(placeOf(element.scope, prepared.link.name))
    return to === undefined ? [] : [{ id: `~link/${element.id}`, from: element.id, to }]
  })
}

/** Where a link of this name is known. */
export const placeOf = (scope: string | undefined, name: string): string => `${scope ?? ""}\n${name}`

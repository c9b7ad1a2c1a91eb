/**
 * Associations of a document: who is drawn together with whom, wherever the line stands in the document and whichever way it points.
 */
import { elementAt, elementsAt, is, type ModdleElement } from "./ModdleElement.ts"

/** What each element is associated with. */
export const associationsIn = (definitions: ModdleElement): ReadonlyMap<ModdleElement, ReadonlyArray<ModdleElement>> => {
  const found = new Map<ModdleElement, Array<ModdleElement>>()
  const note = (from: ModdleElement, to: ModdleElement): void => {
    const others = found.get(from) ?? []
    others.push(to)
    found.set(from, others)
  }
  const visit = (container: ModdleElement): void => {
    for (const artifact of elementsAt(container, "artifacts")) {
      if (artifact.$type !== "bpmn:Association") continue
      const from = elementAt(artifact, "sourceRef")
      const to = elementAt(artifact, "targetRef")
      if (from === undefined || to === undefined) continue
      note(from, to)
      note(to, from)
    }
    if (!is(container, "bpmn:FlowElementsContainer")) return
    for (const inner of elementsAt(container, "flowElements")) if (is(inner, "bpmn:SubProcess")) visit(inner)
  }
  for (const root of elementsAt(definitions, "rootElements")) visit(root)
  return found
}

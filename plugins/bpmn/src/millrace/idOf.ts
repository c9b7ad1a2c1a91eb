/**
 * Ids: of XML, which are names without spaces, slashes and colons, and of the graph, which are any text.
 */
import type { ModdleElement } from "../moddle/ModdleElement.ts"
import { fieldsOf } from "./fieldsOf.ts"

const made = new WeakMap<ModdleElement, string>()

/** The id that an element has in the graph. Those without one get one that is the same whenever the document is read. */
export const idOf = (element: ModdleElement): string => {
  const { id } = fieldsOf(element)
  return typeof id === "string" ? id : (element.id ?? made.get(element) ?? element.$type)
}

/** Gives an element that has no id one for the graph. */
export const nameUnnamed = (element: ModdleElement, id: string): void => {
  if (element.id === undefined) made.set(element, id)
}

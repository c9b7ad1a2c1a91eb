/**
 * The element types that a process can be made of: those of this package, and those that plugins bring.
 */
import type { CompileOptions, ElementExtension } from "@millrace/kernel"
import type { ElementBehaviour } from "./Element.ts"
import { elements } from "./elements/index.ts"

export type ElementTable = ReadonlyMap<string, ElementBehaviour>

const builtIn: ElementTable = new Map(Object.entries(elements))

/** All element types, by their name. */
export const elementTable = (options: Pick<CompileOptions, "elements">): ElementTable => {
  const extensions = options.elements.filter(isProcessElement)
  if (extensions.length === 0) return builtIn
  const table = new Map(builtIn)
  for (const { behaviour } of extensions) table.set(behaviour.type, behaviour)
  return table
}

/** Makes what a plugin puts into `elements` of an element type. */
export const elementExtension = (behaviour: ElementBehaviour): ElementExtension => ({
  kind: "process",
  type: behaviour.type,
  behaviour,
})

const isProcessElement = (extension: unknown): extension is ElementExtension & { readonly behaviour: ElementBehaviour } =>
  typeof extension === "object" &&
  extension !== null &&
  "kind" in extension &&
  extension.kind === "process" &&
  "behaviour" in extension &&
  typeof extension.behaviour === "object" &&
  extension.behaviour !== null &&
  "prepare" in extension.behaviour

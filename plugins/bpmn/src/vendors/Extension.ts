/**
 * Extensions as they stand in a document: elements of a vendor's namespace, of which BPMN knows nothing.
 */
import { elementAt, elementsAt, type ModdleElement, typeOf } from "../moddle/ModdleElement.ts"
import type { Vendor, VendorContext } from "./Vendor.ts"

/** An attribute of an extension; undefined where it is not there or is empty. */
export const given = (extension: ModdleElement | undefined, name: string): string | undefined => {
  const value: unknown = extension?.get(name)
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined
}

/** Whether an attribute of an extension says true; `otherwise` where it says nothing. */
export const isTrue = (extension: ModdleElement, name: string, otherwise = false): boolean => {
  const value: unknown = extension.get(name)
  return value === undefined || value === "" ? otherwise : String(value).trim().toLowerCase() === "true"
}

/** What stands in an extension: all of it, or what has this name. */
export const childrenOf = (extension: ModdleElement, name?: string): ReadonlyArray<ModdleElement> =>
  (extension.$children ?? []).filter((child) => name === undefined || typeOf(child) === name)

/** The text in an extension. */
export const textOf = (extension: ModdleElement): string => (extension.$body ?? "").trim()

/** An attribute of a vendor, without spaces around it; undefined where it is not there or is empty. */
export const attributeOf = (context: VendorContext, element: ModdleElement, vendor: Vendor, name: string): string | undefined => {
  const value = context.attribute(element, vendor, name)?.trim()
  return value === "" ? undefined : value
}

/** The first event definition of this type in an event: `Error`. */
export const definitionOf = (event: ModdleElement, type: string): ModdleElement | undefined =>
  elementsAt(event, "eventDefinitions").find(({ $type }) => $type === `bpmn:${type}EventDefinition`)

/** What an activity is repeated by, where that is for each of many items. */
export const manyOf = (element: ModdleElement): ModdleElement | undefined => {
  const loop = elementAt(element, "loopCharacteristics")
  return loop?.$type === "bpmn:MultiInstanceLoopCharacteristics" ? loop : undefined
}

/** Whether what an element sets is set in the process itself, once. */
export const isAtTop = (element: ModdleElement): boolean =>
  element.$parent?.$type === "bpmn:Process" && elementAt(element, "loopCharacteristics") === undefined

/** Fields that put what an element gave into one variable. */
export const resultIn = (element: ModdleElement, variable: string): Readonly<Record<string, unknown>> =>
  isAtTop(element) ? { result: variable } : { outputs: [{ variable }] }

/**
 * An element of a BPMN document as `bpmn-moddle` reads it, and typed ways to look into it.
 */

/** An element: properties of its type are fields, everything foreign is in `$attrs`, `$children` and `$body`. */
export interface ModdleElement {
  /** With its namespace: `bpmn:UserTask`, or `camunda:properties` of a foreign one. */
  readonly $type: string
  readonly id?: string
  /** Attributes that BPMN does not know, by their name with its prefix as the document writes it. */
  readonly $attrs: Record<string, string>
  readonly $parent?: ModdleElement
  /** Of foreign elements: what stands in them. */
  readonly $children?: ReadonlyArray<ModdleElement>
  /** Of foreign elements: their text. */
  readonly $body?: string
  readonly $descriptor: {
    readonly ns?: { readonly prefix?: string; readonly localName: string; readonly uri?: string }
    readonly properties?: ReadonlyArray<{
      readonly name: string
      readonly isReference?: boolean
      readonly isMany?: boolean
      readonly isVirtual?: boolean
    }>
  }
  readonly $instanceOf?: (type: string) => boolean
  /** A property with its default. */
  readonly get: (name: string) => unknown
  readonly set: (name: string, value: unknown) => void
}

/** Whether a value is an element. */
export const isElement = (value: unknown): value is ModdleElement => typeof value === "object" && value !== null && "$type" in value

/** A property that is text; undefined where it is not there or is empty. */
export const textAt = (element: ModdleElement, name: string): string | undefined => {
  const value = element.get(name)
  return typeof value === "string" && value !== "" ? value : undefined
}

/** A property that is an element or refers to one. */
export const elementAt = (element: ModdleElement, name: string): ModdleElement | undefined => {
  const value = element.get(name)
  return isElement(value) ? value : undefined
}

/** A property that is a list of elements. */
export const elementsAt = (element: ModdleElement, name: string): ReadonlyArray<ModdleElement> => {
  const value = element.get(name)
  return Array.isArray(value) ? value.filter(isElement) : []
}

/** Whether an element is of a type of BPMN or of one that extends it: `is(task, "bpmn:Activity")`. */
export const is = (element: ModdleElement, type: string): boolean => element.$instanceOf?.(type) === true

/** The type without its namespace: `UserTask`. */
export const typeOf = (element: ModdleElement): string => element.$type.slice(element.$type.indexOf(":") + 1)

/** The elements inside `<bpmn:extensionElements>`: of any namespace. */
export const extensionsOf = (element: ModdleElement): ReadonlyArray<ModdleElement> => {
  const extensions = elementAt(element, "extensionElements")
  return extensions === undefined ? [] : elementsAt(extensions, "values")
}

/** An expression's or a script's text. */
export const bodyOf = (expression: ModdleElement | undefined): string | undefined => {
  const body = expression?.get("body")
  return typeof body === "string" && body.trim() !== "" ? body.trim() : undefined
}

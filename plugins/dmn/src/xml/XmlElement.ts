/**
 * XML as plain data, with namespaces in place of prefixes.
 */

/** An element. Names of attributes are `name`, or `{namespace}name` where they have a prefix. */
export interface XmlElement {
  readonly name: string
  readonly namespace: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: ReadonlyArray<XmlElement | string>
}

/** Where an element stood in the text, which is no part of what it says. */
interface Origin {
  readonly line: number
  readonly prefixes: ReadonlyMap<string, string>
}

const origins = new WeakMap<object, Origin>()

/** Notes where a part of a document stood. */
export const withOrigin = <T extends object>(part: T, line: number, prefixes: ReadonlyMap<string, string>): T => {
  origins.set(part, { line, prefixes })
  return part
}

/** Notes that something was made of a part of a document. */
export const madeFrom = <T extends object>(made: T, part: object): T => {
  const origin = origins.get(part)
  if (origin !== undefined) origins.set(made, origin)
  return made
}

/** The line on which an element began, or what was made of it; undefined where it was not read from a text. */
export const lineOf = (part: object): number | undefined => origins.get(part)?.line

/** The namespace that a prefix stands for at an element. */
export const namespaceOf = (element: XmlElement, prefix: string): string | undefined => origins.get(element)?.prefixes.get(prefix)

/** The elements in an element, in its own namespace. */
export const elementsIn = (element: XmlElement): ReadonlyArray<XmlElement> =>
  element.children.filter((child): child is XmlElement => typeof child !== "string" && child.namespace === element.namespace)

/** The elements of a name in an element, in its own namespace. */
export const elementsNamed = (element: XmlElement, name: string): ReadonlyArray<XmlElement> =>
  elementsIn(element).filter((child) => child.name === name)

/** The first element of a name. */
export const elementNamed = (element: XmlElement, name: string): XmlElement | undefined =>
  elementsIn(element).find((child) => child.name === name)

/** The text of an element, without that of the elements in it. */
export const textIn = (element: XmlElement): string => element.children.filter((child) => typeof child === "string").join("")

/** The first prefix that stands for a namespace at an element. */
export const prefixOf = (element: XmlElement, namespace: string): string | undefined => {
  for (const [prefix, known] of origins.get(element)?.prefixes ?? []) if (known === namespace && prefix !== "") return prefix
  return undefined
}

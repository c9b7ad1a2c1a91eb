/**
 * Makes XML elements of DMN 1.5: without what is undefined.
 */
import { currentNamespace } from "../model/Namespaces.ts"
import type { XmlElement } from "../xml/XmlElement.ts"

type Child = XmlElement | string | undefined

/** An element with the attributes and children that are not undefined. */
export const element = (
  name: string,
  attributes: Readonly<Record<string, string | undefined>>,
  ...children: ReadonlyArray<Child | ReadonlyArray<Child>>
): XmlElement => ({
  name,
  namespace: currentNamespace,
  attributes: Object.fromEntries(Object.entries(attributes).filter((entry): entry is [string, string] => entry[1] !== undefined)),
  children: children.flat().filter((child) => child !== undefined),
})

/** An element with text; undefined where there is none. */
export const textElement = (name: string, text: string | undefined): XmlElement | undefined =>
  text === undefined ? undefined : element(name, {}, text)

/** An element with a `<text>` in it; undefined where there is none. */
export const textIn = (name: string, text: string | undefined): XmlElement | undefined =>
  text === undefined ? undefined : element(name, {}, element("text", {}, text))

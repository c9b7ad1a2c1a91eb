/**
 * What the readers of all parts share: attributes, texts and names of types.
 */
import { DmnError } from "../DmnError.ts"
import type { ModelImport } from "../model/DecisionModel.ts"
import { feelNamespaces } from "../model/Namespaces.ts"
import { elementNamed, lineOf, madeFrom, namespaceOf, textIn, type XmlElement } from "../xml/XmlElement.ts"

/** What is known of the model while its parts are read. */
export interface Reader {
  readonly namespace: string
  readonly imports: ReadonlyArray<ModelImport>
}

/** An object without the entries that are undefined, which remembers where it was read. */
export const made = <T extends object>(element: XmlElement, fields: { readonly [K in keyof T]: T[K] | undefined }): T => {
  const present = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
  return madeFrom(present as T, element)
}

/** An attribute that may be missing; an empty one counts as missing. Names have single blanks, however many the text has. */
export const attribute = (element: XmlElement, name: string): string | undefined => {
  const text = Object.hasOwn(element.attributes, name) ? element.attributes[name] : undefined
  const value = text !== undefined && naming.has(name) ? singleBlanks(text) : text
  return value === "" ? undefined : value
}

/** Attributes that name what expressions refer to. */
const naming: ReadonlySet<string> = new Set(["name", "iteratorVariable"])

/** FEEL does not tell one blank from several (DMN 1.5 §10.3.1.4). */
const singleBlanks = (text: string): string => text.trim().replace(/\s+/g, " ")

/** An attribute that has to be there. */
export const required = (element: XmlElement, name: string): string => {
  const value = attribute(element, name)
  if (value === undefined) throw invalid(element, `<${element.name}> needs the attribute '${name}'.`)
  return value
}

/** The error that a part is not what the standard says. */
export const invalid = (element: XmlElement, message: string): DmnError => new DmnError("ModelInvalid", message, lineOf(element))

/** The text of an element in an element; undefined where there is none. */
export const textNamed = (element: XmlElement, name: string): string | undefined => {
  const found = elementNamed(element, name)
  return found === undefined ? undefined : textIn(found)
}

/** The text in the `<text>` of an element, where it has that. */
export const textOfNamed = (element: XmlElement, name: string): string | undefined => {
  const found = elementNamed(element, name)
  return found === undefined ? undefined : textNamed(found, "text")
}

/** The description of an element, undefined where it is empty. */
export const descriptionOf = (element: XmlElement): string | undefined => textNamed(element, "description") || undefined

/** The name of a type, as FEEL knows it: without the prefix of FEEL, and with the name of the import for other models. */
export const typeName = (reader: Reader, element: XmlElement, name: string | undefined): string | undefined => {
  const text = name === undefined ? "" : singleBlanks(name)
  if (text === "") return undefined
  const colon = text.indexOf(":")
  if (colon < 0) return text
  const namespace = namespaceOf(element, text.slice(0, colon))
  const local = text.slice(colon + 1)
  const imported = reader.imports.find((one) => one.namespace === namespace)
  if (imported !== undefined && imported.name !== "") return `${imported.name}.${local}`
  const known = namespace !== undefined || text.startsWith("feel:") || feelNamespaces.has(text.slice(0, colon))
  return known ? local : text
}

/** The type that an element's attribute names. */
export const typeRefOf = (reader: Reader, element: XmlElement | undefined): string | undefined =>
  element === undefined ? undefined : typeName(reader, element, attribute(element, "typeRef"))

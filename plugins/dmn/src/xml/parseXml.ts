/**
 * Reads XML safely: no document type, so no entities but the five of XML itself and nothing from outside; bounded in length and depth.
 */
import { XmlElement as ParsedElement, parseXml as parse, type XmlDocument, XmlError, type XmlNode, XmlText } from "@rgrove/parse-xml"
import { DmnError } from "../DmnError.ts"
import { requireThat } from "../given.ts"
import { withOrigin, type XmlElement } from "./XmlElement.ts"

/** How large a document may be. */
export interface XmlLimits {
  /** Characters: 16 million where left out. */
  readonly maxLength?: number
  /** Elements inside of elements: 400 where left out. */
  readonly maxDepth?: number
}

const xmlNamespace = "http://www.w3.org/XML/1998/namespace"

/** The root element of a document. Throws a `DmnError`. */
export const parseXml = (text: string, { maxLength = 16_000_000, maxDepth = 400 }: XmlLimits = {}): XmlElement => {
  requireThat(typeof text === "string", "This", text, 'the text of a document, such as readFileSync("loan.dmn", "utf8")')
  if (text.length > maxLength) {
    throw new DmnError(
      "ModelTooLarge",
      `The document has ${text.length} characters, more than ${maxLength}: raise 'maxLength' if it has to be that long.`,
    )
  }
  const document = parseOrExplain(text, maxDepth)
  const lineAt = lineCounter(text)
  const doctype = document.children.find(({ type }) => type === "doctype")
  if (doctype !== undefined) {
    throw new DmnError("ModelRefused", "A document type (<!DOCTYPE …>) could define entities: remove it.", lineAt(doctype.start))
  }
  if (document.root === null) throw new DmnError("ModelMalformed", "The document has no root element.")
  return convert(document.root, new Map([["xml", xmlNamespace]]), lineAt, maxDepth)
}

const parseOrExplain = (text: string, maxDepth: number): XmlDocument => {
  try {
    return parse(text, { includeOffsets: true, preserveDocumentType: true })
  } catch (error) {
    if (error instanceof XmlError) throw new DmnError("ModelMalformed", firstLine(error.message), error.line)
    if (error instanceof RangeError) throw tooDeep(maxDepth)
    throw error
  }
}

const firstLine = (message: string): string => (message.split("\n")[0] ?? message).replace(/ \(line \d+, column (\d+)\)$/, " (column $1).")

const tooDeep = (maxDepth: number): DmnError =>
  new DmnError("ModelTooLarge", `Elements are nested more than ${maxDepth} deep: raise 'maxDepth' if they have to be.`)

type Prefixes = ReadonlyMap<string, string>

const convert = (element: ParsedElement, outer: Prefixes, lineAt: (offset: number) => number, depthLeft: number): XmlElement => {
  const line = lineAt(element.start)
  if (depthLeft <= 0) throw new DmnError("ModelTooLarge", "Elements are nested too deep here.", line)
  const prefixes = withDeclared(outer, element.attributes)
  const { prefix, local } = split(element.name)
  const namespace = prefixes.get(prefix)
  if (namespace === undefined && prefix !== "") throw new DmnError("ModelMalformed", `The prefix '${prefix}' is not declared.`, line)
  const attributes: Record<string, string> = {}
  for (const [name, value] of Object.entries(element.attributes)) {
    if (name === "xmlns" || name.startsWith("xmlns:")) continue
    const own = split(name)
    const key = own.prefix === "" ? name : `{${prefixes.get(own.prefix) ?? own.prefix}}${own.local}`
    Object.defineProperty(attributes, key, { value, enumerable: true, configurable: true, writable: true })
  }
  const children: Array<XmlElement | string> = []
  for (const child of element.children as ReadonlyArray<XmlNode>) {
    if (child instanceof XmlText) children.push(child.text)
    else if (child instanceof ParsedElement) children.push(convert(child, prefixes, lineAt, depthLeft - 1))
  }
  return withOrigin({ name: local, namespace: namespace ?? "", attributes, children }, line, prefixes)
}

const split = (name: string): { readonly prefix: string; readonly local: string } => {
  const colon = name.indexOf(":")
  return colon < 0 ? { prefix: "", local: name } : { prefix: name.slice(0, colon), local: name.slice(colon + 1) }
}

const withDeclared = (outer: Prefixes, attributes: Readonly<Record<string, string>>): Prefixes => {
  let own: Map<string, string> | undefined
  for (const [name, value] of Object.entries(attributes)) {
    const prefix = name === "xmlns" ? "" : name.startsWith("xmlns:") ? name.slice("xmlns:".length) : undefined
    if (prefix === undefined) continue
    own ??= new Map(outer)
    own.set(prefix, value)
  }
  return own ?? outer
}

/** Tells the lines of offsets, which have to be asked for in any order: by halving the list of line starts. */
const lineCounter = (text: string): ((offset: number) => number) => {
  const starts = [0]
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1)
  return (offset) => {
    let low = 0
    let high = starts.length
    while (high - low > 1) {
      const middle = (low + high) >>> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return low + 1
  }
}

/**
 * Reads BPMN XML into elements, safely, and says at which line each of them stands.
 */

import type { BpmnProblem } from "../BpmnProblem.ts"
import { type Vendor, vendorNamespaces } from "../vendors/Vendor.ts"
import { associationsIn } from "./associations.ts"
import { decodeXml } from "./decodeXml.ts"
import { extensionsOf, is, type ModdleElement } from "./ModdleElement.ts"
import { bpmnModel, notBpmn } from "./notBpmn.ts"
import { readTree, type Tree } from "./readTree.ts"
import { longest, scanXml, type XmlLimits } from "./scanXml.ts"

/** A document that was read. */
export interface BpmnDocument {
  readonly definitions: ModdleElement
  readonly xml: string
  /** What stands in the text before the root element, but for the declaration of XML, and after it: comments and instructions. */
  readonly beforeRoot: string
  readonly afterRoot: string
  /** What was wrong with the document itself. */
  readonly problems: ReadonlyArray<BpmnProblem>
  /** The line at which an element begins, or the nearest one around it that has an id. */
  readonly lineOf: (element: ModdleElement) => number | undefined
  /** The text of a reference, wherever it leads: of `loopDataInputRef`, for one, which names a variable. */
  readonly referenceOf: (element: ModdleElement, property: string) => string | undefined
  /** Whether the document declares a namespace of the vendor. */
  readonly uses: (vendor: Vendor) => boolean
  /** What an element is associated with, whichever way the line points. */
  readonly associated: (element: ModdleElement) => ReadonlyArray<ModdleElement>
  readonly attribute: (element: ModdleElement, vendor: Vendor, name: string) => string | undefined
  readonly extensions: (element: ModdleElement, vendor: Vendor, name: string) => ReadonlyArray<ModdleElement>
}

/** Reads a document. Throws a `BpmnError` where it is no BPMN at all. */
export const readModdle = async (xml: string | Uint8Array, limits?: XmlLimits): Promise<BpmnDocument> => {
  const decoded = typeof xml === "string" ? xml : decodeXml(xml, limits?.maxLength ?? longest)
  const text = decoded.charCodeAt(0) === 0xfeff ? decoded.slice(1) : decoded
  const scan = scanXml(text, limits)
  if (!scan.namespaces.has(bpmnModel)) throw notBpmn(scan.root.name, scan.namespaces.keys(), scan.root.line)
  const { rootElement, references, warnings, elementsById } = await readTree(text, scan.elements)
  const lineOf = (element: ModdleElement): number | undefined => {
    for (let at: ModdleElement | undefined = element; at !== undefined; at = at.$parent) {
      const line = at.id === undefined ? undefined : scan.lines.get(at.id)
      if (line !== undefined) return line
    }
    return undefined
  }
  const isRepaired = repairer(elementsById)
  const named = new Map<ModdleElement, Map<string, string>>()
  for (const { element, property, id } of references) {
    const own = named.get(element) ?? new Map<string, string>()
    named.set(element, own.set(property, id))
  }
  const prefixes = new Map<string, Vendor>()
  for (const [uri, prefix] of scan.namespaces) {
    const vendor = vendorNamespaces[uri]
    if (vendor !== undefined) prefixes.set(prefix, vendor)
  }
  let associations: ReturnType<typeof associationsIn> | undefined
  return {
    definitions: rootElement,
    xml: text,
    beforeRoot: text.slice(0, scan.root.start).replace(/^<\?xml[^>]*\?>/, ""),
    afterRoot: text.slice(scan.root.end),
    problems: [
      ...scan.duplicates.map(
        ({ id, first, line }): BpmnProblem => ({
          code: "DuplicateId",
          severity: "error",
          element: id,
          line,
          message: `the element at line ${first} has this id, too: give each its own.`,
        }),
      ),
      ...warnings.flatMap((warning) => (isRepaired(warning) ? [] : problemOf(warning, lineOf))),
    ],
    lineOf,
    referenceOf: (element, property) => named.get(element)?.get(`bpmn:${property}`) ?? named.get(element)?.get(property),
    uses: (vendor) => [...prefixes.values()].includes(vendor),
    associated: (element) => {
      associations ??= associationsIn(rootElement)
      return associations.get(element) ?? []
    },
    attribute: (element, vendor, name) => {
      for (const [prefix, of] of prefixes) {
        const value = of === vendor ? element.$attrs[`${prefix}:${name}`] : undefined
        if (value !== undefined) return value
      }
      return undefined
    },
    extensions: (element, vendor, name) =>
      extensionsOf(element).filter(({ $descriptor: { ns } }) => ns?.localName === name && vendorNamespaces[ns.uri ?? ""] === vendor),
  }
}

type Warning = Tree["warnings"][number]

/** References are qualified names: one with a prefix leads to an element of this document, too. */
const repairer =
  (elementsById: Readonly<Record<string, ModdleElement>>) =>
  ({ element, property, value }: Warning): boolean => {
    const colon = value?.indexOf(":") ?? -1
    if (element === undefined || property === undefined || value === undefined || colon < 0) return false
    const local = value.slice(colon + 1)
    const found = Object.hasOwn(elementsById, local) ? elementsById[local] : undefined
    if (found === undefined || Array.isArray(element.get(property))) return false
    element.set(property, found)
    return true
  }

/** These name variables in most documents, and no elements. */
const variableReferences = new Set(["bpmn:loopDataInputRef", "bpmn:loopDataOutputRef"])

/** These name types of XML Schema, which no document has. */
const typeOfXml = /^(xs|xsd):\w+$/

/** References without which an element does not mean what was meant. */
const neededReferences = new Set(
  ["sourceRef", "targetRef", "attachedToRef", "default", "messageRef", "signalRef", "escalationRef", "activityRef"].map(
    (name) => `bpmn:${name}`,
  ),
)

/** References that lead nowhere, and what BPMN does not know. */
const problemOf = (
  { message, element, property, value }: Warning,
  lineOf: (element: ModdleElement) => number | undefined,
): ReadonlyArray<BpmnProblem> => {
  if (element !== undefined && property !== undefined) {
    if (variableReferences.has(property) || typeOfXml.test(value ?? "")) return []
    return [
      {
        code: "ReferenceMissing",
        // What is only drawn or told keeps nothing from running.
        severity: neededReferences.has(property) && !is(element, "bpmn:Artifact") ? "error" : "warning",
        element: element.id ?? element.$parent?.id,
        line: lineOf(element),
        message: `'${property.slice(property.indexOf(":") + 1)}' refers to ${/<.*>/.exec(message)?.[0] ?? "an element"}, which is not in the document.`,
      },
    ]
  }
  if (message.includes("duplicate ID") || message.startsWith("unsupported document encoding")) return []
  const [first = message, line, , nested] = message.split("\n").map((part) => part.trim())
  const number = Number(line?.replace("line: ", ""))
  return [
    {
      code: "Unreadable",
      severity: "warning",
      element: undefined,
      // The reader of the XML counts lines from 0.
      line: Number.isNaN(number) ? undefined : number + 1,
      message: `${first}${nested === undefined ? "" : ` (${nested.replace("nested error: ", "")})`}: it is left out.`,
    },
  ]
}

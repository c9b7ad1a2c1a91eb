/**
 * Reads BPMN XML into elements, safely, and says at which line each of them stands.
 */

import { BpmnError } from "../BpmnError.ts"
import type { BpmnProblem } from "../BpmnProblem.ts"
import { type Vendor, vendorNamespaces } from "../vendors/Vendor.ts"
import { bpmnModdle } from "./bpmnModdle.ts"
import { extensionsOf, is, type ModdleElement } from "./ModdleElement.ts"
import { scanXml, type XmlLimits } from "./scanXml.ts"

/** A document that was read. */
export interface BpmnDocument {
  readonly definitions: ModdleElement
  readonly xml: string
  /** What was wrong with the document itself. */
  readonly problems: ReadonlyArray<BpmnProblem>
  /** The line at which an element begins, or the nearest one around it that has an id. */
  readonly lineOf: (element: ModdleElement) => number | undefined
  /** The text of a reference, wherever it leads: of `loopDataInputRef`, for one, which names a variable. */
  readonly referenceOf: (element: ModdleElement, property: string) => string | undefined
  /** Whether the document declares a namespace of the vendor. */
  readonly uses: (vendor: Vendor) => boolean
  readonly attribute: (element: ModdleElement, vendor: Vendor, name: string) => string | undefined
  readonly extensions: (element: ModdleElement, vendor: Vendor, name: string) => ReadonlyArray<ModdleElement>
}

const bpmnModel = "http://www.omg.org/spec/BPMN/20100524/MODEL"

/** Reads a document. Throws a `BpmnError` where it is no BPMN at all. */
export const readModdle = async (xml: string, limits?: XmlLimits): Promise<BpmnDocument> => {
  const text = xml.charCodeAt(0) === 0xfeff ? xml.slice(1) : xml
  const scan = scanXml(text, limits)
  if (!scan.namespaces.has(bpmnModel)) {
    throw new BpmnError(
      "NotBpmn",
      `The root element does not declare the namespace of BPMN 2.0, '${bpmnModel}': this is no BPMN 2.0 document.`,
    )
  }
  const { rootElement, references, warnings, elementsById } = await readTree(text)
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
  return {
    definitions: rootElement,
    xml: text,
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

/** How long a document may be to be read past what BPMN does not know: each such place costs a look over all the text before it. */
const lenientLength = 500_000

/** Reads strictly, which is fast; what is unknown is left out of documents that are not too long for that. */
const readTree = async (text: string) => {
  const fail = (cause: unknown): never => {
    const message = cause instanceof Error ? cause.message : String(cause)
    // It counts lines from 0.
    const line = /\n\tline: (\d+)/.exec(message)?.[1]
    const [what = message] = message.split("\n")
    const why = /nested error: (.*)/.exec(message)?.[1]
    throw new BpmnError(
      "NotBpmn",
      `The document cannot be read as BPMN: ${what}${why === undefined ? "" : `: ${why}`}.`,
      line === undefined ? undefined : Number(line) + 1,
    )
  }
  try {
    return await bpmnModdle.fromXML(text, "bpmn:Definitions", { lax: false })
  } catch (cause) {
    return text.length > lenientLength ? fail(cause) : await bpmnModdle.fromXML(text).catch(fail)
  }
}

type Warning = Awaited<ReturnType<typeof bpmnModdle.fromXML>>["warnings"][number]

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

/** References without which an element does not mean what was meant. */
const neededReferences = new Set(
  ["sourceRef", "targetRef", "attachedToRef", "default", "messageRef", "signalRef", "escalationRef", "activityRef"].map(
    (name) => `bpmn:${name}`,
  ),
)

/** References that lead nowhere, and what BPMN does not know. */
const problemOf = (
  { message, element, property }: Warning,
  lineOf: (element: ModdleElement) => number | undefined,
): ReadonlyArray<BpmnProblem> => {
  if (element !== undefined && property !== undefined) {
    if (variableReferences.has(property)) return []
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

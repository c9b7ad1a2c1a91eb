/**
 * Exporting: a graph becomes BPMN XML that means the same when it is read again, with a diagram.
 */
import { isDeepStrictEqual } from "node:util"
import type { Definition } from "@millrace/kernel"
import { canonicalGraph, type ProcessGraph } from "@millrace/process"
import { BpmnError } from "../BpmnError.ts"
import { requireOptions } from "../given.ts"
import { type ImportedModel, importBpmn } from "../import/importBpmn.ts"
import { layoutOf } from "../layout/GraphLayout.ts"
import { elementsAt, type ModdleElement } from "../moddle/ModdleElement.ts"
import { processOf } from "../processOf.ts"
import { addDiagram } from "./addDiagram.ts"
import { addFields } from "./addFields.ts"
import { formerTypes, idsBeside, keepForeign } from "./keepForeign.ts"
import { asWritten, keepAround } from "./keepText.ts"
import { makePrinting, type Printing } from "./Printing.ts"
import { type PrintedProcess, printProcess } from "./printProcess.ts"

/** How a document is written. */
export interface ExportOptions {
  /** `false` leaves the diagram out of documents that have none; by default one is drawn. */
  readonly diagram?: boolean
}

/** What can be exported: a definition, several of them in one document, or a document that was imported. */
export type Exportable = Definition<unknown> | ReadonlyArray<Definition<unknown>> | ImportedModel

/**
 * Exports processes as BPMN XML. What was imported and is unchanged becomes the document that it was, with all that is foreign in it.
 * Whatever BPMN has no place for stands in `millrace:field` elements, so that reading the document gives an equal graph.
 *
 * ```ts
 * const xml = await exportBpmn(order.build().definition)
 * ```
 */
export const exportBpmn = async (what: Exportable, options: ExportOptions = {}): Promise<string> => {
  requireOptions("exportBpmn", options, ["diagram"])
  if (typeof what === "object" && what !== null && "document" in what) return asWritten(what.document)
  const definitions = (isList(what) ? what : [what]).map(processOf)
  const [first] = definitions
  if (first === undefined) throw new BpmnError("ProcessUnknown", "Nothing is given to be exported: give at least one definition.")
  const origin = await originOf(definitions)
  if (origin !== undefined && definitions.every((definition) => isUnchanged(definition, origin))) return asWritten(origin.document)
  return printed(definitions, origin, options)
}

const isList = (what: Definition<unknown> | ReadonlyArray<Definition<unknown>>): what is ReadonlyArray<Definition<unknown>> =>
  Array.isArray(what)

/** The document that all of them were read from. */
const originOf = async (definitions: ReadonlyArray<Definition<ProcessGraph>>): Promise<ImportedModel | undefined> => {
  const [xml, another] = new Set(definitions.map(({ graph }) => layoutOf(graph.layout)?.bpmn))
  if (xml === undefined || another !== undefined) return undefined
  return importBpmn(xml, { version: definitions[0]?.version ?? 1, limits: unlimited }).catch(() => undefined)
}

const isUnchanged = ({ id, digest, graph }: Definition<ProcessGraph>, origin: ImportedModel): boolean => {
  const before = origin.all.find((process) => process.id === id)
  if (before === undefined) return false
  return before.definition.digest === digest || sameText(before.definition.graph, graph)
}

const sameText = (a: ProcessGraph, b: ProcessGraph): boolean => JSON.stringify(canonicalGraph(a)) === JSON.stringify(canonicalGraph(b))

const printed = async (
  definitions: ReadonlyArray<Definition<ProcessGraph>>,
  origin: ImportedModel | undefined,
  { diagram = true }: ExportOptions,
): Promise<string> => {
  const before = origin?.document.definitions
  const printing =
    before === undefined
      ? makePrinting()
      : makePrinting(
          idsBeside(before, new Set(definitions.map(({ id }) => id))),
          elementsAt(before, "rootElements").filter(isNamed),
          formerTypes(before),
        )
  const made = definitions.map((definition) => printProcess(printing, definition))
  const processes = before === undefined ? made : keepForeign(before, made, printing.roots, comparer(definitions, origin))
  const root = before ?? document(printing, processes)
  const read = await importBpmn(await printing.toXml(root), { limits: unlimited })
  for (const [index, { id, graph }] of definitions.entries()) {
    const process = processes[index]
    const again = read.all.find((one) => one.id === id)?.definition.graph
    if (process !== undefined) addFields(printing, graph, again ?? { elements: [], flows: [] }, process)
  }
  const xml = diagram ? await addDiagram(printing, root, definitions, processes) : await printing.toXml(root)
  return origin === undefined ? xml : keepAround(xml, origin.document)
}

const isNamed = ({ $type }: ModdleElement): boolean => /^bpmn:(Message|Signal|Error|Escalation)$/.test($type)

/** Tells whether an element or a flow is what it was in the document. */
const comparer = (definitions: ReadonlyArray<Definition<ProcessGraph>>, origin: ImportedModel | undefined) => {
  const partsOf = (graph: ProcessGraph | undefined) =>
    new Map([...(graph?.elements ?? []), ...(graph?.flows ?? [])].map((part) => [part.id, part]))
  const before = new Map((origin?.all ?? []).map(({ id, definition }) => [id, partsOf(definition.graph)]))
  const now = new Map(definitions.map(({ id, graph }) => [id, partsOf(graph)]))
  return (process: string, id: string): boolean => {
    const part = before.get(process)?.get(id)
    return part !== undefined && isDeepStrictEqual(part, now.get(process)?.get(id))
  }
}

/** What is exported was valid before. */
const unlimited = { maxLength: Number.POSITIVE_INFINITY, maxDepth: 10_000, maxElements: Number.POSITIVE_INFINITY }

const document = (printing: Printing, processes: ReadonlyArray<PrintedProcess>): ModdleElement =>
  printing.create("bpmn:Definitions", {
    id: printing.xmlId("definitions"),
    targetNamespace: "urn:millrace:processes",
    exporter: "Millrace",
    rootElements: [...printing.roots, ...processes.map(({ process }) => process)],
  })

/**
 * What is known while a process is read from a document: the document, the graph so far, and what was wrong.
 */
import type { Codec } from "@millrace/kernel"
import type { Expression, GraphElement, SequenceFlow, ValueExpression } from "@millrace/process"
import type { BpmnProblem } from "../BpmnProblem.ts"
import { idOf } from "../millrace/idOf.ts"
import type { ModdleElement } from "../moddle/ModdleElement.ts"
import type { BpmnDocument } from "../moddle/readModdle.ts"
import type { Vendor, VendorContext } from "../vendors/Vendor.ts"
import { type Language, readExpression, readText } from "./expressions.ts"

/** An element of the graph while its fields come together. */
export type ElementDraft = GraphElement & { readonly [field: string]: unknown }

/** A task that needs a handler, with the names under which somebody may give it. */
export interface HandlerNeed {
  readonly handler: string
  readonly names: ReadonlyArray<string>
  readonly element: ModdleElement
}

export interface Reading {
  readonly document: BpmnDocument
  /** The id and the version of the process. */
  readonly process: string
  readonly version: number
  readonly elements: Array<ElementDraft>
  readonly flows: Array<SequenceFlow>
  /** The element of the document behind each one of the graph, and behind each flow. */
  readonly sources: Map<string, ModdleElement>
  readonly needs: Array<HandlerNeed>
  /** Schemas that forms may be bound to, by the names that documents give forms, and by elements. */
  readonly forms: Readonly<Record<string, Codec>>
  /** Those that are bound, by their names in the graph. */
  readonly codecs: Map<string, Codec>
  readonly problems: Array<BpmnProblem>
  readonly vendor: VendorContext
  /** Whether Millrace itself wrote the document: then all that a graph says is in it. */
  readonly ofMillrace: boolean
  /** Whether the document uses extensions of a vendor. */
  readonly uses: (vendor: Vendor) => boolean
  readonly report: (code: BpmnProblem["code"], element: ModdleElement, message: string, severity?: BpmnProblem["severity"]) => void
  readonly expression: (expression: ModdleElement | undefined) => Expression | undefined
  readonly value: (expression: ModdleElement | undefined) => ValueExpression | undefined
}

/** Begins to read a process. */
export const makeReading = (
  document: BpmnDocument,
  {
    process,
    version,
    languages,
    forms,
  }: {
    readonly process: string
    readonly version: number
    readonly languages: ReadonlyArray<Language>
    readonly forms: Readonly<Record<string, Codec>>
  },
): Reading => {
  const problems: Array<BpmnProblem> = []
  const problem: VendorContext["problem"] = (code, element, message, severity = "error") => ({
    code,
    severity,
    element: nearestId(element),
    line: document.lineOf(element),
    message,
  })
  const report: Reading["report"] = (...given) => {
    problems.push(problem(...given))
  }
  const declared = document.definitions.get("expressionLanguage")
  const speech = { languages, declared: typeof declared === "string" ? declared : undefined, report }
  return {
    document,
    process,
    version,
    elements: [],
    flows: [],
    sources: new Map(),
    needs: [],
    forms,
    codecs: new Map(),
    problems,
    report,
    ofMillrace: document.definitions.get("exporter") === "Millrace",
    uses: document.uses,
    vendor: { uses: document.uses, attribute: document.attribute, extensions: document.extensions, value: readText, problem },
    expression: (expression) => {
      const read = expression === undefined ? undefined : readExpression(expression, speech, "condition")
      return read === undefined || "value" in read ? undefined : read
    },
    value: (expression) => (expression === undefined ? undefined : readExpression(expression, speech, "value")),
  }
}

const nearestId = (element: ModdleElement): string | undefined => {
  for (let at: ModdleElement | undefined = element; at !== undefined; at = at.$parent) if (at.id !== undefined) return idOf(at)
  return undefined
}

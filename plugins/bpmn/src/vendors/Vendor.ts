/**
 * What extensions of a vendor say about an element: the contract between the importer and the readers of extensions.
 */
import type { ValueExpression } from "@millrace/process"
import type { BpmnProblem } from "../BpmnProblem.ts"
import type { ModdleElement } from "../moddle/ModdleElement.ts"

/** A namespace of extensions that has a meaning here. `flowable` stands for `activiti`, too. */
export type Vendor = "camunda" | "flowable" | "zeebe"

/** A variable and the value that it gets. */
export interface Mapping {
  readonly variable: string
  readonly value: ValueExpression
}

/** What the extensions of one element say. */
export interface VendorFields {
  /**
   * Fields of the graph element (see `docs/reference/graph.md`); they go over those that the standard's own attributes give.
   * Fields that are objects (`multiInstance`, `trigger`) are merged one level deep. `type` may change what the element becomes: a throw event
   * that runs a handler becomes a `SendTask`. Fields that are undefined are taken away.
   */
  readonly fields: Readonly<Record<string, unknown>>
  /** Names under which somebody may bind the handler, the best one first: a job type, a topic, the text of an expression, a delegate. */
  readonly handlers: ReadonlyArray<string>
  /** Forms that the element names: schemas may be bound by these names. */
  readonly forms: ReadonlyArray<string>
  readonly problems: ReadonlyArray<BpmnProblem>
}

/** What one reader found. */
export type Found = Partial<VendorFields>

/** Puts together what several readers found: of fields, the last one counts. */
export const together = (found: ReadonlyArray<Found>): VendorFields => ({
  fields: Object.assign({}, ...found.map(({ fields = {} }) => fields)),
  handlers: [...new Set(found.flatMap(({ handlers = [] }) => handlers))],
  forms: [...new Set(found.flatMap(({ forms = [] }) => forms))],
  problems: found.flatMap(({ problems = [] }) => problems),
})

/** What the importer gives the readers of extensions. */
export interface VendorContext {
  /** Whether the document uses extensions of a vendor. */
  readonly uses: (vendor: Vendor) => boolean
  /** An attribute of a vendor's namespace, whatever its prefix in the document is. */
  readonly attribute: (element: ModdleElement, vendor: Vendor, name: string) => string | undefined
  /** Elements of a vendor's namespace with this local name (`ioMapping`) in the `extensionElements` of the element. */
  readonly extensions: (element: ModdleElement, vendor: Vendor, name: string) => ReadonlyArray<ModdleElement>
  /** A text that may be an expression, by its syntax: `${…}` and `#{…}` are JUEL, `=…` is FEEL, all else is the text itself. */
  readonly value: (text: string) => ValueExpression
  /** The problem of an element. */
  readonly problem: (code: BpmnProblem["code"], element: ModdleElement, message: string, severity?: BpmnProblem["severity"]) => BpmnProblem
}

/** Reads the extensions of one element. `type` is the type of the graph element that it becomes. */
export type ReadVendorFields = (element: ModdleElement, type: string, context: VendorContext) => VendorFields

/** The namespaces of vendors. */
export const vendorNamespaces: Readonly<Record<string, Vendor>> = {
  "http://camunda.org/schema/1.0/bpmn": "camunda",
  "http://activiti.org/bpmn": "flowable",
  "http://flowable.org/bpmn": "flowable",
  "http://camunda.org/schema/zeebe/1.0": "zeebe",
}

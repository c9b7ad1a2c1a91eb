/**
 * A graph as a process of BPMN.
 */
import type { Definition } from "@millrace/kernel"
import type { ProcessGraph, SequenceFlow } from "@millrace/process"
import { associationOf } from "../arrange/arrangeGraph.ts"
import { is, type ModdleElement } from "../moddle/ModdleElement.ts"
import { own, type Printing } from "./Printing.ts"
import { type AnyElement, printElement } from "./printElement.ts"
import { printExpression } from "./printExpression.ts"
import { printTrigger, type TriggerFields } from "./printTrigger.ts"

/** A process, with the element of BPMN behind each element and flow of the graph. */
export interface PrintedProcess {
  readonly process: ModdleElement
  readonly elements: ReadonlyMap<string, ModdleElement>
  readonly flows: ReadonlyMap<string, ModdleElement>
  /** What leads from an event of compensation to what undoes, by the name that it has in layouts. */
  readonly associations: ReadonlyMap<string, ModdleElement>
}

/** Prints a definition. */
export const printProcess = (printing: Printing, { id, version, graph }: Definition<ProcessGraph>): PrintedProcess => {
  const { create, xmlId, addField } = printing
  const xml = xmlId(id)
  const process = create("bpmn:Process", { id: xml, isExecutable: true })
  if (xml !== id) addField(process, "id", id)
  if (version !== 1) addField(process, "version", version)
  if (graph.saga === true) addField(process, "saga", true)
  if (graph.redacted !== undefined && graph.redacted.length > 0) addField(process, "redacted", graph.redacted)

  const all = graph.elements as ReadonlyArray<AnyElement>
  const elements = new Map(all.map((element) => [element.id, printElement(printing, element)]))
  const containerOf = (scope: string | undefined): ModdleElement => (scope === undefined ? undefined : elements.get(scope)) ?? process
  const inside = new Map<ModdleElement, Array<ModdleElement>>()
  const artifacts = new Map<ModdleElement, Array<ModdleElement>>()
  const put = (where: Map<ModdleElement, Array<ModdleElement>>, container: ModdleElement, element: ModdleElement): void => {
    const list = where.get(container) ?? []
    where.set(container, list)
    list.push(own(element, container))
  }
  for (const element of all) {
    const made = elements.get(element.id)
    if (made !== undefined) put(inside, containerOf(element.scope), made)
  }
  const flows = new Map<string, ModdleElement>()
  const associations = new Map<string, ModdleElement>()
  const scopes = new Map(all.map(({ id, scope }) => [id, scope]))
  for (const flow of graph.flows) {
    const made = printFlow(printing, flow, elements)
    flows.set(flow.id, made)
    put(inside, containerOf(scopes.get(flow.from)), made)
  }
  for (const element of all) {
    const made = elements.get(element.id)
    if (made === undefined) continue
    if (typeof element.default === "string") made.set("default", flows.get(element.default))
    if (typeof element.attachedTo === "string") made.set("attachedToRef", elements.get(element.attachedTo))
    if (!is(made, "bpmn:Event")) continue
    const trigger = element.trigger as TriggerFields | undefined
    const definitions = printTrigger(printing, trigger, (id) => elements.get(id))
    if (definitions.length > 0) {
      made.set(
        "eventDefinitions",
        definitions.map((definition) => own(definition, made)),
      )
    }
    if (trigger?.type === "parallelMultiple") made.set("parallelMultiple", true)
    const handler = trigger?.type === "compensation" && typeof trigger.handler === "string" ? elements.get(trigger.handler) : undefined
    if (handler !== undefined) {
      const association = create("bpmn:Association", {
        id: xmlId(`${made.id}_to_${handler.id}`),
        associationDirection: "One",
        sourceRef: made,
        targetRef: handler,
      })
      associations.set(associationOf(element.id), association)
      put(artifacts, containerOf(element.scope), association)
    }
  }
  for (const [container, list] of inside) container.set("flowElements", list)
  for (const [container, list] of artifacts) container.set("artifacts", list)
  return { process, elements, flows, associations }
}

const printFlow = (printing: Printing, flow: SequenceFlow, elements: ReadonlyMap<string, ModdleElement>): ModdleElement => {
  const { create, xmlId, addField } = printing
  const id = xmlId(flow.id)
  const from = elements.get(flow.from)
  const to = elements.get(flow.to)
  const made = create("bpmn:SequenceFlow", {
    id,
    name: flow.name,
    sourceRef: from,
    targetRef: to,
    conditionExpression: flow.condition === undefined ? undefined : printExpression(printing, flow.condition),
  })
  if (id !== flow.id) addField(made, "id", flow.id)
  if (from !== undefined) from.set("outgoing", [...listed(from.get("outgoing")), made])
  if (to !== undefined) to.set("incoming", [...listed(to.get("incoming")), made])
  return made
}

const listed = (value: unknown): ReadonlyArray<unknown> => (Array.isArray(value) ? value : [])

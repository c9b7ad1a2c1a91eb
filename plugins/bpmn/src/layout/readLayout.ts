/**
 * Reads the diagram of a document: shapes and edges by the ids of the graph.
 *
 * BPMN 2.0.2 §12 (BPMN DI).
 */
import { idOf } from "../millrace/idOf.ts"
import { elementAt, elementsAt, is, type ModdleElement, textAt, typeOf } from "../moddle/ModdleElement.ts"
import type { Bounds, Decoration, EdgeLayout, GraphLayout, Point, ShapeLayout } from "./GraphLayout.ts"

/** What the graph says of an element. */
interface Told {
  readonly type: string
  readonly trigger?: unknown
}

/** The shapes and edges of what `known` says stands in the graph, with what `elements` does not tell of it, and what else is drawn on the same planes. */
export const readLayout = (
  definitions: ModdleElement,
  known: ReadonlySet<string>,
  elements: ReadonlyMap<string, Told> = new Map(),
): Omit<GraphLayout, "bpmn"> | undefined => {
  const shapes = new Map<string, ShapeLayout>()
  const edges = new Map<string, EdgeLayout>()
  const decorations: Array<Decoration> = []
  for (const diagram of elementsAt(definitions, "diagrams")) {
    const plane = elementAt(diagram, "plane")
    for (const drawn of plane === undefined ? [] : elementsAt(plane, "planeElement")) {
      const element = elementAt(drawn, "bpmnElement")
      if (element === undefined) continue
      const id = idOf(element)
      const shape = drawn.$type === "bpmndi:BPMNShape" ? readShape(drawn) : undefined
      const edge = drawn.$type === "bpmndi:BPMNEdge" ? readEdge(drawn) : undefined
      if (known.has(id)) {
        if (shape !== undefined && !shapes.has(id)) shapes.set(id, { ...shape, ...eventOf(element, elements.get(id)) })
        if (edge !== undefined && !edges.has(id)) edges.set(id, edge)
      } else if (!is(element, "bpmn:FlowNode") && !is(element, "bpmn:SequenceFlow")) {
        const text = textAt(element, is(element, "bpmn:TextAnnotation") ? "text" : "name")
        decorations.push({
          id,
          type: typeOf(element),
          ...(text === undefined ? {} : { text }),
          ...(shape === undefined ? {} : { shape }),
          ...(edge === undefined ? {} : { edge }),
        })
      }
    }
  }
  if (shapes.size === 0) return undefined
  return { shapes: Object.fromEntries(shapes), edges: Object.fromEntries(edges), ...(decorations.length === 0 ? {} : { decorations }) }
}

const eventOf = (element: ModdleElement, told: Told | undefined): Pick<ShapeLayout, "event" | "trigger"> => {
  if (told === undefined || !is(element, "bpmn:Event")) return {}
  const event = told.type.endsWith("Event") ? {} : { event: typeOf(element) }
  const [definition, another] = [...elementsAt(element, "eventDefinitions"), ...elementsAt(element, "eventDefinitionRef")]
  if (definition === undefined || told.trigger !== undefined) return event
  const type = typeOf(definition)
    .replace(/EventDefinition$/, "")
    .toLowerCase()
  return { ...event, trigger: another !== undefined ? "multiple" : type === "compensate" ? "compensation" : type }
}

const number = (element: ModdleElement, name: string): number => {
  const value = element.get(name)
  return typeof value === "number" && Number.isFinite(value) ? value : 0
}

const readPoint = (element: ModdleElement): Point => ({ x: number(element, "x"), y: number(element, "y") })

const readBounds = (element: ModdleElement | undefined): Bounds | undefined =>
  element === undefined ? undefined : { ...readPoint(element), width: number(element, "width"), height: number(element, "height") }

const labelOf = (drawn: ModdleElement): { readonly label?: Bounds } => {
  const label = elementAt(drawn, "label")
  const bounds = label === undefined ? undefined : readBounds(elementAt(label, "bounds"))
  return bounds === undefined ? {} : { label: bounds }
}

const readShape = (drawn: ModdleElement): ShapeLayout | undefined => {
  const bounds = readBounds(elementAt(drawn, "bounds"))
  if (bounds === undefined) return undefined
  const flag = (name: string): boolean | undefined => {
    const value = drawn.get(name)
    return typeof value === "boolean" ? value : undefined
  }
  const expanded = flag("isExpanded")
  const horizontal = flag("isHorizontal")
  return {
    ...bounds,
    ...(expanded === undefined ? {} : { expanded }),
    ...(horizontal === undefined ? {} : { horizontal }),
    ...labelOf(drawn),
  }
}

const readEdge = (drawn: ModdleElement): EdgeLayout => ({ points: elementsAt(drawn, "waypoint").map(readPoint), ...labelOf(drawn) })

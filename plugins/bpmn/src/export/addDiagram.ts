/**
 * The diagram of a printed document: as the graphs say, else as `bpmn-auto-layout` draws a process alone, and several as pictures
 * draw them.
 *
 * BPMN 2.0.2 §12 (BPMN DI).
 */
import type { Definition } from "@millrace/kernel"
import type { ProcessGraph } from "@millrace/process"
import { layoutProcess } from "bpmn-auto-layout"
import { arrangeGraph } from "../arrange/arrangeGraph.ts"
import { type Bounds, type GraphLayout, layoutOf } from "../layout/GraphLayout.ts"
import { elementsAt, type ModdleElement } from "../moddle/ModdleElement.ts"
import { own, type Printing } from "./Printing.ts"
import type { PrintedProcess } from "./printProcess.ts"

/** The document with a diagram. */
export const addDiagram = async (
  printing: Printing,
  root: ModdleElement,
  definitions: ReadonlyArray<Definition<ProcessGraph>>,
  processes: ReadonlyArray<PrintedProcess>,
): Promise<string> => {
  if (elementsAt(root, "diagrams").length > 0) return printing.toXml(root)
  const layouts = definitions.map(({ graph }, index) => {
    const layout = layoutOf(graph.layout)
    const process = processes[index]
    return layout !== undefined && process !== undefined && isWhole(layout, process) ? layout : undefined
  })
  // It draws one process of a document, and is not made for all graphs.
  const [only, another] = processes
  if (only !== undefined && another === undefined && layouts[0] === undefined) {
    const xml = await layoutProcess(await printing.toXml(root)).catch(() => undefined)
    if (xml !== undefined) return xml
  }
  const diagrams = processes.flatMap((process, index) => {
    const graph = definitions[index]?.graph
    return graph === undefined ? [] : [drawn(printing, process, layouts[index] ?? arrangeGraph(graph))]
  })
  root.set(
    "diagrams",
    diagrams.map((diagram) => own(diagram, root)),
  )
  return printing.toXml(root)
}

const isWhole = ({ shapes, edges }: GraphLayout, { elements, flows }: PrintedProcess): boolean =>
  [...elements.keys()].every((id) => Object.hasOwn(shapes, id)) && [...flows.keys()].every((id) => Object.hasOwn(edges, id))

const drawn = (
  printing: Printing,
  { process, elements, flows, associations }: PrintedProcess,
  { shapes, edges }: GraphLayout,
): ModdleElement => {
  const { create, xmlId } = printing
  const bounds = ({ x, y, width, height }: Bounds): ModdleElement => create("dc:Bounds", { x, y, width, height })
  const label = (of: { readonly label?: Bounds }): ModdleElement | undefined =>
    of.label === undefined ? undefined : create("bpmndi:BPMNLabel", { bounds: bounds(of.label) })
  const planeElement = [
    ...[...elements].flatMap(([id, bpmnElement]) => {
      const shape = shapes[id]
      if (shape === undefined) return []
      const made = create("bpmndi:BPMNShape", {
        id: xmlId(`${bpmnElement.id}_di`),
        bpmnElement,
        isExpanded: shape.expanded,
        bounds: bounds(shape),
        label: label(shape),
      })
      return [made]
    }),
    ...[...flows, ...associations].flatMap(([id, bpmnElement]) => {
      const edge = edges[id]
      if (edge === undefined) return []
      const waypoint = edge.points.map(({ x, y }) => create("dc:Point", { x, y }))
      return [create("bpmndi:BPMNEdge", { id: xmlId(`${bpmnElement.id}_di`), bpmnElement, waypoint, label: label(edge) })]
    }),
  ]
  const plane = create("bpmndi:BPMNPlane", { id: xmlId(`${process.id}_plane`), bpmnElement: process, planeElement })
  for (const element of planeElement) own(element, plane)
  const diagram = create("bpmndi:BPMNDiagram", { id: xmlId(`${process.id}_diagram`), plane })
  own(plane, diagram)
  return diagram
}

/**
 * Pictures of processes: clean SVG, made without a browser.
 */
import type { AnyEvent, Definition } from "@millrace/kernel"
import type { GraphElement, ProcessGraph } from "@millrace/process"
import { arrangeGraph, associationOf, attachedTo, flowText } from "../arrange/arrangeGraph.ts"
import { kindOf, labelOf, textOf } from "../arrange/sizes.ts"
import { requireList, requireOptions } from "../given.ts"
import { type Bounds, type EdgeLayout, type GraphLayout, layoutOf, type ShapeLayout } from "../layout/GraphLayout.ts"
import { processOf } from "../processOf.ts"
import { drawDecoration, isGround } from "./drawDecoration.ts"
import { drawEdge } from "./drawEdge.ts"
import { type AnyElement, drawShape, drawTokens } from "./drawShape.ts"
import { drawLabel } from "./drawText.ts"
import { makeProgress, type Progress, type Token } from "./Progress.ts"
import { accent, alarm, faint, ink, paper, styleOf } from "./Style.ts"
import { escaped, tag } from "./Svg.ts"

/** What a picture shows beside the process. */
export interface PictureOptions {
  /** Where an instance stands: `waiting` of `millrace.get`, or ids of elements. */
  readonly tokens?: ReadonlyArray<Token | string>
  /** What has happened, as `millrace.history` gives it: ways that were taken are highlighted. */
  readonly history?: ReadonlyArray<{ readonly events: ReadonlyArray<AnyEvent> } | AnyEvent>
  /** `"own"` leaves the diagram of an imported document out of account. */
  readonly layout?: "diagram" | "own"
}

/**
 * Draws a process as SVG: by the diagram of its document where there is one, else by a layout of its own.
 *
 * ```ts
 * writeFileSync("order.svg", exportSvg(order.build().definition))
 * exportSvg(definition, { tokens: (await millrace.get(id)).waiting, history: await millrace.history(id) })
 * ```
 */
export const exportSvg = (definition: Definition<unknown>, options: PictureOptions = {}): string => {
  requireOptions("exportSvg", options, ["tokens", "history", "layout"])
  const { tokens, history, layout } = options
  requireList("exportSvg", "tokens", tokens)
  requireList("exportSvg", "history", history)
  const { id, graph: given } = processOf(definition)
  const written = layout === "own" ? undefined : layoutOf(given.layout)
  const placed = written !== undefined && isWhole(given, written) ? written : arrangeGraph(given)
  const graph = asDrawn(given, placed)
  const progress = makeProgress(tokens, history)
  const hidden = hiddenIn(graph, placed)
  const ground = (placed.decorations ?? []).filter(isGround)
  const above = (placed.decorations ?? []).filter((one) => !isGround(one))
  const bounds = boundsOf(graph, placed, hidden)
  const margin = 16
  const frame = {
    x: bounds.x - margin,
    y: bounds.y - margin,
    width: Math.ceil(bounds.width + 2 * margin),
    height: Math.ceil(bounds.height + 2 * margin),
  }
  return `${tag(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width: frame.width,
      height: frame.height,
      viewBox: `${Math.floor(frame.x)} ${Math.floor(frame.y)} ${frame.width} ${frame.height}`,
      role: "img",
    },
    tag("title", {}, escaped(id)),
    tag("rect", { x: Math.floor(frame.x), y: Math.floor(frame.y), width: frame.width, height: frame.height, fill: paper }),
    ...ground.map(drawDecoration),
    ...drawElements(graph, placed, hidden, progress),
    ...above.map(drawDecoration),
  )}\n`.replaceAll("><g data-", ">\n<g data-")
}

/** Events of a document whose work a handler does are tasks in the graph, and events in the picture. */
const asDrawn = (graph: ProcessGraph, { shapes }: GraphLayout): ProcessGraph => ({
  ...graph,
  elements: graph.elements.map((element) => {
    const event = Object.hasOwn(shapes, element.id) ? shapes[element.id]?.event : undefined
    return event === undefined ? element : { ...element, type: event }
  }),
})

/** A diagram counts when it shows all that stands at the top, but for a start that nobody drew. */
const isWhole = ({ elements, flows }: ProcessGraph, { shapes }: GraphLayout): boolean => {
  const leading = new Set(flows.map(({ from }) => from))
  return elements.every(
    ({ id, scope, type }) =>
      scope !== undefined || Object.hasOwn(shapes, id) || (type === "StartEvent" && id === "start" && leading.has(id)),
  )
}

/** What stands in something that is drawn closed, and what has no shape. */
const hiddenIn = ({ elements }: ProcessGraph, { shapes }: GraphLayout): ReadonlySet<string> => {
  const scopes = new Map(elements.map(({ id, scope }) => [id, scope]))
  const shut = new Set(elements.filter(({ id }) => shapes[id]?.expanded === false).map(({ id }) => id))
  return new Set(
    elements
      .filter(({ id }) => {
        if (!Object.hasOwn(shapes, id)) return true
        for (let scope = scopes.get(id); scope !== undefined; scope = scopes.get(scope)) if (shut.has(scope)) return true
        return false
      })
      .map(({ id }) => id),
  )
}

const drawElements = (
  graph: ProcessGraph,
  { shapes, edges }: GraphLayout,
  hidden: ReadonlySet<string>,
  progress: Progress,
): ReadonlyArray<string> => {
  const byId = new Map(graph.elements.map((element): [string, AnyElement] => [element.id, element as AnyElement]))
  const open = new Set(graph.elements.flatMap(({ id, scope }) => (scope === undefined || hidden.has(id) ? [] : [scope])))
  const shown = [...byId.values()].filter(({ id }) => !hidden.has(id))
  // Scopes lie under what stands in them, and events on the activities that they are attached to.
  const depth = ({ scope }: AnyElement): number => (scope === undefined ? 0 : 1 + depth(byId.get(scope) ?? { id: "", type: "" }))
  const scopes = shown.filter((element) => kindOf(element) === "scope").toSorted((one, other) => depth(one) - depth(other))
  const attached = shown.filter((element) => attachedTo(element) !== undefined)
  const rest = shown.filter((element) => kindOf(element) !== "scope" && attachedTo(element) === undefined)
  const draw = (element: AnyElement): string => {
    const shape = shapes[element.id]
    if (shape === undefined) return ""
    const mark = progress.markOf(element.id, element.type)
    const style = styleOf(mark)
    const text = textOf(element)
    const label = labelPlace(element, shape)
    const count = mark === "listening" ? 0 : progress.tokensAt(element.id)
    return tag(
      "g",
      { "data-element": element.id },
      tag("title", {}, escaped(element.name === undefined ? element.id : `${element.name} (${element.id})`)),
      drawShape(element, shape, style, {
        inEventSubProcess: element.scope !== undefined && byId.get(element.scope)?.type === "EventSubProcess",
        open: open.has(element.id),
      }),
      label === undefined ? "" : drawLabel(text, label, style.text),
      count === 0 ? "" : drawTokens(count, shape, mark === "incident" ? alarm : accent),
    )
  }
  const compensations = attached.flatMap((event) => {
    const edge = edges[associationOf(event.id)]
    return edge === undefined ? [] : [drawEdge(edge.points, { colour: faint, width: 1.3, dash: "1.5 3.5", head: "open" })]
  })
  const flows = graph.flows
    .toSorted((one, other) => Number(progress.isTaken(one.id)) - Number(progress.isTaken(other.id)))
    .flatMap((flow) => {
      const edge = edges[flow.id]
      const from = byId.get(flow.from)
      if (edge === undefined || from === undefined || hidden.has(flow.from) || hidden.has(flow.to)) return []
      return [drawFlow(flow, edge, from, progress.isTaken(flow.id))]
    })
  return [...scopes.map(draw), ...compensations, ...flows, ...rest.map(draw), ...attached.map(draw)]
}

const drawFlow = (flow: ProcessGraph["flows"][number], edge: EdgeLayout, from: AnyElement, taken: boolean): string => {
  const text = flowText(flow)
  const kind = kindOf(from)
  const tail = from.default === flow.id ? "default" : flow.condition !== undefined && kind !== "gateway" ? "condition" : undefined
  return tag(
    "g",
    { "data-flow": flow.id },
    drawEdge(edge.points, {
      colour: taken ? accent : ink,
      width: taken ? 2.4 : 1.3,
      head: "filled",
      ...(tail === undefined ? {} : { tail }),
    }),
    edge.label === undefined || text === "" ? "" : drawLabel(text, edge.label, taken ? accent : ink),
  )
}

/** Where the name of an event or a gateway stands: below it, where nothing says so. Those of activities stand in them. */
const labelPlace = (element: GraphElement, { x, y, width, height, label }: ShapeLayout): Bounds | undefined => {
  const kind = kindOf(element)
  const text = textOf(element)
  if (text === "" || kind === "scope" || kind === "task") return undefined
  const own = labelOf(text)
  return label ?? { x: x + width / 2 - own.width / 2, y: y + height + 4, width: own.width, height: own.height }
}

const boundsOf = ({ elements }: ProcessGraph, { shapes, edges, decorations = [] }: GraphLayout, hidden: ReadonlySet<string>): Bounds => {
  let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
  const add = (box: Bounds | undefined): void => {
    if (box === undefined) return
    left = Math.min(left, box.x)
    top = Math.min(top, box.y)
    right = Math.max(right, box.x + box.width)
    bottom = Math.max(bottom, box.y + box.height)
  }
  const addEdge = (edge: EdgeLayout | undefined): void => {
    for (const point of edge?.points ?? []) add({ ...point, width: 0, height: 0 })
    add(edge?.label)
  }
  for (const element of elements) {
    const shape = shapes[element.id]
    if (shape === undefined || hidden.has(element.id)) continue
    add(shape)
    add(labelPlace(element, shape))
  }
  for (const edge of Object.values(edges)) addEdge(edge)
  for (const { shape, edge } of decorations) {
    add(shape)
    add(shape?.label)
    addEdge(edge)
  }
  return left > right ? { x: 0, y: 0, width: 0, height: 0 } : { x: left, y: top, width: right - left, height: bottom - top }
}

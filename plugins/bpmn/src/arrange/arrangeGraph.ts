/**
 * A layout for a graph that has none: scopes within scopes, boundary events on their activities.
 */
import type { GraphElement, ProcessGraph, SequenceFlow } from "@millrace/process"
import { requireGraph } from "../given.ts"
import type { Bounds, EdgeLayout, GraphLayout, Point, ShapeLayout } from "../layout/GraphLayout.ts"
import { arrange } from "./arrange.ts"
import type { Box, Link } from "./Box.ts"
import { grouped } from "./Layers.ts"
import { eventSize, gatewaySize, kindOf, labelLine, labelOf, labelSize, labelWidth, taskSize, textOf } from "./sizes.ts"
import { textWidth } from "./textWidth.ts"

const padding = { side: 24, top: 36, bottom: 24 }

/** Lays a graph out. The result is the same for the same graph; associations to what compensates are edges `<id>:compensation`. */
export const arrangeGraph = (graph: ProcessGraph): GraphLayout => {
  requireGraph("arrangeGraph", graph)
  const all = new Arranging(graph)
  const { shapes, edges } = all.scope(undefined)
  return { shapes: Object.fromEntries(shapes), edges: Object.fromEntries(edges) }
}

interface Arranged {
  readonly shapes: ReadonlyMap<string, ShapeLayout>
  readonly edges: ReadonlyMap<string, EdgeLayout>
  readonly width: number
  readonly height: number
}

/** The name of the association between what is attached for compensation and what compensates. */
export const associationOf = (boundary: string): string => `${boundary}:compensation`

class Arranging {
  readonly #members: ReadonlyMap<string | undefined, ReadonlyArray<GraphElement>>
  readonly #attached: ReadonlyMap<string | undefined, ReadonlyArray<GraphElement>>
  readonly #flows: ReadonlyMap<string | undefined, ReadonlyArray<SequenceFlow>>
  readonly #hosts: ReadonlyMap<string, string>

  constructor({ elements, flows }: ProcessGraph) {
    const byId = new Map(elements.map((element) => [element.id, element]))
    this.#hosts = new Map(
      elements.flatMap((element) => {
        const host = attachedTo(element)
        return host === undefined || byId.get(host) === undefined ? [] : [[element.id, host] as const]
      }),
    )
    this.#attached = grouped(elements, ({ id }) => this.#hosts.get(id))
    this.#members = grouped(
      elements.filter(({ id }) => !this.#hosts.has(id)),
      ({ scope }) => scope,
    )
    this.#flows = grouped(
      flows.filter(({ from, to }) => byId.get(from)?.scope === byId.get(to)?.scope && byId.has(from) && byId.has(to)),
      ({ from }) => byId.get(from)?.scope,
    )
  }

  scope(id: string | undefined): Arranged {
    const members = this.#members.get(id) ?? []
    // What listens beside everything else stands below it.
    const sorted = [
      ...members.filter(({ type }) => type !== "EventSubProcess"),
      ...members.filter(({ type }) => type === "EventSubProcess"),
    ]
    const inner = new Map(sorted.filter((element) => kindOf(element) === "scope").map((element) => [element.id, this.scope(element.id)]))
    const boxes = sorted.map((element) => this.#box(element, inner.get(element.id)))
    const flows = this.#flows.get(id) ?? []
    const leaving = grouped(flows, ({ from }) => from)
    const { middles, routes, width, height } = arrange(boxes, [...this.#links(flows), ...this.#compensations(members)])
    const corners = new Set([...routes.values()].flatMap((points) => [points[0], points.at(-1)]).map((point) => `${point?.x} ${point?.y}`))
    const shapes = new Map<string, ShapeLayout>()
    const edges = new Map<string, EdgeLayout>()
    for (const [index, element] of sorted.entries()) {
      const box = boxes[index]
      const middle = middles.get(element.id)
      if (box === undefined || middle === undefined) continue
      shapes.set(element.id, {
        ...around(middle, box),
        ...(inner.has(element.id) ? { expanded: true } : {}),
        ...label(element, middle, box, corners),
      })
      for (const attached of this.#attached.get(element.id) ?? []) {
        const at = middles.get(attached.id)
        if (at !== undefined)
          shapes.set(attached.id, { ...around(at, { width: eventSize, height: eventSize }), ...hookLabel(attached, at) })
      }
      const within = inner.get(element.id)
      if (within !== undefined)
        addShifted({ shapes, edges }, within, { x: middle.x - box.width / 2 + padding.side, y: middle.y - box.height / 2 + padding.top })
    }
    for (const [flow, points] of routes) edges.set(flow, { points })
    for (const flow of flows) {
      const edge = edges.get(flow.id)
      const text = flowText(flow)
      if (edge !== undefined && text !== "" && ((leaving.get(flow.from)?.length ?? 0) > 1 || flow.condition !== undefined)) {
        edges.set(flow.id, { ...edge, ...besideWay(edge.points, text) })
      }
    }
    return { shapes, edges, width, height }
  }

  #links(flows: ReadonlyArray<SequenceFlow>): ReadonlyArray<Link> {
    return flows.map((flow) => {
      const host = this.#hosts.get(flow.from)
      const text = flowText(flow)
      return {
        id: flow.id,
        from: host ?? flow.from,
        to: this.#hosts.get(flow.to) ?? flow.to,
        ...(host === undefined ? {} : { hook: flow.from }),
        ...(text === "" ? {} : { label: Math.min(labelWidth, textWidth(text, labelSize)) }),
      }
    })
  }

  #compensations(members: ReadonlyArray<GraphElement>): ReadonlyArray<Link> {
    const own = new Set(members.map(({ id }) => id))
    return members.flatMap(({ id }) =>
      (this.#attached.get(id) ?? []).flatMap((event) => {
        const handler = compensatedBy(event)
        return handler === undefined || !own.has(handler) ? [] : [{ id: associationOf(event.id), from: id, to: handler, hook: event.id }]
      }),
    )
  }

  #box(element: GraphElement, inner: Arranged | undefined): Box {
    const kind = kindOf(element)
    if (kind === "event" || kind === "gateway") {
      const size = kind === "event" ? eventSize : gatewaySize
      const text = labelOf(textOf(element))
      const extra = text.height === 0 ? 0 : text.height + 6
      const room = {
        width: Math.max(size, text.width),
        above: size / 2 + (kind === "gateway" ? extra : 0),
        below: size / 2 + (kind === "event" ? extra : 0),
      }
      return { id: element.id, width: size, height: size, room, ...(kind === "gateway" ? { corners: true } : {}) }
    }
    const attached = this.#attached.get(element.id) ?? []
    const labels = attached.map((event) => labelOf(textOf(event), 2))
    const spacing = Math.max(46, ...labels.map(({ width }) => width + 14))
    const least = attached.length * spacing + 12
    const width = Math.max(taskSize.width, least, (inner?.width ?? 0) + (inner === undefined ? 0 : 2 * padding.side))
    const height = Math.max(taskSize.height, inner === undefined ? 0 : inner.height + padding.top + padding.bottom)
    const hanging = attached.length === 0 ? 0 : eventSize / 2 + Math.max(...labels.map(({ height }) => height)) + 6
    return {
      id: element.id,
      width,
      height,
      room: { width, above: height / 2, below: height / 2 + hanging },
      ...(attached.length === 0 ? {} : { hooks: { ids: attached.map(({ id }) => id), spacing, below: eventSize / 2 } }),
    }
  }
}

const field = (element: GraphElement, name: string): unknown => Object.entries(element).find(([key]) => key === name)?.[1]

export const attachedTo = (element: GraphElement): string | undefined => {
  const host = element.type === "BoundaryEvent" ? field(element, "attachedTo") : undefined
  return typeof host === "string" ? host : undefined
}

/** What compensates the activity that the event is attached to. */
export const compensatedBy = (element: GraphElement): string | undefined => {
  const trigger = field(element, "trigger")
  return typeof trigger === "object" && trigger !== null && "handler" in trigger && typeof trigger.handler === "string"
    ? trigger.handler
    : undefined
}

/** What stands beside a flow: its name, else its condition where that is text. */
export const flowText = ({ name, condition }: SequenceFlow): string =>
  name ?? (condition !== undefined && "text" in condition && !always.test(condition.text) ? condition.text : "")

/** What the import says of ways that have no condition. */
const always = /^(true|\$\{true\})$/

const around = ({ x, y }: Point, { width, height }: { readonly width: number; readonly height: number }): Bounds => ({
  x: x - width / 2,
  y: y - height / 2,
  width,
  height,
})

/** Below an event; above a gateway, or where no line is. `used` are the points at which lines begin or end. */
const label = (element: GraphElement, { x, y }: Point, { height }: Box, used: ReadonlySet<string>): { readonly label?: Bounds } => {
  const kind = kindOf(element)
  if (kind !== "event" && kind !== "gateway") return {}
  const text = labelOf(textOf(element))
  if (text.height === 0) return {}
  const taken = (side: -1 | 1): boolean => used.has(`${x} ${y + (side * height) / 2}`)
  const below = kind === "event" ? true : taken(-1) && !taken(1)
  const aside = taken(below ? 1 : -1) ? text.width / 2 + 5 : 0
  return {
    label: {
      x: x - text.width / 2 - aside,
      y: below ? y + height / 2 + 4 : y - height / 2 - 4 - text.height + (aside > 0 ? 8 : 0),
      width: text.width,
      height: text.height,
    },
  }
}

/** Left of the line that leaves it downwards. */
const hookLabel = (element: GraphElement, { x, y }: Point): { readonly label?: Bounds } => {
  const text = labelOf(textOf(element), 2)
  return text.height === 0 ? {} : { label: { x: x - text.width - 6, y: y + eventSize / 2 + 2, width: text.width, height: text.height } }
}

/** Above the stretch to the right or left that has room for it: the second one where there is, which it does not share with others. */
const besideWay = (points: ReadonlyArray<Point>, text: string): { readonly label?: Bounds } => {
  const width = Math.min(labelWidth, Math.ceil(textWidth(text, labelSize)))
  const stretches = points.flatMap((from, index) => {
    const to = points[index + 1]
    return to !== undefined && from.y === to.y && Math.abs(to.x - from.x) >= 24 ? [{ from, to, index }] : []
  })
  const stretch = stretches.find(({ index }) => index > 0) ?? (points.length > 2 ? undefined : stretches[0])
  // Else left of where it comes to its height.
  const turn = points.at(-2)
  const down = (turn?.y ?? 0) > (points[0]?.y ?? 0) ? -labelLine - 8 : 8
  if (stretch === undefined && turn !== undefined && points.length > 2) {
    return { label: { x: turn.x - 6 - width, y: turn.y + down, width, height: labelLine } }
  }
  if (stretch === undefined) return {}
  const { from, to } = stretch
  return { label: { x: to.x > from.x ? from.x + 6 : from.x - 6 - width, y: from.y - labelLine - 3, width, height: labelLine } }
}

const addShifted = (
  { shapes, edges }: { readonly shapes: Map<string, ShapeLayout>; readonly edges: Map<string, EdgeLayout> },
  inner: Arranged,
  by: Point,
): void => {
  const shifted = <P extends Point>(at: P): P => ({ ...at, x: at.x + by.x, y: at.y + by.y })
  for (const [id, shape] of inner.shapes) {
    shapes.set(id, { ...shifted(shape), ...(shape.label === undefined ? {} : { label: shifted(shape.label) }) })
  }
  for (const [id, edge] of inner.edges) {
    edges.set(id, { points: edge.points.map(shifted), ...(edge.label === undefined ? {} : { label: shifted(edge.label) }) })
  }
}

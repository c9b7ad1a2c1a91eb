import type { GraphElement, ProcessGraph, SequenceFlow } from "@millrace/process"
import { randomProcess } from "@millrace/testing/decider"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { arrangeGraph } from "../../src/arrange/arrangeGraph.ts"
import { kindOf } from "../../src/arrange/sizes.ts"
import type { Bounds, Point } from "../../src/layout/GraphLayout.ts"

const flow = (from: string, to: string): SequenceFlow => ({ id: `${from}>${to}`, from, to })
const task = (id: string): GraphElement => ({ id, type: "Task" })
const middle = ({ x, y, width, height }: Bounds): Point => ({ x: x + width / 2, y: y + height / 2 })

const overlap = (one: Bounds, other: Bounds): boolean =>
  one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height

const isOnBorder = ({ x, y }: Point, box: Bounds): boolean => {
  const inX = x >= box.x - 0.01 && x <= box.x + box.width + 0.01
  const inY = y >= box.y - 0.01 && y <= box.y + box.height + 0.01
  return inX && inY
}

const nowhere: Bounds = { x: 0, y: 0, width: 0, height: 0 }
const between = (one: Point, other: Point): Bounds => ({
  x: Math.min(one.x, other.x),
  y: Math.min(one.y, other.y),
  width: Math.abs(one.x - other.x),
  height: Math.abs(one.y - other.y),
})

describe("any graph", () => {
  const graphs = fc.integer({ min: 1, max: 1_000_000 }).map((seed) => randomProcess(seed, { size: 14 }).definition.graph)

  it("has a shape for each element and a way for each flow", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const { shapes, edges } = arrangeGraph(graph)
        expect(Object.keys(shapes).toSorted()).toEqual(graph.elements.map(({ id }) => id).toSorted())
        for (const { id, from, to } of graph.flows) {
          const points = edges[id]?.points ?? []
          const [source, target] = [shapes[from] ?? nowhere, shapes[to] ?? nowhere]
          const [first, last] = [points[0], points.at(-1)]
          const ends =
            first !== undefined && last !== undefined && points.length > 1 && isOnBorder(first, source) && isOnBorder(last, target)
          const upright = points.slice(1).every(({ x, y }, index) => x === points[index]?.x || y === points[index]?.y)
          if (!ends || !upright) expect.fail(`${id} has a wrong way`)
        }
      }),
      { numRuns: 40 },
    )
  })

  it("has no two elements of a scope on each other, and all of them inside it", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const { shapes } = arrangeGraph(graph)
        const boxes = graph.elements.filter(({ type }) => type !== "BoundaryEvent")
        const wrong = boxes.flatMap((one, index) => {
          const box = shapes[one.id] ?? nowhere
          const around = one.scope === undefined ? undefined : shapes[one.scope]
          const outside =
            around !== undefined &&
            (box.x < around.x ||
              box.y < around.y ||
              box.x + box.width > around.x + around.width ||
              box.y + box.height > around.y + around.height)
          const under = boxes.slice(index + 1).filter((other) => other.scope === one.scope && overlap(box, shapes[other.id] ?? nowhere))
          return [...(outside ? [`${one.id} is outside`] : []), ...under.map(({ id }) => `${one.id} is on ${id}`)]
        })
        expect(wrong).toEqual([])
      }),
      { numRuns: 40 },
    )
  })

  it("does not lie on elements that a flow only passes", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const { shapes, edges } = arrangeGraph(graph)
        const wrong = graph.flows.flatMap(({ id, from, to }) => {
          const points = edges[id]?.points ?? []
          const source = graph.elements.find((element) => element.id === from)
          const host = source !== undefined && "attachedTo" in source ? source.attachedTo : undefined
          const passed = graph.elements.filter(
            (one) => one.scope === source?.scope && ![from, to, host].includes(one.id) && one.type !== "BoundaryEvent",
          )
          const lines = points.slice(1).map((end, index) => between(points[index] ?? end, end))
          return passed
            .filter((one) => lines.some((line) => overlap(line, shapes[one.id] ?? nowhere)))
            .map((one) => `${id} crosses ${one.id}`)
        })
        expect(wrong).toEqual([])
      }),
      { numRuns: 40 },
    )
  })
})

it("draws what follows each other in one straight line, and branches below each other", () => {
  const graph: ProcessGraph = {
    elements: [
      { id: "start", type: "StartEvent" },
      { id: "fork", type: "ParallelGateway" },
      task("a"),
      task("b"),
      { id: "join", type: "ParallelGateway" },
      { id: "end", type: "EndEvent" },
    ],
    flows: [flow("start", "fork"), flow("fork", "a"), flow("fork", "b"), flow("a", "join"), flow("b", "join"), flow("join", "end")],
  }
  const { shapes } = arrangeGraph(graph)
  const at = (id: string): Point => middle(shapes[id] ?? { x: 0, y: 0, width: 0, height: 0 })
  expect(new Set(["start", "fork", "a", "join", "end"].map((id) => at(id).y)).size).toBe(1)
  expect(at("b").x).toBe(at("a").x)
  expect(at("b").y).toBeGreaterThan(at("a").y)
})

it("draws a loop below what it repeats", () => {
  const graph: ProcessGraph = {
    elements: [
      { id: "start", type: "StartEvent" },
      { id: "again", type: "ExclusiveGateway" },
      task("a"),
      { id: "ask", type: "ExclusiveGateway" },
      task("b"),
    ],
    flows: [flow("start", "again"), flow("again", "a"), flow("a", "ask"), flow("ask", "b"), flow("ask", "again")],
  }
  const { shapes, edges } = arrangeGraph(graph)
  const lowest = Math.max(...(edges["ask>again"]?.points ?? []).map(({ y }) => y))
  expect(lowest).toBeGreaterThan((shapes.a?.y ?? 0) + (shapes.a?.height ?? 0))
})

it("lays a large graph out", () => {
  const count = 3000
  const ids = Array.from({ length: count }, (_, index) => `t${index}`)
  const flows = ids.slice(1).map((id, index) => flow(index % 7 === 0 ? (ids[Math.floor(index / 2)] ?? id) : (ids[index] ?? id), id))
  const { shapes } = arrangeGraph({ elements: ids.map(task), flows })
  expect(Object.keys(shapes).length).toBe(count)
})

it("says what is drawn as a circle, a diamond and a box", () => {
  expect(["EndEvent", "ComplexGateway", "Transaction", "Risk"].map((type) => kindOf({ id: "x", type }))).toEqual([
    "event",
    "gateway",
    "scope",
    "task",
  ])
})
